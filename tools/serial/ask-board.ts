import { UserError } from '../command-line/user-error.ts'
import { EspruinoLink } from './espruino-link.ts'
import { NoAnswer } from './espruino-thread.ts'
import { phrase, speak } from '../command-line/language.ts'
import { isTcp, openPort } from './open-port.ts'

/** How long one question may take, ms: the package `espruino` looks for a prompt for 1 s and waits 2 s for the answer. */
export const questionMs = 6_000
/** How often to ask: a board that was reset by opening its port is still starting, and bytes may be lost. */
const usualTries = 4

const wireHint = phrase`is it a board with Espruino on it, at 115200 baud? Press its reset button; hold no BOOT button. A new board first needs the interpreter: see the table of boards in docs/hardware.md`
const tcpHint = phrase`is it a board with Espruino on it, at 115200 baud behind that address? Press its reset button. Espruino's Linux build can lose its place in its input on a busy machine, and then takes no byte more: start it again`

/** What Kaluma says to Espruino's protocol, which knows no carriage return; its prompt; and what it prints at its start. */
const isKaluma = /REPL buffer overflow|\x1b\[900C\x1b\[6n|Welcome to Kaluma/

/** Returns the error for a board that did not answer at its prompt, judged by the end of what came instead. */
export function noPrompt(port: string, heard: string): UserError {
  if (isLocked(heard)) {
    const hint = speak`type the password at its prompt, in a terminal at 115200 baud, then run this again before the board restarts; E.setPassword() there takes it away until the script sets it anew`
    return new UserError('console-locked', speak`the console of the board at ${port} wants a password`, hint, 2)
  }
  if (isKaluma.test(heard)) {
    const hint = speak`"board": "pico-w" in device.json, or --board pico-w: it is then talked to as Kaluma wants it`
    return new UserError('wrong-board', speak`Kaluma is on the board at ${port}, not Espruino`, hint, 2)
  }
  const said = lastLineOf(heard)
  const what = said === '' ? speak`nothing comes from it` : speak`it says "${said}"`
  return new UserError(
    'no-prompt',
    speak`nobody answers as Espruino does at ${port}: ${what}`,
    speak(isTcp(port) ? tcpHint : wireHint),
    2,
  )
}

/** Whether the console is locked (E.setPassword(), E.lockConsole()): it takes what is typed for the password. */
const isLocked = (heard: string): boolean => /password>/.test(heard)

const shownChars = 40

/** Returns the last line, printable characters only: at a wrong baud rate anything may come, and could control the terminal. */
function lastLineOf(heard: string): string {
  const lines = heard.split(/[\r\n]+/).map((line) => line.replaceAll(/[^ -~]/g, '.').trim())
  return lines.findLast((line) => line !== '')?.slice(-shownChars) ?? ''
}

/**
 * Evaluates an expression over an open link, with several tries. Throws UserError no-prompt, console-locked, and board-error
 * when the expression throws.
 */
export async function askLink(link: EspruinoLink, expression: string, tries = usualTries): Promise<unknown> {
  for (let attempt = 0; attempt < tries; attempt++) {
    if (attempt > 0) await link.settle()
    try {
      return await link.ask(expression, questionMs)
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error
      if (isLocked(link.heard)) break
    }
  }
  throw noPrompt(link.port.name, link.heard)
}

/**
 * Returns the value of a JavaScript expression on the board at `port` (/dev/ttyUSB0, COM3, tcp://host:port), as far as JSON
 * can hold it; null if it is undefined. What runs on the board goes on. Throws UserError port-none, port-busy, port-denied,
 * port-lost, no-serialport, no-prompt, console-locked, board-error.
 */
export async function askBoard(port: string, expression: string): Promise<unknown> {
  const open = await openPort(port)
  try {
    const link = await EspruinoLink.over(open)
    try {
      return await askLink(link, expression)
    } finally {
      await link.end()
    }
  } finally {
    await open.close()
  }
}
