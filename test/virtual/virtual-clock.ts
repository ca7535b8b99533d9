import type { Clock } from '../../tools/time/clock.ts'
import { TimerHeap } from './timer-heap.ts'

/** A clock that tests can wait on. `until` returns the ms that passed, and throws when `withinMs` were not enough. */
export interface WaitableClock extends Clock {
  until(condition: () => boolean, withinMs: number): Promise<number>
}

/**
 * Time that passes only when told to. It starts at 0 ms and knows nothing of real time, so a run is the same each time.
 *
 * Two ways to let time pass:
 * - `advance` and `runUntil` are synchronous: right for code that lives on this clock alone (board, scripted peer).
 * - `run`, `until` and `settle` are asynchronous: right as soon as real promises, `process.nextTick` or `setImmediate`
 *   take part (an in-memory broker on a Duplex). Before the first moment and after each one they wait until nothing of
 *   that kind is pending, so all that a moment causes has happened before time goes on.
 * Not waited for: real timers, files, sockets, thread pool and workers. They do not run on this clock.
 */
export interface VirtualClock extends WaitableClock {
  /** How many timers are set. */
  readonly pending: number
  /** Lets `ms` pass: fires what is due, in order of time, equal times in the order they were set. */
  advance(ms: number): void
  /** Lets time pass until `condition` holds, checked after each firing. Returns the ms that passed; throws as `until`. */
  runUntil(condition: () => boolean, limit: { withinMs: number }): number
  /** `advance`, but settles at the start and after each moment. */
  run(ms: number): Promise<void>
  /** `runUntil`, but settles at the start and after each moment; `condition` is checked once a moment. */
  until(condition: () => boolean, withinMs: number): Promise<number>
  /** Lets pending promise callbacks, ticks and immediates finish, and those they cause. No time passes. */
  settle(): Promise<void>
}

/** More firings than this while no time passes are an endless loop of the code under test. */
const firingsInOneMoment = 100_000
/** More turns than this are an endless loop of immediates. */
const turnsToSettle = 10_000

export function createVirtualClock(): VirtualClock {
  return new SteppedClock()
}

class SteppedClock implements VirtualClock {
  private readonly timers = new TimerHeap()
  private time = 0
  private isFiring = false
  private sameMoment = 0

  get pending(): number {
    return this.timers.size
  }

  now(): number {
    return this.time
  }

  set(callback: () => void, ms: number): number {
    if (Number.isNaN(ms)) throw new RangeError('a timer of NaN ms')
    return this.timers.add(callback, this.time + Math.max(0, ms))
  }

  clear(handle: number): void {
    this.timers.remove(handle)
  }

  advance(ms: number): void {
    const end = this.time + ms
    while (this.timers.firstDue <= end) this.fireNext()
    this.time = end
  }

  runUntil(condition: () => boolean, { withinMs }: { withinMs: number }): number {
    const start = this.time
    while (!condition()) {
      this.giveUpAfter(start + withinMs, condition, withinMs)
      this.fireNext()
    }
    return this.time - start
  }

  async run(ms: number): Promise<void> {
    const end = this.time + ms
    await settle()
    while (this.timers.firstDue <= end) {
      this.fireMoment()
      await settle()
    }
    this.time = end
  }

  async until(condition: () => boolean, withinMs: number): Promise<number> {
    const start = this.time
    await settle()
    while (!condition()) {
      this.giveUpAfter(start + withinMs, condition, withinMs)
      this.fireMoment()
      await settle()
    }
    return this.time - start
  }

  settle(): Promise<void> {
    return settle()
  }

  /** Throws when no timer is due up to `end`: nothing can make the condition true any more. */
  private giveUpAfter(end: number, condition: () => boolean, withinMs: number): void {
    if (this.timers.firstDue <= end) return
    this.time = end
    throw new Error(`not within ${withinMs} ms: ${condition.toString()}`)
  }

  /** Fires everything due at the next moment, including what is set meanwhile for the same moment. */
  private fireMoment(): void {
    const moment = this.timers.firstDue
    while (this.timers.firstDue <= moment) this.fireNext()
  }

  private fireNext(): void {
    if (this.isFiring) throw new Error('the clock was moved from inside one of its own timers')
    const timer = this.timers.takeFirst()
    if (timer === undefined) return
    this.sameMoment = timer.due > this.time ? 0 : this.sameMoment + 1
    if (this.sameMoment > firingsInOneMoment) {
      throw new Error(`busy loop: ${firingsInOneMoment} timers fired at ${this.time} ms without time passing`)
    }
    this.time = Math.max(this.time, timer.due)
    this.isFiring = true
    try {
      timer.callback()
    } finally {
      this.isFiring = false
    }
  }
}

/** A turn of Node's loop runs all immediates, and after each of them all ticks and promise callbacks. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < turnsToSettle; turn++) {
    await new Promise((resume) => setImmediate(resume))
    if (!process.getActiveResourcesInfo().includes('Immediate')) return
  }
  throw new Error(`immediates went on for ${turnsToSettle} turns`)
}
