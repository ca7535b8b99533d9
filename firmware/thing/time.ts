/** ms from the engine's clock to the true one; undefined until somebody has told the time. */
let aheadMs: number | undefined

/** Sets the time, ms since 1970 (UTC). @seldom */
export function setTimeMs(ms: number): void {
  aheadMs = ms - board.now() * 1000
}

/** Returns the time, ms since 1970 (UTC), or 0 while nobody has told it. An application that calls setTime() makes it wrong. @seldom */
export function timeMs(): number {
  return aheadMs === undefined ? 0 : Math.round(board.now() * 1000 + aheadMs)
}

/** Returns a time in seconds from which differences may be taken, whether or not the true time is known. @seldom */
export function uptimeS(): number {
  return board.now()
}
