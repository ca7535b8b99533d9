import { findPort, type FoundPort } from './find-port.ts'
import type { Asks } from '../command-line/asks.ts'
import type { Show } from '../command-line/show.ts'
import { speak } from '../command-line/language.ts'

/** Returns the port that a flag names, else the only one, or the one that the user chooses. */
export async function choosePort(name: string | undefined, show: Show, asks: Asks | undefined): Promise<string> {
  if (name !== undefined) return name
  const question = speak`Which port?`
  return findPort({
    onWaiting: () => show.step('port', speak`none yet: plug the board in (waiting 30 s)`),
    choose: asks && ((ports: readonly FoundPort[]) => asks.choose(question, ports.map(portText))),
  })
}

/** Returns a port as a line of a list. */
export const portText = ({ path, what }: FoundPort): string => `${path.padEnd(14)} ${what}`.trimEnd()
