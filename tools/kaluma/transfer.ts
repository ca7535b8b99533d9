import { speak } from '../command-line/language.ts'
import type { Show } from '../command-line/show.ts'
import { UserError } from '../command-line/user-error.ts'
import type { ReplLink } from './repl-link.ts'
import { prompt } from './repl-link.ts'
import { cancel, control, sendFile, TransferFailed } from './ymodem.ts'

/** The name in the header packet; Kaluma does not keep it. */
const fileName = 'firmware.pico-w.js'
const transferTries = 3
/** The first C comes after 1 s; the end of a transfer waits 500 ms; what is left of a broken packet is read byte by byte. */
const waits = { ask: 10_000, done: 10_000, broken: 5_000 } as const

export interface TransferHooks {
  readonly show: Show
  /** Called when the board's program is gone. */
  onErased(): void
}

/**
 * Puts a program into the board's flash by YMODEM, from the prompt on and back to it. A transfer that breaks is begun again.
 * Throws UserError transfer-failed, no-space, no-prompt, port-lost.
 */
export async function transfer(link: ReplLink, bytes: Uint8Array, hooks: TransferHooks): Promise<void> {
  let why = ''
  for (let attempt = 0; attempt < transferTries; attempt++) {
    if (attempt > 0) {
      hooks.show.step('note', speak`the transfer broke (${why}): once more`, { retry: why })
      await link.findPrompt()
    }
    const failed = await tryTransfer(link, bytes, hooks)
    if (failed === undefined) return
    why = failed
  }
  throw new UserError(
    'transfer-failed',
    speak`the program does not get through: ${why}, ${transferTries} times`,
    speak`another cable or USB port, no hub; then flash again`,
    2,
  )
}

/** Returns why it failed; undefined when the board says that it is done. */
async function tryTransfer(
  link: ReplLink,
  bytes: Uint8Array,
  { show, onErased }: TransferHooks,
): Promise<string | undefined> {
  await link.type('.flash -w')
  if (!(await hasAsked(link))) return speak`the board does not ask for it`
  try {
    await sendFile(
      link,
      { name: fileName, bytes },
      {
        onBegin: onErased,
        onProgress: (sent, all) => show.progress('script', sent, all),
      },
    )
  } catch (error) {
    if (!(error instanceof TransferFailed)) throw error
    if (error.why !== 'cancelled') await cancel(link)
    const said = outcomeIn((await link.until(prompt, waits.broken, waits.broken)) ?? '')
    return `${sayWhy(error.why)}${said === '' ? '' : ` (${said})`}`
  }
  const said = await link.until(prompt, waits.done, waits.done)
  if (said === undefined) return speak`the board does not say that it is done`
  const outcome = outcomeIn(said)
  if (outcome === 'Done') return undefined
  return outcome === '' ? speak`the board does not say that it is done` : outcome
}

/** How the board says that a transfer ended (cmd_flash in src/repl.c). Nothing else is shown: at a prompt it would be an echo. */
const outcomes = ['Done', 'Aborted', 'Verification failed', 'The file size is too large', 'Failed to receive']

const outcomeIn = (said: string): string => outcomes.find((outcome) => said.includes(`\r\n${outcome}\r\n`)) ?? ''

async function hasAsked(link: ReplLink): Promise<boolean> {
  for (;;) {
    const byte = await link.read(waits.ask)
    if (byte === undefined) return false
    if (byte === control.c) return true
  }
}

function sayWhy(why: TransferFailed['why']): string {
  if (why === 'cancelled') return speak`the board ended it`
  return why === 'silent' ? speak`the board fell silent` : speak`one packet never arrives whole`
}
