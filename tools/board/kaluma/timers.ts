interface Timer {
  readonly id: number
  readonly callback: unknown
  readonly everyMs: number | undefined
  dueAt: number
}

export interface TimerHooks {
  /** Calls the script; returns false when it threw. */
  fire(callback: unknown): boolean
  /** The list of timers is broken: what it does next nobody knows. */
  corrupted(): void
  /** Called when a timer is set. */
  added(): void
}

/**
 * setTimeout and setInterval as Kaluma's io.c keeps them: a list in the order they were set, looked through once a turn. A
 * timer is due when the turn began later than its time, so one of 0 ms fires 1 ms later at the earliest; times are counted
 * from the beginning of the turn that sets it, however long a call in that turn has blocked.
 */
export class Timers {
  private readonly list: Timer[] = []
  private firing: Timer | undefined
  private firingCleared = false

  constructor(
    private readonly hooks: TimerHooks,
    /** Watches take their ids from the same numbers. */
    private readonly nextId: () => number,
  ) {}

  get count(): number {
    return this.list.length
  }

  /** `turnAt`: when this turn began, ms. */
  add(callback: unknown, ms: number, repeat: boolean, turnAt: number): number {
    const waitMs = ms > 0 ? Math.floor(ms) : 0
    const timer: Timer = { id: this.nextId(), callback, everyMs: repeat ? waitMs : undefined, dueAt: turnAt + waitMs }
    this.list.push(timer)
    this.hooks.added()
    return timer.id
  }

  clear(id: number): void {
    const at = this.list.findIndex((timer) => timer.id === id)
    const [timer] = at < 0 ? [] : this.list.splice(at, 1)
    if (timer !== undefined && timer === this.firing) this.firingCleared = true
  }

  clearAll(): void {
    this.list.length = 0
  }

  /** Returns the first whole ms at which a turn finds a timer due, Infinity without one. */
  nextAt(turnAt: number): number {
    let next = Infinity
    // An interval of 0 ms is due each turn; turns are so short that one a ms stands for them all.
    for (const { dueAt, everyMs } of this.list) next = Math.min(next, everyMs === 0 ? turnAt + 1 : dueAt + 1)
    return next
  }

  /** Goes through the list once. It ends behind a timer that ends: the others have their turn in the next one. */
  run(turnAt: number): void {
    for (let timer = this.list[0]; timer !== undefined; timer = this.after(timer)) {
      if (timer.dueAt >= turnAt) continue
      if (timer.everyMs !== undefined) timer.dueAt += timer.everyMs
      if (this.fire(timer)) return
    }
  }

  /** Returns whether the timer has ended. */
  private fire(timer: Timer): boolean {
    this.firing = timer
    this.firingCleared = false
    const lives = this.hooks.fire(timer.callback)
    this.firing = undefined
    const ends = timer.everyMs === undefined || !lives
    // Freed twice: once by clearTimeout, once because it has ended.
    if (ends && this.firingCleared) this.hooks.corrupted()
    else if (ends) this.clear(timer.id)
    return ends || this.firingCleared
  }

  private after(timer: Timer): Timer | undefined {
    return this.list[this.list.indexOf(timer) + 1]
  }
}
