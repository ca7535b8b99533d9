import { createLayout, FlashDiffers, installFiles } from '../storage-layout/install.ts'
import { eraseLeftovers } from '../storage-layout/leftovers.ts'
import { planLayout, readLayout, type Layout } from '../storage-layout/layout.ts'
import { contentBytes, type ZoneFile } from '../storage-layout/zone.ts'
import type { BoardFlash } from '../storage-layout/board-flash.ts'
import { askLink } from '../serial/ask-board.ts'
import type { EspruinoLink } from '../serial/espruino-link.ts'
import { UserError } from '../command-line/user-error.ts'
import { installPlain, type PlainHooks } from './install-plain.ts'
import { linkFlash } from './link-flash.ts'
import { bootScript, configFile, makeRoomForLayout } from './make-room.ts'
import { phrase, speak } from '../command-line/language.ts'
import type { UploadHooks } from './upload.ts'

export interface InstallJob {
  readonly script: Uint8Array
  /** The script's name in Storage; the boot script unless said otherwise. */
  readonly name?: string | undefined
  readonly config: Uint8Array
  /** Address of Storage in the board's flash chip; undefined where the board itself must be asked. */
  readonly storageAddress: number | undefined
}

export interface InstallHooks extends PlainHooks {
  /** Called when a layout was made; `zoneBytes` is the size of each zone. */
  onLayout(zoneBytes: number): void
  /** Called with something that the user should know. */
  onNote(text: string): void
}

const resetMs = 60_000
const cutText = phrase`the last flash was cut: the board kept its old script`

/**
 * Makes `script` the board's boot script, or the file `name`, and `config` its device.json, by the layout of
 * tools/storage-layout where Storage is large enough: then a cut of cable or power, at any moment, leaves the old script or the
 * new one. Ends whatever runs on the board. Throws UserError no-space, verify-failed, port-lost, no-prompt.
 */
export async function install(link: EspruinoLink, job: InstallJob, hooks: InstallHooks): Promise<void> {
  // A script that runs from flash must not run while files move there; and an ESP8266 needs its memory.
  await link.evaluate('reset()', resetMs)
  await askLink(link, '1')
  const { name = bootScript, script, config } = job
  const files = [
    { name, bytes: script },
    { name: configFile, bytes: config },
  ]
  const flash = await linkFlash(link, job.storageAddress)
  if (await eraseLeftovers(flash))
    hooks.onNote(speak`power was cut while files moved in Storage: what that left is erased`)
  const layout = await layoutFor(flash, files, hooks)
  if (layout === undefined) return installPlain(link, { name, script, config }, hooks)
  try {
    await putFiles(flash, layout, files, job, hooks)
  } catch (error) {
    if (!(error instanceof FlashDiffers)) throw error
    hooks.onNote(speak`not whole (${error.message}): once more, slower`)
    link.isSlow = true
    await putFiles(flash, layout, files, job, hooks).catch(refuseDamage)
  }
}

/** Returns the board's layout, and makes one where there is none; undefined where Storage is too small or at another address. */
async function layoutFor(
  flash: BoardFlash,
  files: readonly ZoneFile[],
  hooks: InstallHooks,
): Promise<Layout | undefined> {
  const needed = { end: 0, contentBytes: contentBytes(files), hasJournal: false }
  if (flash.pages === 0 || planLayout(flash, needed) === undefined) return undefined
  try {
    const found = await readLayout(flash)
    if (found && contentBytes(files) + 2 * flash.pageBytes <= found.layout.zoneBytes) {
      if (found.plan === undefined) return found.layout
      hooks.onNote(speak(cutText))
      return await createLayout(flash, found.plan)
    }
    const plan = await makeRoomForLayout(flash, files, (why) => hooks.mayReplace(why))
    if (plan === undefined) {
      hooks.onNote(speak`Storage is too full for two scripts, so a power cut while flashing may leave none`)
      return undefined
    }
    const layout = await createLayout(flash, plan)
    hooks.onLayout(layout.zoneBytes)
    return layout
  } catch (error) {
    if (!(error instanceof FlashDiffers)) throw error
    hooks.onNote(speak`${error.message}: flashing without a layout, so a power cut while flashing may leave no script`)
    return undefined
  }
}

async function putFiles(
  flash: BoardFlash,
  layout: Layout,
  files: readonly ZoneFile[],
  { script, config }: InstallJob,
  hooks: InstallHooks,
): Promise<void> {
  let upload: UploadHooks | undefined
  await installFiles(flash, layout, files, {
    onFile({ name, bytes }) {
      upload = hooks.onUpload(name === configFile ? 'config' : 'script', bytes.length)
      return (done) => upload?.onProgress(done, bytes.length)
    },
    onCut: () => hooks.onNote(speak(cutText)),
    onWritten: () => hooks.onVerified(script, config),
  })
}

function refuseDamage(error: unknown): never {
  if (!(error instanceof FlashDiffers)) throw error
  const hint = speak`another cable or USB port, no hub; the script that was there before still starts; or its flash is worn out`
  throw new UserError('verify-failed', speak`the script did not arrive whole, twice: ${error.message}`, hint, 2)
}
