import { speak } from '../command-line/language.ts'
import type { PinUse } from './pins/pin-use.ts'

/** How many characters are the bar of a PWM. */
const barLength = 8

/** A share of 1 as a whole number of percent; what is not quite off or not quite on is not shown so. */
export function percentOf(share: number): number {
  const percent = Math.round(share * 100)
  return share > 0 && share < 1 ? Math.min(Math.max(percent, 1), 99) : percent
}

/**
 * Draws what an output does, on one line: a lamp at a pin that is high or low, a bar at one with PWM. `color`: the terminal
 * takes ANSI colours.
 */
export function drawLamp(pin: string, { use, value, freqHz }: PinUse, color: boolean): string {
  const paint = (picture: string): string =>
    color ? `\u001b[${value > 0 ? '1;30;43' : '2'}m ${picture} \u001b[0m` : `[${picture}]`
  if (use !== 'pwm')
    return `  ${paint(value > 0 ? '(#) ON ' : '( ) off')}  ${value > 0 ? speak`pin ${pin} is high` : speak`pin ${pin} is low`}`
  const percent = percentOf(value)
  const bar = '#'.repeat(Math.ceil((percent * barLength) / 100)).padEnd(barLength, '-')
  const said = freqHz === undefined ? speak`pin ${pin}: PWM` : speak`pin ${pin}: PWM at ${freqHz} Hz`
  return `  ${paint(`${bar} ${String(percent).padStart(3)} %`)}  ${said}`
}
