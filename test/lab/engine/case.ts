import type { Bench } from './bench.ts'

/** One thing that the real engine must show. */
export interface EngineCase {
  /** A sentence; a word of it picks the case. The engine's name, where several run it, stands at the end in brackets. */
  readonly name: string
  /**
   * `waits`: for real time to pass, and can do so beside many others; `works`: keeps a core busy; `hurries`: hundreds of
   * seconds pass in one, so it needs a core of its own.
   */
  readonly load: 'waits' | 'works' | 'hurries'
  /** About how long it takes, s: the long ones are started first. */
  readonly aboutS: number
  /** Runs the case; throws when it fails. */
  run(bench: Bench): Promise<void>
}

export interface Result {
  readonly name: string
  readonly ok: boolean
  readonly seconds: number
  /** What was wrong, '' when nothing was. */
  readonly problem: string
}

/** A measured number, by the name it has in docs/measured/engine.json: `jsVars.linux`, say. */
export type Figures = Readonly<Record<string, number>>
