import { openPort } from '../serial/open-port.ts'
import type { Port } from '../serial/port.ts'
import { speak } from '../command-line/language.ts'
import { UserError } from '../command-line/user-error.ts'
import type { ReplLink } from './repl-link.ts'

/** Resets the chip, as power would: `.reset` and `.load` leave sockets and the radio in a state of their own. */
export const resetLine = "new (require('wdt').WDT)(1)"
/** The line that Kaluma prints first. */
const banner = 'Welcome to Kaluma v'
/** How long a board may take to go away, and to come back as a USB device, ms. */
const goneMs = 5_000
const backMs = 20_000
const againMs = 250

export type OpenPort = (name: string) => Promise<Port>

/**
 * Restarts the board. Its USB port goes away with it and comes back; a console over TCP may stay. When this resolves the port is
 * open, and what the board has said since is still unread. Throws UserError port-lost when it does not come back, board-error
 * when it does not restart.
 */
export async function restart(link: ReplLink, open: OpenPort = openPort): Promise<void> {
  link.drain()
  try {
    await link.write(`${resetLine}\r`)
    if ((await link.until(banner, goneMs)) !== undefined) return
  } catch (error) {
    if (!isLost(error)) throw error
    return reopen(link, open)
  }
  const hint = speak`unplug it and plug it in again, then run this again`
  throw new UserError('board-error', speak`the board does not restart at ${resetLine}`, hint, 2)
}

/** Opens the link's port again when it has come back. */
export async function reopen(link: ReplLink, open: OpenPort = openPort): Promise<void> {
  const { clock, port } = link
  await port.close()
  for (const until = clock.now() + backMs; ;) {
    await pause(link)
    try {
      return link.attach(await open(port.name))
    } catch (error) {
      if (!(error instanceof UserError) || clock.now() > until) throw error
    }
  }
}

export const isLost = (error: unknown): boolean => error instanceof UserError && error.slug === 'port-lost'

function pause({ clock }: ReplLink): Promise<void> {
  return new Promise((resolve) => clock.set(resolve, againMs))
}
