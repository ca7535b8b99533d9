import type { BuiltFirmware } from '../../../tools/build/firmware.ts'
import type { Bench } from '../engine/bench.ts'
import type { GivenEngine } from '../engine/engines.ts'
import type { Contestant, ContestantName } from './contestant.ts'

/** What every measure works with. */
export interface Context {
  readonly firmware: BuiltFirmware
  readonly engines: readonly GivenEngine[]
  /** The peers are missing without ESPRUINO_DOCS. */
  readonly contestants: Partial<Record<ContestantName, Contestant>>
  /** The checkout of EspruinoDocs. */
  readonly docs: string | undefined
  readonly rounds: number
  readonly bench: Bench
  /** Tells how far the run is. */
  readonly progress: (text: string) => void
}

/** Returns those of the named contestants that exist, in that order. */
export function present(context: Context, names: readonly ContestantName[]): Contestant[] {
  return names.flatMap((name) => context.contestants[name] ?? [])
}
