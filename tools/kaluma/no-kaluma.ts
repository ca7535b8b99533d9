import { kalumaHint } from '../board-kinds/pico-w.ts'
import { phrase, speak } from '../command-line/language.ts'
import { UserError } from '../command-line/user-error.ts'

/** Prompts of other runtimes, at the end of what came. */
const others = [
  // MicroPython and CircuitPython have the same one.
  { name: 'MicroPython', ends: /(?:^|\n)>>> ?$/ },
  { name: 'Espruino', ends: /(?:^|[\r\n])>(?:echo\(0\))?$/ },
] as const

const silentHint = phrase`is it a Pico W with Kaluma on it, on a cable that carries data? Unplug it and plug it in again. If a program keeps the prompt away: join GP22 to GND, plug it in, and run this again: the program is then not started`

const shownChars = 40

/** Returns the error for a board that did not answer as Kaluma does, judged by what came instead: wrong-board or no-prompt. */
export function noKaluma(port: string, heard: string): UserError {
  const text = heard.replace(/\x1b(?:\[[0-9;]*[A-Za-z]|[78])/g, '')
  const other = others.find(({ ends }) => ends.test(text))
  if (other !== undefined)
    return new UserError(
      'wrong-board',
      speak`${other.name} is on the board at ${port}, not Kaluma`,
      speak(kalumaHint),
      2,
    )
  const said = lastLineOf(text)
  const what = said === '' ? speak`nothing comes from it` : speak`it says "${said}"`
  return new UserError('no-prompt', speak`nobody answers as Kaluma does at ${port}: ${what}`, speak(silentHint), 2)
}

/** The last line, printable characters only. */
function lastLineOf(heard: string): string {
  const lines = heard.split(/[\r\n]+/).map((line) => line.replaceAll(/[^ -~]/g, '.').trim())
  return lines.findLast((line) => line !== '')?.slice(-shownChars) ?? ''
}
