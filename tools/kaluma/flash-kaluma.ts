import { createHash } from 'node:crypto'
import { boards } from '../board-kinds/boards.ts'
import { phrase, speak } from '../command-line/language.ts'
import type { Show } from '../command-line/show.ts'
import type { Stop } from '../command-line/surroundings.ts'
import { UserError } from '../command-line/user-error.ts'
import { waitForReady } from '../install/wait-for-ready.ts'
import type { OpenConsole, Port } from '../serial/port.ts'
import type { Clock } from '../time/clock.ts'
import { holdWatchdog } from './hold.ts'
import { identifyKaluma } from './identify-kaluma.ts'
import { BoardThrew, ReplLink, threwError } from './repl-link.ts'
import { restart, type OpenPort } from './restart.ts'
import { transfer } from './transfer.ts'
import { cancel } from './ymodem.ts'

/** What the board would do if all ended now. */
type State = 'as-before' | 'erased' | 'written' | 'restarted'

/** Kaluma's room for a program, less the NUL at its end, and one that its count is off by (src/prog.c). */
export const mostProgramBytes = 512 * 1024 - 2

export interface KalumaFlashJob {
  /** With the configuration inside, so it holds secrets: never shown. */
  readonly script: Uint8Array
  /** How long the board may take to become ready, ms; 0 does not wait. */
  readonly readyMs: number
}

export interface KalumaFlashHost {
  readonly show: Show
  readonly clock: Clock
  readonly open?: OpenPort
  /** Called with what to do when the user ends the command: it leaves the board at its prompt, and says what is on it. */
  readonly whenStopped?: ((stop: Stop | undefined) => void) | undefined
}

const afterwards: Readonly<Record<State, string>> = {
  'as-before': phrase`what was on the board is still there`,
  erased: phrase`no program is on the board now: run this again`,
  written: phrase`the new program is on the board, and starts when its power comes back`,
  restarted: phrase`the new program is on the board and has been started`,
}

/** Refuses a program that Kaluma would not keep as it is. Throws UserError no-space, no-script. */
export function refuseUnfit(script: Uint8Array): void {
  const { title } = boards['pico-w']
  if (script.length > mostProgramBytes) {
    const [bytes, most] = [script.length, mostProgramBytes].map((each) => each.toLocaleString('en'))
    throw new UserError(
      'no-space',
      speak`the script has ${bytes ?? ''} B, and ${title} has room for ${most ?? ''} B`,
      '',
      2,
    )
  }
  if (script.includes(0)) throw new UserError('no-script', speak`the script has a byte 0, at which Kaluma would end it`)
}

/**
 * Flashes a board with Kaluma at an open port: its prompt, the hold of its watchdog, the transfer, every byte read back, the
 * restart, `ready`. Returns its console, still open. Throws UserError (docs/troubleshooting.md, "Flashing"); the hint says what
 * is on the board then.
 */
export async function flashKaluma(port: Port, job: KalumaFlashJob, host: KalumaFlashHost): Promise<OpenConsole> {
  const { show, open } = host
  const link = new ReplLink(port, host.clock)
  let state: State = 'as-before'
  let isUploading = false
  host.whenStopped?.(async () => {
    if (isUploading) await cancel(link)
    link.detach()
    return speak`stopped: ${speak(afterwards[state])}`
  })
  try {
    const onWait = (): void =>
      show.step('note', speak`no prompt yet: a program that joins its Wi-Fi keeps it away for up to 30 s`)
    await link.findPrompt(onWait)
    const { version, serial, isSafeMode } = await identifyKaluma(link)
    const { title, name } = boards['pico-w']
    const what = speak`${title} with Kaluma ${version}, serial ${serial}; experimental, not tried on hardware`
    show.step('board', what, { board: name, version, serial })
    const onErased = (): void => void (state = 'erased')
    await holdWatchdog(link, { open, show, onWait, onErased })
    isUploading = true
    await link.secretly(() => upload(link, job.script, show, onErased))
    isUploading = false
    state = 'written'
    show.step('boot', speak`from flash`)
    if (isSafeMode) show.step('note', speak`GP22 is low: the board starts no program until it is left open`)
    await restart(link, open)
    state = 'restarted'
  } catch (error) {
    link.detach()
    throw withState(error, state)
  } finally {
    host.whenStopped?.(undefined)
  }
  return waitUntilReady(link, job.readyMs, show)
}

/** Transfers the program and reads it back; once more when a byte differs. */
async function upload(link: ReplLink, script: Uint8Array, show: Show, onErased: () => void): Promise<void> {
  const size = `${script.length.toLocaleString('en')} B`
  show.step('upload', `${speak`script`} ${size}`, { what: 'script', bytes: script.length })
  show.step(
    'note',
    speak`the first packet erases the program that was there: a cut from now on leaves none until this is run again`,
  )
  const wanted = asRead(script)
  for (const again of [true, false]) {
    await transfer(link, script, { show, onErased })
    if ((await link.readProgram()) === wanted) break
    if (!again) {
      const hint = speak`another cable or USB port, no hub; then flash again`
      throw new UserError('verify-failed', speak`what is read back from the board is not what was sent, twice`, hint, 2)
    }
    show.step('note', speak`what is read back is not what was sent: once more`)
    await link.findPrompt()
  }
  const sha256 = createHash('sha256').update(script).digest('hex')
  show.step('verify', speak`read back, every byte as here: SHA-256 ${sha256.slice(0, 16)}`, { sha256 })
}

/** What `.flash -r` says of a program. */
export const asRead = (script: Uint8Array): string => Buffer.from(script).toString('latin1').replaceAll('\n', '\r\n')

async function waitUntilReady(link: ReplLink, readyMs: number, show: Show): Promise<OpenConsole> {
  const { port } = link
  let rest = link.detach()
  if (readyMs === 0) return { port, rest }
  const started = performance.now()
  const ready = waitForReady(port, {
    ...{ waitMs: readyMs, loadsAgain: false },
    onLine: (line) => show.line(line),
    onRest: (bytes) => (rest = bytes),
  })
  // What came while the board was looked for.
  port.onData(rest)
  const open = await ready
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  show.step('ready', speak`after ${seconds} s`, { seconds: Number(seconds) })
  return { port: open, rest }
}

/** The same error with what is on the board now. */
function withState(error: unknown, state: State): unknown {
  if (error instanceof BoardThrew) return withState(threwError(error), state)
  if (!(error instanceof UserError)) return error
  const hint = [error.hint, speak(afterwards[state])].filter((each) => each !== '').join('. ')
  return new UserError(error.slug, error.message, hint, error.exitCode)
}
