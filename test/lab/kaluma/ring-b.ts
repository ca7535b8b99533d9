import assert from 'node:assert/strict'
import type { Bench, ScriptOptions } from './bench.ts'
import type { KalumaCase } from './case.ts'
import { pin } from './judged.ts'
import type { Attempt, Scenario, Step } from './scenario.ts'
import type { Transcript } from './transcript.ts'

/** A case of ring b: a scenario, and what must have come of it. */
export interface Played {
  readonly name: string
  readonly scenario: Scenario
  readonly options?: ScriptOptions
  judge(transcript: Transcript, bench: Bench): void
}

export function played({ name, scenario, options, judge }: Played): KalumaCase {
  const aboutS = scenario.untilMs / scenario.scale / 1000
  return { name, ring: 'b', aboutS, run: async (bench) => judge(await bench.play(scenario, options), bench) }
}

/** A scenario of one kind of attempt, or several in turn. */
export function meets(scale: number, untilS: number, ...attempts: readonly Attempt[]): Scenario {
  return { scale, untilMs: untilS * 1000, attempts }
}

/** The run ends so long after the step before. */
export const endAfter = (ms: number): Step => ({ afterMs: ms, end: true })

/** After one fault or several it was ready again, and the set of `healed` made one edge and got its reply. */
export function assertBack(run: Transcript): void {
  const lastFault = run.faults().at(-1)
  assert.ok(lastFault, 'there was no fault')
  run.line(/ I mqtt ready$/, lastFault.at)
  assert.deepEqual(run.levels(pin), [0, 1])
  assert.deepEqual(run.replies().at(-1), { id: '99', code: 200 })
}
