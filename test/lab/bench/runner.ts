import { readFileSync } from 'node:fs'
import { setPriority } from 'node:os'
import { startEngine, type Engine } from '../../../tools/engine/engine.ts'
import type { GivenEngine } from '../engine/engines.ts'
import { BenchBroker } from './broker.ts'
import type { Contestant } from './contestant.ts'

const readyWithinMs = 30_000

/** A contestant running on the engine, connected and subscribed. */
export class Running {
  private constructor(
    readonly engine: Engine,
    readonly broker: BenchBroker,
  ) {}

  static async start(contestant: Contestant, given: GivenEngine, boot0: string): Promise<Running> {
    const running = await Running.launch(contestant, given, boot0)
    try {
      await running.broker.until(() => contestant.isReady(running.broker), readyWithinMs)
    } catch (error) {
      await running.stop()
      throw new Error(`${contestant.name} is not ready:\n${running.engine.lines.slice(-8).join('\n')}`, {
        cause: error,
      })
    }
    return running
  }

  /** Starts a contestant; it is not ready yet. */
  static async launch(contestant: Contestant, given: GivenEngine, boot0: string): Promise<Running> {
    const broker = await BenchBroker.start()
    const files = { '.boot0': boot0, '.bootcde': contestant.script, ...contestant.config(broker.port) }
    const engine = startEngine({ executable: given.executable, files })
    hurry(engine.pid)
    return new Running(engine, broker)
  }

  /** CPU time that the interpreter has used so far, ms. */
  cpuMs(): number {
    return cpuMsOf(this.engine.pid)
  }

  /** Calls a function of `.boot0`; returns the numbers that it prints after `~name`. */
  async ask(name: string): Promise<number[]> {
    this.engine.type(`${name}()`)
    const line = await this.engine.line(new RegExp(`^~${name} `), { withinMs: readyWithinMs })
    return line.split(' ').slice(1).map(Number)
  }

  async stop(): Promise<void> {
    await this.engine.stop()
    await this.broker.close()
  }
}

/** CPU time that a process has used, ms; its main thread's, which is the one that interprets. Linux only. */
export function cpuMsOf(pid: number | undefined): number {
  const [ns = ''] = readFileSync(`/proc/${pid}/schedstat`, 'latin1').split(' ')
  return Number(ns) / 1e6
}

/** Raises the priority of a process, where that is allowed, for a busy machine. */
function hurry(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, -5)
  } catch {
    // It is not allowed. That does no harm, since CPU time is measured, not the clock.
  }
}
