import assert from 'node:assert/strict'
import type { GivenRuntimes } from './given.ts'
import { buildScript, type ConfigOptions, type Judged } from './judged.ts'
import { programOf } from './program.ts'
import { runKaluma } from './runtime.ts'
import type { Scenario } from './scenario.ts'
import { Transcript } from './transcript.ts'

export interface ScriptOptions {
  /** Another configuration than the usual one. */
  readonly config?: ConfigOptions
  /** Another application than the switch. */
  readonly app?: string
}

/** What a case works with. Nothing of it outlives the case. */
export class Bench {
  readonly figures: Record<string, number> = {}

  constructor(
    readonly judged: Judged,
    readonly given: GivenRuntimes,
  ) {}

  figure(name: string, value: number): void {
    this.figures[name] = value
  }

  /** The path of Kaluma's Linux build. */
  get linux(): string {
    assert.ok(this.given.b)
    return this.given.b.executable
  }

  /** Runs the judged script, or one of another configuration, through a scenario; what must hold in every run holds. */
  async play(scenario: Scenario, options: ScriptOptions = {}): Promise<Transcript> {
    const { config, app } = options
    const isJudged = config === undefined && app === undefined
    const script = isJudged ? this.judged.script : await buildScript(config, app)
    return this.playScript(script, scenario)
  }

  /** Used of the heap of a runtime that has not run anything else, bytes. */
  async emptyHeap(): Promise<number> {
    const { output } = await runKaluma(this.linux, "print('' + process.memoryUsage().heapUsed)", { withinMs: 5000 })
    return Number(output)
  }

  /** The same with a script of its own. */
  async playScript(script: string, scenario: Scenario): Promise<Transcript> {
    // Three times as long as it should take, on a busy machine.
    const withinMs = 10_000 + (3 * scenario.untilMs) / scenario.scale
    const { output, errors } = await runKaluma(this.linux, programOf(script, scenario), {
      until: /^~\d+ end$/m,
      withinMs,
    })
    const transcript = new Transcript(output)
    try {
      assert.equal(errors, '')
      transcript.assertSound()
    } catch (error) {
      // What came before the fault says more than the fault.
      if (error instanceof Error) error.message += `\n${output.slice(-1500)}`
      throw error
    }
    return transcript
  }
}
