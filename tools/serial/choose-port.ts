import { findPort, listPorts, type FoundPort } from './find-port.ts'
import type { Asks } from '../command-line/asks.ts'
import type { Show } from '../command-line/show.ts'
import { speak } from '../command-line/language.ts'

/**
 * Returns the port that a flag names, else the only one, or the one that the user chooses. `what` is who the port says it is
 * of: where there are such ports, the others do not count.
 */
export async function choosePort(
  name: string | undefined,
  show: Show,
  asks: Asks | undefined,
  what?: string,
): Promise<string> {
  if (name !== undefined) return name
  const question = speak`Which port?`
  return findPort({
    list: async () => preferred(await listPorts(), what),
    onWaiting: () => show.step('port', speak`none yet: plug the board in (waiting 30 s)`),
    choose: asks && ((ports: readonly FoundPort[]) => asks.choose(question, ports.map(portText))),
  })
}

/** The ports that say they are of `what`; all where none does. */
export function preferred<Port extends FoundPort>(ports: readonly Port[], what: string | undefined): readonly Port[] {
  const suitable = ports.filter((port) => port.what === what)
  return suitable.length === 0 ? ports : suitable
}

/** Returns a port as a line of a list. */
export const portText = ({ path, what }: FoundPort): string => `${path.padEnd(14)} ${what}`.trimEnd()
