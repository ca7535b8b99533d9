import type { Clock } from '../../time/clock.ts'
import { Timers } from './timers.ts'

/** How long one turn of the idle loop takes while it has work, ms. */
export const turnMs = 2

export interface LoopHooks {
  runEvents(): void
  hasEvents(): boolean
  /** Called at the end of each turn. */
  check(): void
  call(callback: unknown, args: readonly unknown[]): boolean
  /** Called when memory ran out in a callback of setInterval; the interval is removed. */
  intervalDied(): void
}

/**
 * The engine's idle loop: timers, then drivers (the network), then queued events, then errors. It runs on the clock, and
 * only when there is something to do.
 *
 * During a call that blocks (`spend`) the board's time runs ahead of the clock; afterwards the loop waits for the clock.
 */
export class IdleLoop {
  readonly timers: Timers
  /** Called at the start of each turn: hands over what came at the pins. */
  readonly inputs: (() => void)[] = []
  /** Drivers that are polled each turn; each returns whether it has more to do. */
  readonly drivers: (() => boolean)[] = []
  private aheadUntil = 0
  private holds = 0
  private heldSince = 0
  private handle: number | undefined
  private handleAt = 0
  private stopped = false

  constructor(
    private readonly clock: Clock,
    private readonly hooks: LoopHooks,
  ) {
    this.timers = new Timers(
      () => this.now(),
      () => this.schedule(this.timers.nextAt()),
    )
  }

  /** The board's own time, ms on the clock's scale. */
  now(): number {
    return Math.max(this.clock.now(), this.aheadUntil)
  }

  /** Since when a native call has blocked the loop, undefined when none does. */
  get blockedSince(): number | undefined {
    if (this.holds === 0 && this.clock.now() >= this.aheadUntil) return undefined
    return this.heldSince
  }

  /** Blocks the loop for `ms`, as a native call that takes so long. */
  spend(ms: number): void {
    if (this.blockedSince === undefined) this.heldSince = this.clock.now()
    this.aheadUntil = this.now() + ms
    this.schedule(this.aheadUntil)
  }

  /** Blocks the loop, as a native call, until the function that this returns is called. */
  hold(): () => void {
    if (this.blockedSince === undefined) this.heldSince = this.clock.now()
    this.holds++
    let held = true
    return () => {
      if (held) this.holds--
      held = false
      this.wake()
    }
  }

  /** Makes another turn come soon, because there is something to do. */
  wake(): void {
    this.schedule(this.now() + turnMs)
  }

  stop(): void {
    this.stopped = true
    this.timers.clearAll()
    if (this.handle !== undefined) this.clock.clear(this.handle)
  }

  /** Runs one turn now. */
  turn(): void {
    for (const input of this.inputs) input()
    this.timers.run((timer) => {
      const lives = this.hooks.call(timer.callback, timer.args)
      if (!lives && timer.everyMs !== undefined) this.hooks.intervalDied()
      return lives
    })
    let more = false
    for (const driver of this.drivers) if (!this.stopped) more = driver() || more
    if (!this.stopped) this.hooks.runEvents()
    if (!this.stopped) this.hooks.check()
    if (this.stopped) return
    this.schedule(this.timers.nextAt())
    if (more || this.hooks.hasEvents()) this.wake()
  }

  private schedule(at: number): void {
    if (this.stopped || at === Infinity) return
    const when = Math.max(at, this.aheadUntil)
    if (this.handle !== undefined) {
      if (this.handleAt <= when) return
      this.clock.clear(this.handle)
    }
    this.handleAt = when
    this.handle = this.clock.set(() => this.due(), Math.max(0, when - this.clock.now()))
  }

  private due(): void {
    this.handle = undefined
    if (this.stopped || this.holds > 0) return
    if (this.clock.now() < this.aheadUntil) return this.schedule(this.aheadUntil)
    this.turn()
  }
}
