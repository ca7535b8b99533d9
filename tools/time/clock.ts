/** Time for the simulated board and what is around it, in ms; `now` never goes back. */
export interface Clock {
  now(): number
  /** Runs `callback` once, after `ms`; equal times run in the order they were set. Returns a handle for `clear`. */
  set(callback: () => void, ms: number): number
  clear(handle: number): void
}
