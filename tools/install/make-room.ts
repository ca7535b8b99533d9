import { journalFile, layoutFile, planLayout, restFile, zoneFiles, type Plan } from '../storage-layout/layout.ts'
import { contentBytes, type ZoneFile } from '../storage-layout/zone.ts'
import type { BoardFlash } from '../storage-layout/board-flash.ts'
import type { EspruinoLink } from '../serial/espruino-link.ts'
import { UserError } from '../command-line/user-error.ts'
import { headerBytes } from '../storage/storage-headers.ts'
import { bytesInFlash } from '../storage/storage-file.ts'
import { speak } from '../command-line/language.ts'

/** `both`: the new files are beside the old ones until they are verified; `replace`: the old ones are erased first. */
export type Way = 'both' | 'replace'

export const bootScript = '.bootcde'
export const configFile = 'device.json'

export interface RoomNeeded {
  /** What the script is called in Storage; the boot script unless said otherwise. */
  readonly name?: string
  readonly script: Uint8Array
  readonly config: Uint8Array
  /** Asks whether the old script may be erased first. */
  mayReplace(why: string): Promise<boolean>
}

/** Compacting moves every file; the flash of an ESP8266 takes about 50 ms to erase a page. */
const compactMs = 60_000

const erase = (...names: string[]): string => names.map((name) => `s.erase('${name}')`).join(',')
const free = (first: string): string => `(function(s){${first};return s.getFree()})(require('Storage'))`

/** The names under which files are uploaded and verified. */
export const waitingScript = 'sw.new'
export const waitingConfig = 'device.new'

/**
 * Makes room in Storage for the upload, so that the engine moves no file meanwhile, and erases what an upload that was cut has
 * left. Throws UserError no-space.
 */
export async function makeRoom(link: EspruinoLink, needed: RoomNeeded): Promise<Way> {
  const { name = bootScript } = needed
  const once = bytesInFlash(needed.script) + bytesInFlash(needed.config)
  const have = await freeBytes(link, erase(waitingScript, waitingConfig), 2 * once)
  if (have >= 2 * once) return 'both'
  const why = speak`Storage has ${have.toLocaleString('en')} B free; beside what is there this needs ${(2 * once).toLocaleString('en')} B`
  const withoutOld = have + (await oldBytes(link, name))
  if (withoutOld < once) {
    const hint = speak`erase what else lies there: require("Storage").eraseAll() at its prompt. An ESP8266 with 512 KB has 16 KB, which script and configuration fill: npm run build -- --inline makes a smaller script`
    throw new UserError(
      'no-space',
      speak`${why}, and without the old script still ${once.toLocaleString('en')} B`,
      hint,
      2,
    )
  }
  if (!(await needed.mayReplace(why))) {
    const hint = speak`--replace erases the old script first: a cut during the upload then leaves none, and flashing again mends it`
    throw new UserError('no-space', why, hint, 2)
  }
  await freeBytes(link, erase(name, configFile), Infinity)
  return 'replace'
}

/** Runs `first` on the board and returns the free bytes at the end of Storage; compacts when they are fewer than `wanted`. */
async function freeBytes(link: EspruinoLink, first: string, wanted: number): Promise<number> {
  const before = Number(await link.evaluate(free(first), compactMs))
  return before >= wanted ? before : Number(await link.evaluate(free('s.compact()'), compactMs))
}

/** Returns how many bytes the old script and configuration take. */
async function oldBytes(link: EspruinoLink, name: string): Promise<number> {
  const size = `(function(s){var n=0;['${name}','${configFile}'].forEach(function(f){f=s.read(f);if(f!==undefined)n+=f.length+32});return n})(require('Storage'))`
  return Number(await link.evaluate(size, compactMs))
}

/** Files in Storage that an earlier flash, or another layout, has left, beside those that are flashed. A zone's files are there under their own names. */
const ours = [waitingScript, waitingConfig, layoutFile, ...zoneFiles, restFile]

/**
 * Makes room for a layout on a board that has none, or one that is too small, and returns its plan: after the present files,
 * or, if the user agrees, after the old script is erased and Storage compacted. Returns undefined where there is no room even
 * then. Throws UserError no-space when the user does not agree.
 */
export async function makeRoomForLayout(
  flash: BoardFlash,
  files: readonly ZoneFile[],
  mayReplace: RoomNeeded['mayReplace'],
): Promise<Plan | undefined> {
  const hasJournal = (await flash.readFile(journalFile, 1)) !== undefined
  const planBehind = (end: number): Plan | undefined =>
    planLayout(flash, { end, contentBytes: contentBytes(files), hasJournal })
  const free = await flash.freeBytes()
  const totalBytes = flash.pageBytes * flash.pages
  const now = planBehind(totalBytes - free)
  if (now !== undefined) {
    // Erases a layout that is too small, or was never complete. The files of an open zone stay.
    for (const name of [layoutFile, ...zoneFiles]) await flash.eraseFile(name)
    return now
  }
  const going = [...files.map(({ name }) => name), ...ours]
  let ourBytes = 0
  for (const name of going) {
    const found = await flash.fingerprint(name)
    if (found) ourBytes += headerBytes + found.bytes
  }
  if (planBehind((await flash.fileBytes()) - ourBytes) === undefined) return undefined
  const why = speak`Storage has ${free.toLocaleString('en')} B free, too few for a second script`
  if (!(await mayReplace(why))) {
    const hint = speak`--replace erases the old script first and moves all other files: a power cut then may leave nothing, and flashing again mends it`
    throw new UserError('no-space', why, hint, 2)
  }
  for (const name of going) await flash.eraseFile(name)
  await flash.compact()
  return planBehind(totalBytes - (await flash.freeBytes()))
}
