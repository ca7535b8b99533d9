/** Time as the simulated board and its surroundings see it. Milliseconds; `now` never goes back. */
export interface Clock {
  now(): number
  /** Runs `callback` once, after `ms`; equal times run in the order they were set. Answers a handle for `clear`. */
  set(callback: () => void, ms: number): number
  clear(handle: number): void
}
