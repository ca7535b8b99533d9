import { mkdirSync } from 'node:fs'
import { writeWhole } from '../../../tools/local-files/write-whole.ts'
import type { BuiltFirmware } from '../../../tools/build/firmware.ts'
import type { Figures, Result } from './case.ts'
import { variables, type EngineName, type GivenEngine } from './engines.ts'
import type { Outcome } from './run-cases.ts'
import { readMeasured } from '../measured.ts'

/** What docs/measured/engine.json holds: which bundle was judged by which engine, and what came of it. */
export interface Report {
  readonly bundle: { readonly file: string; readonly bytes: number; readonly sha256: string }
  readonly engines: Readonly<Partial<Record<EngineName, Pick<GivenEngine, 'version' | 'board' | 'heapVars'>>>>
  readonly passed: number
  readonly failed: number
  readonly figures: Figures
  readonly results: readonly Result[]
}

const folder = 'docs/measured'
export const reportFile = `${folder}/engine.json`

/** `before`: the builds of results that are taken over from the last run. */
export function makeReport(
  firmware: BuiltFirmware,
  engines: readonly GivenEngine[],
  outcome: Outcome,
  before: Report['engines'] = {},
): Report {
  const { results, figures } = outcome
  const described = engines.map(({ name, version, board, heapVars }) => [name, { version, board, heapVars }])
  return {
    bundle: { file: firmware.file.replaceAll('\\', '/'), bytes: firmware.bytes, sha256: firmware.sha256 },
    engines: { ...before, ...(Object.fromEntries(described) as Report['engines']) },
    passed: results.filter(({ ok }) => ok).length,
    failed: results.filter(({ ok }) => !ok).length,
    figures: Object.fromEntries(Object.entries(figures).sort(([a], [b]) => (a < b ? -1 : 1))),
    results,
  }
}

/** A line when builds that the last report was of are not in the new one, which takes its place; else ''. */
export function noteOnBuilds(last: Pick<Report, 'engines'> | undefined, report: Pick<Report, 'engines'>): string {
  const names = Object.keys(last?.engines ?? {}) as EngineName[]
  const lost = names.filter((name) => report.engines[name] === undefined)
  if (lost.length === 0) return ''
  const unset = lost.map((name) => variables[name]).join(', ')
  return `note  ${reportFile} has lost the results and figures of ${lost.join(', ')}: set ${unset} and run all again, or keep the file as it was\n`
}

/** What the last run wrote. Throws UserError not-measured where there is none, or it is of another script. */
export const readReport = (firmware: BuiltFirmware): Report => readMeasured(reportFile, firmware, 'npm run engine')

export function writeReport(report: Report): void {
  mkdirSync(folder, { recursive: true })
  // What went wrong names the folders of a machine: it is for the screen.
  const results = report.results.map(({ name, ok, seconds }) => ({ name, ok, seconds }))
  writeWhole(reportFile, `${JSON.stringify({ ...report, results }, undefined, 2)}\n`)
}

/** The end of a run: the figures, then `N passed, N failed`. */
export function toLines({ figures, passed, failed }: Report): string {
  const lines = Object.entries(figures).map(([name, value]) => `figure  ${name} ${value}\n`)
  return `${lines.join('')}${passed} passed, ${failed} failed\n`
}
