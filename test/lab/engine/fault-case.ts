import type { Bench } from './bench.ts'
import type { EngineCase } from './case.ts'
import type { EngineName, GivenEngine } from './engines.ts'

/** A row of the fault matrix on the engine. */
export interface Fault {
  /** Begins with its number. */
  readonly name: string
  readonly aboutS: number
  readonly load?: EngineCase['load']
  run(bench: Bench, engine: GivenEngine): Promise<void>
}

/** The builds that run the fault matrix: the usual one, and the one with the smallest heap. */
const judges: readonly EngineName[] = ['linux', 'esp8266']

export function faultCases(engines: readonly GivenEngine[], faults: readonly Fault[]): EngineCase[] {
  return faults.flatMap(({ name, aboutS, load = 'waits', run }) =>
    engines
      .filter((engine) => judges.includes(engine.name))
      .map((engine) => ({ name: `${name} [${engine.name}]`, aboutS, load, run: (bench) => run(bench, engine) })),
  )
}
