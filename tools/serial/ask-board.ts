import { UserError } from '../user-error.ts'
import { EspruinoLink } from './espruino-link.ts'
import { NoAnswer } from './espruino-thread.ts'
import { isTcp, openPort } from './open-port.ts'

/** How long one question may take, ms: the package itself looks for a prompt for 1 s and waits 2 s for an answer. */
export const questionMs = 6_000
/** A board that was just reset by opening its port is still starting; and bytes may be lost. */
const usualTries = 4

/** What boards say when nobody answers at the prompt. */
export function noPrompt(port: string): UserError {
  return new UserError('no-prompt', `nobody answers as Espruino does at ${port}`, isTcp(port) ? tcpHint : wireHint, 2)
}

const wireHint =
  'is it a board with Espruino on it, at 115200 baud? Press its reset button; hold no BOOT button. A new board first ' +
  'needs the interpreter: see the table of boards in the README'
const tcpHint =
  "is it a board with Espruino on it, at 115200 baud behind that address? Press its reset button. Espruino's Linux build can lose " +
  'its place in its input on a busy machine, and then takes no byte more: start it again'

/** Asks over an open link, more than once. Throws UserError no-prompt, and board-error when the expression throws. */
export async function askLink(link: EspruinoLink, expression: string, tries = usualTries): Promise<unknown> {
  for (let attempt = 0; attempt < tries; attempt++) {
    if (attempt > 0) await link.settle()
    try {
      return await link.ask(expression, questionMs)
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error
    }
  }
  throw noPrompt(link.port.name)
}

/**
 * What a JavaScript expression is on the board at `port` (/dev/ttyUSB0, COM3, tcp://host:port), as far as JSON can hold
 * it; null if the expression is undefined. What runs on the board goes on. Throws UserError port-none, port-busy,
 * port-denied, port-lost, no-serialport, no-prompt, board-error.
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
