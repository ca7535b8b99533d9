import type { PinState } from '../../cloud/console-api/board-feed.ts'

/** 0.25 as 25 %, with a tenth where that says more. */
export function percentText(share: number): string {
  return `${Number((share * 100).toFixed(1))} %`
}

/** What is at a pin, in figures: as the script reads or writes it. */
export function readingOf({ use, value, freqHz }: PinState): string {
  if (use === 'analog') return value.toFixed(3)
  if (use !== 'pwm') return String(value)
  return freqHz === undefined ? percentText(value) : `${percentText(value)} ${freqHz} Hz`
}
