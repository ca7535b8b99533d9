import { createHash } from 'node:crypto'
import { writeWhole } from '../../../tools/local-files/write-whole.ts'
import { lifting } from './boot0.ts'
import type { Context } from './context.ts'
import type { Row } from './row.ts'
import { showsOf, type Show } from './shows.ts'

export const docsFile = 'docs/measured/bench.json'

/** The content of docs/measured/bench.json. */
export interface Report {
  readonly bundle: { readonly file: string; readonly bytes: number; readonly sha256: string }
  readonly engines: Readonly<Record<string, { readonly version: string; readonly heapVars: unknown }>>
  /** The contestants' scripts as they were run. */
  readonly scripts: Readonly<Record<string, { readonly bytes: number; readonly sha256: string }>>
  readonly rounds: number
  readonly pacing: string
  readonly rows: readonly Row[]
  readonly shows: readonly Show[]
}

export function makeReport({ firmware, engines, contestants, rounds }: Context, rows: readonly Row[]): Report {
  return {
    bundle: { file: firmware.file.replaceAll('\\', '/'), bytes: firmware.bytes, sha256: firmware.sha256 },
    engines: Object.fromEntries(engines.map(({ name, version, heapVars }) => [name, { version, heapVars }])),
    scripts: Object.fromEntries(
      Object.values(contestants).map(({ name, script }) => [
        name,
        { bytes: script.length, sha256: createHash('sha256').update(script, 'latin1').digest('hex') },
      ]),
    ),
    rounds,
    pacing: lifting,
    rows: rows.map((row) => ({ ...row, values: rounded(row.values) })),
    shows: showsOf(rows),
  }
}

/** Digits beyond the fourth are noise. */
function rounded(values: Row['values']): Row['values'] {
  const short = (value: number): number => (Number.isInteger(value) ? value : Number(value.toPrecision(4)))
  return Object.fromEntries(
    Object.entries(values).map(([who, value]) => [
      who,
      typeof value === 'string' ? value : { median: short(value.median), min: short(value.min), max: short(value.max) },
    ]),
  )
}

export function writeReport(report: Report, file: string): void {
  writeWhole(file, `${JSON.stringify(report, undefined, 2)}\n`)
}
