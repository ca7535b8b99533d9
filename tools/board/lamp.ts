import { speak } from '../command-line/language.ts'

/** Draws the switched load: a lamp at a pin, on one line. `color`: the terminal takes ANSI colours. */
export function drawLamp(pin: string, level: 0 | 1, color: boolean): string {
  const picture = level === 1 ? '(#) ON ' : '( ) off'
  const painted = color ? `\u001b[${level === 1 ? '1;30;43' : '2'}m ${picture} \u001b[0m` : `[${picture}]`
  return `  ${painted}  ${level === 1 ? speak`pin ${pin} is high` : speak`pin ${pin} is low`}`
}
