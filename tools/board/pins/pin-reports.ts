import type { Clock } from '../../time/clock.ts'
import type { PinUses } from './pin-use.ts'

/** How long after a report the next one is made at the earliest, ms: a fade of 100 steps a second makes 20 reports. */
const leastMs = 50

export interface PinReports {
  /** Something has changed: a report follows, at once when the last one is long ago. */
  readonly changed: () => void
  /** Makes the report that is waiting now. */
  readonly flush: () => void
  /** Makes no report any more. */
  readonly stop: () => void
}

/** Reports the pins of a board as they are, and leaves out what nobody could follow. */
export function createPinReports(clock: Clock, read: () => PinUses, report: (pins: PinUses) => void): PinReports {
  let waiting: number | undefined
  let lastAt = -Infinity
  let isStopped = false
  function forget(): void {
    if (waiting !== undefined) clock.clear(waiting)
    waiting = undefined
  }
  function make(): void {
    waiting = undefined
    lastAt = clock.now()
    report(read())
  }
  return {
    changed() {
      if (isStopped) return
      waiting ??= clock.set(make, Math.max(0, lastAt + leastMs - clock.now()))
    },
    flush() {
      if (waiting === undefined) return
      forget()
      make()
    },
    stop() {
      isStopped = true
      forget()
    },
  }
}
