import type { Store } from './documents.ts'

/** When the platform saw something: `timeMs` is what the computer's clock showed, for people; `orderMs` is for comparing. */
export interface Moment {
  /** ms since 1970. */
  readonly timeMs: number
  /** Never goes back, whatever the clock does; the same as `timeMs` where it was never set back. */
  readonly orderMs: number
}

/** The present moment. */
export type Timeline = () => Moment

/**
 * Counts on where the clock is set back: from then on the order is ahead of the clock by as much. What is in the store
 * comes before everything that is still to come, even when the clock was set back while no platform ran.
 */
export function createTimeline(wallNow: () => number, store: Store): Timeline {
  let ahead = 0
  let last = latestOf(store)
  return () => {
    const timeMs = wallNow()
    ahead = Math.max(ahead, last - timeMs)
    last = timeMs + ahead
    return { timeMs, orderMs: last }
  }
}

/** The last moment that something in a store is of. */
function latestOf(store: Store): number {
  const reported = store.list('reported').flatMap((values) => Object.values(values))
  const latest = reported.reduce((highest, { timeMs, orderMs = timeMs }) => Math.max(highest, orderMs), 0)
  return store.messages.list().reduce((highest, { queuedAtMs }) => Math.max(highest, queuedAtMs), latest)
}
