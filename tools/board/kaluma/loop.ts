import type { Clock } from '../../time/clock.ts'
import { Timers } from './timers.ts'

export interface LoopHooks {
  /** Calls the script; returns false when it threw. */
  call(callback: unknown): boolean
  /** What the board does can no longer be foreseen. */
  die(reason: string): void
}

/**
 * Kaluma's loop: timers, then what came at the pins and from the radio. It runs on the clock, and only when there is something
 * to do. During a call that blocks (`spend`) the board's time runs ahead of the clock; afterwards the loop waits for the clock.
 */
export class Loop {
  readonly timers: Timers
  /** When the turn that runs now began, ms: what setTimeout counts from. */
  turnAt: number
  private aheadUntil = 0
  private tasks: (() => void)[] = []
  private readonly delayed = new Set<number>()
  private handle: number | undefined
  private handleAt = 0
  private stopped = false
  private held = false
  private lastId = 0

  constructor(
    private readonly clock: Clock,
    hooks: LoopHooks,
  ) {
    this.turnAt = Math.floor(clock.now())
    this.timers = new Timers(
      {
        fire: (callback) => hooks.call(callback),
        corrupted: () => hooks.die('clearTimeout of a timer in its own callback'),
        added: () => this.schedule(this.timers.nextAt(this.turnAt)),
      },
      () => this.nextId(),
    )
  }

  /** Timers and watches share these numbers; none is used again. */
  nextId(): number {
    return ++this.lastId
  }

  /** The board's own time, ms on the clock's scale. */
  now(): number {
    return Math.max(this.clock.now(), this.aheadUntil)
  }

  /** How many tasks wait for the script to be free. */
  get waiting(): number {
    return this.tasks.length
  }

  /** Blocks the loop for `ms`, as a call that takes so long. */
  spend(ms: number): void {
    this.aheadUntil = this.now() + ms
    this.schedule(this.aheadUntil)
  }

  /** Runs `task` in the loop, as soon as the script is free; tasks run in order. */
  post(task: () => void): void {
    if (this.stopped) return
    this.tasks.push(task)
    this.schedule(this.now())
  }

  /** As `post`, in `ms`. */
  postIn(ms: number, task: () => void): void {
    const handle = this.clock.set(() => {
      this.delayed.delete(handle)
      this.post(task)
    }, ms)
    this.delayed.add(handle)
  }

  /** While held nothing of the script runs, and what comes waits. */
  hold(held: boolean): void {
    this.held = held
    if (!held) this.schedule(this.now())
  }

  stop(): void {
    this.stopped = true
    this.tasks = []
    this.timers.clearAll()
    for (const handle of this.delayed) this.clock.clear(handle)
    if (this.handle !== undefined) this.clock.clear(this.handle)
  }

  /** A call into the script from outside its loop begins a turn of its own. */
  beginTurn(): void {
    this.turnAt = Math.floor(this.now())
  }

  private turn(): void {
    this.beginTurn()
    this.timers.run(this.turnAt)
    while (!this.stopped && this.clock.now() >= this.aheadUntil) {
      const task = this.tasks.shift()
      if (task === undefined) break
      task()
    }
    if (this.stopped) return
    this.schedule(this.timers.nextAt(this.turnAt))
    if (this.tasks.length > 0) this.schedule(this.now())
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
    if (this.stopped || this.held) return
    if (this.clock.now() < this.aheadUntil) return this.schedule(this.aheadUntil)
    this.turn()
  }
}
