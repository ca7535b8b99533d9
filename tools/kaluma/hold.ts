import { speak } from '../command-line/language.ts'
import type { Show } from '../command-line/show.ts'
import { isLost, reopen, restart, type OpenPort } from './restart.ts'
import { BoardThrew, type ReplLink } from './repl-link.ts'

/**
 * A file, /hold, whose presence the firmware honours: the next start removes it and leaves the watchdog alone until the start after it
 * (firmware/platform/kaluma/watchdog.ts). A watchdog that runs cannot be stopped, and nothing feeds it while the program does not run.
 */
const putHold = "(require('fs').writeFile('/hold',new Uint8Array(1)),1)"
/** Takes the file away where no program has: returns 1 when it was still there. */
const takeHold = "(function(f){if(!f.exists('/hold'))return 0;f.unlink('/hold');return 1})(require('fs'))"
/** Erasing the program's 512 KB may take so long, ms. */
const eraseMs = 60_000

export interface RestartHooks {
  readonly open?: OpenPort | undefined
  readonly show: Show
  /** Called when the board's prompt is kept away by what the program does. */
  onWait(): void
  /** Called when the board's program is about to go. */
  onErased(): void
}

/**
 * Makes the board start without a watchdog, so that nothing resets it in the midst of the transfer: by the hold where the
 * program there is ours, else by erasing the program, which the transfer would do anyway. Does nothing where no program is.
 */
export async function holdWatchdog(link: ReplLink, { open, show, onWait, onErased }: RestartHooks): Promise<void> {
  if ((await programBytes(link)) === 0) return
  show.step('note', speak`a program is there: it is started again without its watchdog, which would cut the transfer`)
  if (await isHeld(link, { open, onWait })) return
  show.step(
    'note',
    speak`it did not take the hold: it is another's, or does not start. It is erased, and the board started without it`,
  )
  onErased()
  try {
    await link.command('.flash -e', eraseMs)
    await restart(link, open)
  } catch (error) {
    // Its own watchdog was faster.
    if (!isLost(error)) throw error
    await reopen(link, open)
  }
  await link.findPrompt(onWait)
}

/** Restarts the board with the hold. Returns whether the program has taken it; false, too, where no file can be written. */
async function isHeld(link: ReplLink, { open, onWait }: Pick<RestartHooks, 'open' | 'onWait'>): Promise<boolean> {
  try {
    await link.evaluate(putHold)
    await restart(link, open)
    await link.findPrompt(onWait)
    return (await link.evaluate(takeHold)) !== 1
  } catch (error) {
    if (!(error instanceof BoardThrew)) throw error
    return false
  }
}

/** How long the program in the board's flash is; 0 where none is. */
export async function programBytes(link: ReplLink): Promise<number> {
  const [size = '0'] = /\d+/.exec(await link.command('.flash -s')) ?? []
  return Number(size)
}
