import type { BoardName } from '../board-kinds/board-kind.ts'
import { EspruinoLink } from '../serial/espruino-link.ts'
import { clearLine } from '../serial/guard.ts'
import type { OpenConsole, Port } from '../serial/port.ts'
import { UserError } from '../command-line/user-error.ts'
import { agreeOnBootFiles, namesOf, removeBootFiles, type BootFileChoice } from './clear-boot-files.ts'
import { agreeOnBootScript, moduleFile, ownProgram } from './flash-module.ts'
import { eraseBootFile } from './boot-files.ts'
import { bootScript } from './make-room.ts'
import { identify, type Identity } from './identify.ts'
import { install, type InstallHooks } from './install.ts'
import type { Show } from '../command-line/show.ts'
import { crcText, fingerprintOf } from '../storage/storage-file.ts'
import { waitForReady } from './wait-for-ready.ts'
import { speak } from '../command-line/language.ts'

/** Wait before the reboot, ms, so that the board's answer arrives and the log's reader is listening. */
const rebootInMs = 700
const rebootMs = 6_000

export interface FlashJob {
  readonly script: Uint8Array
  /** Whether the script is the module of Storage, which a program of the user's own, or nobody, starts. */
  readonly isModule?: boolean
  /** Returns the board's device.json; called when the board has been recognised. May throw UserError. */
  configFor(identity: Identity): Uint8Array | Promise<Uint8Array>
  readonly board: BoardName | undefined
  /** How long the board may take to become ready, ms; 0 does not wait. */
  readonly readyMs: number
  mayReplace(why: string): Promise<boolean>
  /** What to do with files on the board that start something else. */
  readonly bootFiles: BootFileChoice
  /** Called when everything is on the board and verified, before it starts. */
  onInstalled?(identity: Identity): void
}

/** A board that was flashed, and its console. */
export interface FlashedBoard extends OpenConsole {
  readonly identity: Identity
  /** What the application threw before the board was ready: `Uncaught ...`. */
  readonly thrown?: string | undefined
}

/**
 * Flashes the board at an open port: identify, remove what else would start, upload, verify, make it the boot script, reboot,
 * wait for `ready`. Returns the board's identity and its console, which stays open. Throws UserError
 * (docs/troubleshooting.md, "Flashing"); after any of them the board can still start what is on it.
 */
export async function flashBoard(port: Port, job: FlashJob, show: Show): Promise<FlashedBoard> {
  const link = await EspruinoLink.over(port)
  let identity: Identity
  let kept: string
  let hasEnded = false
  let isAwaited: boolean
  try {
    identity = await identify(link, job.board)
    const { kind, version, serial } = identity
    show.step('board', speak`${kind.title} ${version}, serial ${serial}`, { board: kind.name, version, serial })
    const config = await job.configFor(identity)
    const storageAddress = identity.build.storage.address
    const bootFiles = await agreeOnBootFiles(link, identity, job.bootFiles, show)
    kept = namesOf(bootFiles.kept)
    const isOldGoing = job.isModule === true && (await agreeOnBootScript(link, identity, job.bootFiles, show))
    await removeBootFiles(link, { serial }, bootFiles.going, job.bootFiles.copies, show)
    hasEnded = true
    const name = job.isModule === true ? moduleFile : bootScript
    await install(link, { name, script: job.script, config, storageAddress }, hooksFor(job, show))
    if (isOldGoing) await eraseBootFile(link, bootScript)
    job.onInstalled?.(identity)
    isAwaited = await start(link, job, show)
  } catch (error) {
    if (hasEnded || link.wasReset) await startAgain(port, error)
    throw error
  } finally {
    await link.end()
  }
  let rest: Uint8Array = new Uint8Array(0)
  if (job.readyMs === 0 || !isAwaited) return { identity, port, rest }
  let thrown: string | undefined
  const started = performance.now()
  const open = await waitForReady(port, {
    waitMs: job.readyMs,
    ...{ kept, isModule: job.isModule },
    onLine: (line) => show.line(line),
    onThrown: (line) => (thrown = line),
    onRest: (bytes) => (rest = bytes),
  })
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  const text = thrown === undefined ? speak`after ${seconds} s` : speak`after ${seconds} s, but its program threw`
  show.step('ready', text, { seconds: Number(seconds), ...(thrown !== undefined && { thrown }) })
  return { identity, port: open, rest, thrown }
}

/**
 * Starts what is flashed, a moment later. The module starts with the program of the user's own, and where there is none, at the
 * prompt. Returns whether the board becomes ready by that.
 */
async function start(link: EspruinoLink, { isModule = false }: FlashJob, show: Show): Promise<boolean> {
  const own = isModule ? await ownProgram(link) : 'with-module'
  const task = own === 'none' ? `require('${moduleFile}')` : 'E.reboot()'
  if (own === 'none') show.step('boot', speak`at its prompt: var d = require("${moduleFile}")`)
  else
    show.step(
      'boot',
      own === 'with-module' ? speak`from flash` : speak`its own program, which does not require("${moduleFile}")`,
    )
  await link.evaluate(`setTimeout(function(){${task}},${rebootInMs})`, rebootMs)
  return own !== 'without-module'
}

function hooksFor(job: FlashJob, show: Show): InstallHooks {
  return {
    mayReplace: (why) => job.mayReplace(why),
    onLayout(zoneBytes) {
      const text = speak`made: two zones of ${zoneBytes.toLocaleString('en')} B, for the script and for the next one`
      show.step('layout', text, { zoneBytes })
    },
    onNote: (text) => show.step('note', text),
    onUpload(what, bytes) {
      const said = what === 'script' ? speak`script` : speak`configuration`
      show.step('upload', `${said} ${bytes.toLocaleString('en')} B`, { what, bytes })
      return {
        onProgress: (sent, all) => show.progress(what, sent, all),
        onRetry: (why) => show.step('note', speak`not whole (${why}): once more, slower`, { retry: why }),
      }
    },
    onVerified(script, config) {
      const crc = [script, config].map((bytes) => crcText(fingerprintOf(bytes)))
      show.step('verify', speak`read back: CRC-32 ${crc.join(speak` and `)}, as here`, { crc32: crc })
    },
  }
}

/** After a failure the board waits at an empty prompt: this makes it start what is on it. */
async function startAgain(port: Port, error: unknown): Promise<void> {
  const isGone = error instanceof UserError && ['port-lost', 'port-busy'].includes(error.slug)
  if (!isGone) await port.write(Buffer.from(`${clearLine}\x10load()\n`))
}
