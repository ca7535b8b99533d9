import type { Clock } from '../board/clock.ts'

/** The computer's time, counted in ms from the moment of this call. */
export function createRealClock(): Clock {
  const startedAt = performance.now()
  const timers = new Map<number, NodeJS.Timeout>()
  let lastHandle = 0
  return {
    now: () => performance.now() - startedAt,
    set(callback, ms) {
      const handle = ++lastHandle
      const run = () => {
        timers.delete(handle)
        callback()
      }
      timers.set(handle, setTimeout(run, ms))
      return handle
    },
    clear(handle) {
      clearTimeout(timers.get(handle))
      timers.delete(handle)
    },
  }
}
