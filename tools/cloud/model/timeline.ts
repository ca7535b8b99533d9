import type { Store } from './documents.ts'

/**
 * When the platform saw something: `timeMs` is what the computer's clock showed, for people; `orderMs` is to compare
 * by.
 */
export interface Moment {
  /** ms since 1970. */
  readonly timeMs: number
  /** Never goes back, whatever the clock does; the same as `timeMs` where it was never set back. */
  readonly orderMs: number
}

/** The present moment. */
export type Timeline = () => Moment

/**
 * Makes a timeline that never runs backwards: when the clock is set back, `orderMs` stays ahead of it by that much from
 * then on. New moments come after everything in the store, even when the clock was set back while no platform ran.
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

/** The latest `orderMs` in a store. */
function latestOf(store: Store): number {
  const reported = store.list('reported').flatMap((values) => Object.values(values))
  const latest = reported.reduce((highest, { timeMs, orderMs = timeMs }) => Math.max(highest, orderMs), 0)
  return store.messages.list().reduce((highest, { queuedAtMs }) => Math.max(highest, queuedAtMs), latest)
}
