import { mkdirSync } from 'node:fs'
import { writeWhole } from '../../../tools/local-files/write-whole.ts'
import type { BuiltFirmware } from '../../../tools/build/firmware.ts'
import { flashOf } from '../../../tools/engine/engine-flash.ts'
import type { GivenEngine } from '../engine/engines.ts'
import type { Outcomes } from './case.ts'
import type { Wear } from './toggles.ts'
import { readMeasured } from '../measured.ts'

export interface CaseResult {
  readonly name: string
  readonly ok: boolean
  readonly cuts: number
  readonly outcomes: Outcomes
  readonly seconds: number
  /** Why it is not ok. */
  readonly problem: string
}

/** What docs/measured/cuts.json holds. */
export interface Report {
  readonly bundle: { readonly file: string; readonly bytes: number; readonly sha256: string }
  /** With the Storage that each was built with. */
  readonly engines: Readonly<Record<string, { version: string; pageBytes: number; pages: number }>>
  readonly passed: number
  readonly failed: number
  /** All places that were cut at. */
  readonly cuts: number
  /** Erases of flash by the toggles, of each simulated board. */
  readonly wear: Readonly<Record<string, Wear>>
  readonly results: readonly CaseResult[]
}

const folder = 'docs/measured'
export const reportFile = `${folder}/cuts.json`

export function makeReport(
  { file, bytes, sha256 }: BuiltFirmware,
  engines: readonly GivenEngine[],
  results: readonly CaseResult[],
  wear: Report['wear'],
): Report {
  const described = engines.map(({ name, version, executable }) => {
    const { pageBytes, pages } = flashOf(executable)
    return [name, { version, pageBytes, pages }]
  })
  return {
    bundle: { file: file.replaceAll('\\', '/'), bytes, sha256 },
    engines: Object.fromEntries(described) as Report['engines'],
    passed: results.filter(({ ok }) => ok).length,
    failed: results.filter(({ ok }) => !ok).length,
    cuts: results.reduce((sum, { cuts }) => sum + cuts, 0),
    wear,
    results,
  }
}

/** What the last run wrote. Throws UserError not-measured where there is none, or it is of another script. */
export const readReport = (firmware: BuiltFirmware): Report => readMeasured(reportFile, firmware, 'npm run cuts')

export function writeReport(report: Report): void {
  mkdirSync(folder, { recursive: true })
  // What went wrong names the folders of a machine: it is for the screen.
  const results = report.results.map(({ name, ok, cuts, outcomes, seconds }) => ({ name, ok, cuts, outcomes, seconds }))
  writeWhole(reportFile, `${JSON.stringify({ ...report, results }, undefined, 2)}\n`)
}
