export interface Timer {
  callback: unknown
  args: readonly unknown[]
  dueAt: number
  /** The period of a setInterval, ms. */
  everyMs?: number
}

/** The engine's shortest interval, ms. */
const shortestMs = 0.1

/** setTimeout and setInterval as the engine keeps them: in the order of their ids, which are used again. */
export class Timers {
  private readonly timers = new Map<number, Timer>()
  private changed = false

  constructor(
    private readonly now: () => number,
    private readonly added: () => void,
  ) {}

  get count(): number {
    return this.timers.size
  }

  add(callback: unknown, ms: number, args: readonly unknown[], repeat: boolean): number {
    const waitMs = Number.isNaN(ms) || ms < shortestMs ? shortestMs : ms
    const timer: Timer = { callback, args, dueAt: this.now() + waitMs }
    if (repeat) timer.everyMs = waitMs
    let id = 1
    for (const taken of this.timers.keys()) id = taken + 1
    this.timers.set(id, timer)
    this.changed = true
    this.added()
    return id
  }

  clear(id: number): void {
    this.timers.delete(id)
    this.changed = true
  }

  clearAll(): void {
    this.timers.clear()
    this.changed = true
  }

  /** Gives a setInterval another period, counted from now; returns false when there is no such timer. */
  change(id: number, ms: number): boolean {
    const timer = this.timers.get(id)
    if (!timer) return false
    const waitMs = Number.isNaN(ms) || ms < shortestMs ? shortestMs : ms
    timer.everyMs = waitMs
    timer.dueAt = this.now() + waitMs
    this.changed = true
    this.added()
    return true
  }

  /** Returns when the next timer is due in the board's time, Infinity when there is none. */
  nextAt(): number {
    let next = Infinity
    for (const timer of this.timers.values()) if (timer.dueAt < next) next = timer.dueAt
    return next
  }

  /**
   * Runs the timers that are due, in the order of their ids, and begins again whenever a callback sets or clears a timer.
   * An interval that is late by several periods fires once a turn until it has caught up. `fire` returns false when memory
   * ran out in the callback: then an interval is removed.
   */
  run(fire: (timer: Timer) => boolean): void {
    const now = this.now()
    do {
      this.changed = false
      for (const [id, timer] of this.timers) {
        if (timer.dueAt > now) continue
        const lives = fire(timer)
        if (timer.everyMs !== undefined && lives) timer.dueAt += timer.everyMs
        else if (this.timers.get(id) === timer) this.timers.delete(id)
        if (this.changed) break
      }
    } while (this.changed)
  }
}
