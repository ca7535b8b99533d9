/** Time and timers. */

/** Calls `task` once after `ms`; returns an id for clearTimeout(). */
declare function setTimeout<Args extends readonly any[]>(
  task: (...args: Args) => void,
  ms: number,
  ...args: Args
): number
/** Calls `task` each `ms`; returns an id for clearInterval(). */
declare function setInterval<Args extends readonly any[]>(
  task: (...args: Args) => void,
  ms: number,
  ...args: Args
): number
/** Ends it. Without an id the engine would end all timers, the firmware's too: give it one. */
declare function clearTimeout(id: number): void
declare function clearInterval(id: number): void
/** Gives a running interval another time, from now on. */
declare function changeInterval(id: number, ms: number): void

/** Seconds since 1970 where the clock is set, else since the board was switched on; with fractions. */
declare function getTime(): number
/** Sets the clock, s since 1970; running timers keep their rest. */
declare function setTime(seconds: number): void
