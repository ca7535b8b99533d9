import { log } from '../log.ts'

/** What runs for longer without returning is worth a line; where it seems to have run past the watchdog, the clock was set, s. */
const blockedS = 5
const watchdogS = 300

/** When the firmware was last seen to run, in the time of `board.now`, s. */
let seenAt = 0

/** Called after a connect, which blocks some boards for long. @seldom */
export function ranNow(): void {
  seenAt = board.now()
}

/** Called every second: logs that the application let nothing else run. */
export function logBlocked(): void {
  const forS = board.now() - seenAt
  seenAt += forS
  if (forS > blockedS && forS < watchdogS) log('W app blocked for ' + Math.round(forS) + ' s')
}
