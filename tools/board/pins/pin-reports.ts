import type { Clock } from '../../time/clock.ts'
import type { PinUses } from './pin-use.ts'

/**
 * A report takes so long, ms, and so much of that can be saved: 20 changes in a row are told at once, each in its place among
 * what the script prints; a fade of 100 steps a second then makes 20 reports a second.
 */
const [eachMs, savedMs] = [50, 1000]

export interface PinReports {
  /** Something has changed: it is reported, at once when that is not the case too often. */
  readonly changed: () => void
  /** Makes the report that is waiting now. */
  readonly flush: () => void
  /** Makes no report any more. */
  readonly stop: () => void
}

/** Reports the pins of a board as they are, and leaves out what nobody could follow. */
export function createPinReports(clock: Clock, read: () => PinUses, report: (pins: PinUses) => void): PinReports {
  let waiting: number | undefined
  let dueAt = -Infinity
  let isStopped = false
  function forget(): void {
    if (waiting !== undefined) clock.clear(waiting)
    waiting = undefined
  }
  function make(): void {
    waiting = undefined
    dueAt += eachMs
    report(read())
  }
  return {
    changed() {
      if (isStopped || waiting !== undefined) return
      const now = clock.now()
      dueAt = Math.max(dueAt, now - savedMs)
      if (dueAt < now) make()
      else waiting = clock.set(make, dueAt - now)
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
