import type { Bench } from './bench.ts'
import type { Ring } from './given.ts'

/** One thing that the real runtime must show. */
export interface KalumaCase {
  /** A sentence; a word of it picks the case. */
  readonly name: string
  readonly ring: Ring
  /** About how long it takes, s: the long ones are started first. */
  readonly aboutS: number
  /** Runs the case; throws when it fails. */
  run(bench: Bench): Promise<void>
}

export interface Result {
  readonly name: string
  readonly ring: Ring
  readonly ok: boolean
  readonly seconds: number
  /** What was wrong, '' when nothing was. */
  readonly problem: string
}

/** A measured number, by the name it has in docs/measured/kaluma.json. */
export type Figures = Readonly<Record<string, number>>
