import { createWaitableRealClock } from '../../peer/tcp-peer.ts'
import type { WaitableClock } from '../../virtual/virtual-clock.ts'

/** Real time that runs `scale` times as fast, as the timers of a device do whose `.boot0` divides them by it. */
export function createScaledClock(scale: number): WaitableClock {
  const real = createWaitableRealClock()
  return {
    now: () => real.now() * scale,
    set: (callback, ms) => real.set(callback, ms / scale),
    clear: (handle) => real.clear(handle),
    until: async (condition, withinMs) => scale * (await real.until(condition, withinMs / scale)),
  }
}
