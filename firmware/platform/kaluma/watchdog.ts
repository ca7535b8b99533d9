import { runtime, type WatchdogTimer } from './runtime.ts'

/**
 * The chip's watchdog counts 8,388 ms at most and cannot be stopped again. It runs from the first `ready` on: until then a join
 * may take its 30 s. The firmware feeds it each second. A join that takes longer, once it runs, ends in a reset: what is to
 * be kept was saved before, and after the reset it does not run (docs/pico-w.md has what the pins do).
 */
const watchdogMs = 8300
/** Where this file is at the start, the watchdog stays off until the next one: `npm run flash` takes longer than it allows. */
const holdFile = '/hold'

let watchdog: WatchdogTimer | undefined
let isHeld = false

/** Called once, at the start. Returns whether the watchdog stays off. */
export function startWatchdog(): boolean {
  const files = runtime.require('fs')
  isHeld = files.exists(holdFile)
  if (isHeld) files.unlink(holdFile)
  return isHeld
}

/** The link is ready: from now on the board resets when nothing feeds it. */
export function runWatchdog(): void {
  if (!watchdog && !isHeld) watchdog = new (runtime.require('wdt').WDT)(watchdogMs)
}

export function isWatched(): boolean {
  return watchdog !== undefined
}

export function feed(): void {
  if (watchdog) watchdog.feed()
}

/** Resets the chip, as the watchdog does. */
export function reset(): void {
  watchdog = new (runtime.require('wdt').WDT)(1)
}
