import type { Clock } from '../../tools/board/clock.ts'
import { createTimerHeap } from './timer-heap.ts'

/** A clock that tests can wait on. `until` answers the ms that passed and throws when `withinMs` were not enough. */
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
  /** Lets time pass until `condition` holds, looked at after each firing. Answers the ms that passed; throws as `until`. */
  runUntil(condition: () => boolean, limit: { withinMs: number }): number
  /** `advance`, but settles at the start and after each moment. */
  run(ms: number): Promise<void>
  /** `runUntil`, but settles at the start and after each moment; `condition` is looked at once a moment. */
  until(condition: () => boolean, withinMs: number): Promise<number>
  /** Lets pending promise callbacks, ticks and immediates finish, and those they cause. No time passes. */
  settle(): Promise<void>
}

/** More firings than this without time going on is a busy loop of the code under test. */
const firingsInOneMoment = 100_000
/** More turns than this without an end of immediates is a loop of immediates. */
const turnsToSettle = 10_000

export function createVirtualClock(): VirtualClock {
  const timers = createTimerHeap()
  let now = 0
  let firing = false
  let sameMoment = 0

  function fireNext(): void {
    if (firing) throw new Error('the clock was moved from inside one of its own timers')
    const timer = timers.takeFirst()
    if (timer === undefined) return
    sameMoment = timer.due > now ? 0 : sameMoment + 1
    if (sameMoment > firingsInOneMoment) {
      throw new Error(`busy loop: ${firingsInOneMoment} timers fired at ${now} ms without time passing`)
    }
    now = Math.max(now, timer.due)
    firing = true
    try {
      timer.callback()
    } finally {
      firing = false
    }
  }

  /** Fires everything due at the next moment, what is set meanwhile for the same moment included. */
  function fireMoment(): void {
    const moment = timers.firstDue()
    while (timers.firstDue() <= moment) fireNext()
  }

  function notWithin(condition: () => boolean, withinMs: number): Error {
    return new Error(`not within ${withinMs} ms: ${condition.toString()}`)
  }

  return {
    now: () => now,
    set(callback, ms) {
      if (Number.isNaN(ms)) throw new RangeError('a timer of NaN ms')
      return timers.add(callback, now + Math.max(0, ms))
    },
    clear: (handle) => timers.remove(handle),
    get pending() {
      return timers.size()
    },
    advance(ms) {
      const end = now + ms
      while (timers.firstDue() <= end) fireNext()
      now = end
    },
    runUntil(condition, { withinMs }) {
      const start = now
      while (!condition()) {
        if (timers.firstDue() > start + withinMs) {
          now = start + withinMs
          throw notWithin(condition, withinMs)
        }
        fireNext()
      }
      return now - start
    },
    async run(ms) {
      const end = now + ms
      await settle()
      while (timers.firstDue() <= end) {
        fireMoment()
        await settle()
      }
      now = end
    },
    async until(condition, withinMs) {
      const start = now
      await settle()
      while (!condition()) {
        if (timers.firstDue() > start + withinMs) {
          now = start + withinMs
          throw notWithin(condition, withinMs)
        }
        fireMoment()
        await settle()
      }
      return now - start
    },
    settle,
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
