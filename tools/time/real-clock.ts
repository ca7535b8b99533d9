import { performance } from 'node:perf_hooks'
import type { Clock } from './clock.ts'

/** The longest delay of Node's timers, ms. */
const longestMs = 2 ** 31 - 1

/** Returns a clock of real time that begins at 0 now. A delay longer than Node's timers take is divided. */
export function createRealClock(): Clock {
  const start = performance.now()
  const timers = new Map<number, NodeJS.Timeout>()
  let last = 0

  function sleep(handle: number, untilMs: number, callback: () => void): void {
    const ms = Math.min(Math.max(untilMs - (performance.now() - start), 0), longestMs)
    const timer = setTimeout(() => {
      if (performance.now() - start < untilMs - 1) return sleep(handle, untilMs, callback)
      timers.delete(handle)
      callback()
    }, ms)
    timers.set(handle, timer)
  }

  return {
    now: () => performance.now() - start,
    set(callback, ms) {
      const handle = ++last
      sleep(handle, performance.now() - start + ms, callback)
      return handle
    },
    clear(handle) {
      clearTimeout(timers.get(handle))
      timers.delete(handle)
    },
  }
}
