import { mkdirSync } from 'node:fs'
import { writeWhole } from '../../../tools/local-files/write-whole.ts'
import type { Figures, Result } from './case.ts'
import { variables, type GivenRuntimes, type Ring } from './given.ts'
import type { Judged } from './judged.ts'
import type { Outcome } from './run-cases.ts'

/** What docs/measured/kaluma.json holds: which script was judged in which rings, and what came of it. */
export interface Report {
  readonly bundle: { readonly bytes: number; readonly sha256: string }
  readonly rings: {
    readonly b?: { readonly version: string; readonly heapBytes: number } | undefined
    readonly c?: { readonly imageSha256: string } | undefined
  }
  readonly passed: number
  readonly failed: number
  readonly figures: Figures
  readonly results: readonly Result[]
}

const folder = 'docs/measured'
export const reportFile = `${folder}/kaluma.json`

/** `before`: the rings of results that are taken over from the last run. */
export function makeReport(
  { bytes, sha256 }: Judged,
  { b, c }: GivenRuntimes,
  { results, figures }: Outcome,
  before: Report['rings'] = {},
): Report {
  return {
    bundle: { bytes, sha256 },
    rings: {
      ...before,
      ...(b && { b: { version: b.version, heapBytes: b.heapBytes } }),
      ...(c && { c: { imageSha256: c.sha256 } }),
    },
    passed: results.filter(({ ok }) => ok).length,
    failed: results.filter(({ ok }) => !ok).length,
    figures: Object.fromEntries(Object.entries(figures).sort(([one], [other]) => (one < other ? -1 : 1))),
    results,
  }
}

/** A line when a ring that the last report had is not in the new one, which takes its place; else ''. */
export function noteOnRings(last: Pick<Report, 'rings'> | undefined, report: Pick<Report, 'rings'>): string {
  const lost = (Object.keys(last?.rings ?? {}) as Ring[]).filter((ring) => report.rings[ring] === undefined)
  if (lost.length === 0) return ''
  const unset = lost.map((ring) => variables[ring]).join(', ')
  return `note  ${reportFile} has lost the results and figures of ring ${lost.join(', ')}: set ${unset} and run all again, or keep the file as it was\n`
}

export function writeReport(report: Report): void {
  mkdirSync(folder, { recursive: true })
  // What went wrong names the folders of a machine: it is for the screen.
  const results = report.results.map(({ name, ring, ok, seconds }) => ({ name, ring, ok, seconds }))
  writeWhole(reportFile, `${JSON.stringify({ ...report, results }, undefined, 2)}\n`)
}

/** The end of a run: the figures, then `N passed, N failed`. */
export function toLines({ figures, passed, failed }: Report): string {
  const lines = Object.entries(figures).map(([name, value]) => `figure  ${name} ${value}\n`)
  return `${lines.join('')}${passed} passed, ${failed} failed\n`
}
