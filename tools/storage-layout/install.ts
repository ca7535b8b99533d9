import { aligned, headerBytes, headerOf } from '../storage/storage-headers.ts'
import { fingerprintOf, isSame } from '../storage/storage-file.ts'
import type { BoardFlash } from './board-flash.ts'
import {
  describe,
  gateHeader,
  journalFile,
  layoutFile,
  readGates,
  type Layout,
  type LayoutFile,
  type Plan,
} from './layout.ts'
import { zoneParts, type ZoneFile } from './zone.ts'
import { speak } from '../command-line/language.ts'

/** Length of the size, with flags, at the start of Storage's header, before the name. */
const sizeBytes = 4
/** A bit of the size's third byte: with it the size exceeds Storage, so that the engine ignores the header. */
const notYet = 0x80
/** The file in which versions before the journal kept the switches' states. */
const oldStates = 'switches.json'

/** Thrown when the chip does not hold what Storage has: Storage is at another address, or the chip does not take writes. */
export class FlashDiffers extends Error {}

export interface InstallHooks {
  /** Called before a file is written; returns a function that is called with the number of bytes done so far. */
  onFile?(file: ZoneFile): (doneBytes: number) => void
  /** Called when an earlier installation was cut, whose gates are put in order first. */
  onCut?(): void
  /** Called when all files are in their zone and verified; for the engine nothing has changed yet. */
  onWritten?(): void
}

/** Makes the files of the layout after all others: a power cut does not affect the present files. Throws FlashDiffers. */
export async function createLayout(flash: BoardFlash, plan: Plan): Promise<Layout> {
  const { pad, files } = plan
  if (pad) await flash.createFile(pad.name, pad.bytes)
  for (const file of files) {
    const isNew = await createFile(flash, file, file.name === layoutFile ? describe(plan) : undefined)
    if (isNew && file.name === journalFile) await startJournal(flash, file)
  }
  return plan
}

/**
 * Makes a file of the layout; returns false when it was there already. The first file is made by Storage, and reading it from
 * the chip shows whether the address is right.
 */
async function createFile(flash: BoardFlash, { at, name, bytes }: LayoutFile, content?: Uint8Array): Promise<boolean> {
  const header = headerOf(name, bytes)
  const there = await flash.read(at, headerBytes)
  if (Buffer.from(there).equals(header)) return false
  // A power cut left a part of its header.
  const isBegun = there.some((byte) => byte !== 0xff) && header.every((byte, index) => (there[index]! & byte) === byte)
  if (content === undefined && isBegun) await flash.write(at, header)
  else await flash.createFile(name, bytes, content)
  if (!Buffer.from(await flash.read(at, headerBytes)).equals(header))
    throw new FlashDiffers(speak`the file ${name} is not where it was made`)
  return true
}

async function startJournal(flash: BoardFlash, { at, bytes }: LayoutFile): Promise<void> {
  const { pageBytes } = flash
  const first = at + headerBytes
  for (let page = first; page < first + bytes; page += pageBytes) await eraseUnlessErased(flash, page)
  const states = Buffer.from((await flash.readFile(oldStates, pageBytes / 2)) ?? []).toString('latin1')
  const [, record] = /^\{("PowerSwitch_\d+":[01](?:,"PowerSwitch_\d+":[01])*)\}$/.exec(states) ?? []
  if (record !== undefined) await flash.write(first, Buffer.from(`0${record}\n`))
}

/**
 * Makes `files` those that the board starts with: writes them into the zone that is not in use, and then switches. At every
 * moment either the old files or the new ones are complete. Throws FlashDiffers.
 */
export async function installFiles(
  flash: BoardFlash,
  layout: Layout,
  files: readonly ZoneFile[],
  hooks: InstallHooks = {},
): Promise<void> {
  const [a, b] = await readGates(flash, layout)
  if (a === 'broken' || b === 'broken' || (a === 'open' && b === 'open')) hooks.onCut?.()
  if (a === 'broken') await putGate(flash, layout, 0, 'open')
  // Zone a is in use while its gate is not closed.
  const target = a === 'closed' ? 0 : 1
  if (target === 1 && b !== 'closed') await putGate(flash, layout, 1, 'closed')
  await fillZone(flash, layout, target, files, hooks)
  hooks.onWritten?.()
  await openGate(flash, layout, target)
  if (target === 1) await putGate(flash, layout, 0, 'closed')
  else if (b !== 'closed') await putGate(flash, layout, 1, 'closed')
  await clearOutside(flash, files)
}

async function fillZone(
  flash: BoardFlash,
  { gates, zoneBytes }: Layout,
  zone: 0 | 1,
  files: readonly ZoneFile[],
  { onFile }: InstallHooks,
): Promise<void> {
  const { pageBytes } = flash
  const start = gates[zone] + pageBytes
  const parts = zoneParts(files, zoneBytes - pageBytes)
  const end = start + parts.reduce((sum, { length }) => sum + length, 0)
  for (let page = start; page < end; page += pageBytes) await eraseUnlessErased(flash, page)
  let at = start
  for (const [index, part] of parts.entries()) {
    const file = files[index]
    const onDone = file && onFile?.(file)
    await flash.write(at, part, (done) => onDone?.(Math.max(0, Math.min(done - headerBytes, file?.bytes.length ?? 0))))
    at += aligned(part.length)
  }
  at = start
  for (const part of parts) {
    if (!(await flash.holds(at, part))) throw new FlashDiffers(speak`what was written reads back otherwise`)
    at += aligned(part.length)
  }
}

/** Opens a gate by clearing one bit of its size. */
async function openGate(flash: BoardFlash, layout: Layout, zone: 0 | 1): Promise<void> {
  const header = gateHeader(layout, flash.pageBytes, zone, 'open')
  await flash.write(layout.gates[zone], header.subarray(0, sizeBytes))
}

/**
 * Writes a gate anew. While there is no valid header the engine goes on in the next page, where it finds the files of the
 * zone; clearing the last bit of the size (`notYet`) makes the header valid.
 */
async function putGate(flash: BoardFlash, layout: Layout, zone: 0 | 1, gate: 'open' | 'closed'): Promise<void> {
  const at = layout.gates[zone]
  const header = gateHeader(layout, flash.pageBytes, zone, gate)
  const size = header.slice(0, sizeBytes)
  await eraseUnlessErased(flash, at)
  await flash.write(at + sizeBytes, header.subarray(sizeBytes))
  await flash.write(
    at,
    size.map((byte, index) => (index === 2 ? byte | notYet : byte)),
  )
  await flash.write(at, size)
}

async function eraseUnlessErased(flash: BoardFlash, page: number): Promise<void> {
  if (!(await flash.isErased(page, flash.pageBytes))) await flash.erasePage(page)
}

/** Erases files of these names before the zones, of an older way to flash: the engine would take them first. The script is last. */
async function clearOutside(flash: BoardFlash, files: readonly ZoneFile[]): Promise<void> {
  for (const { name, bytes } of [...files].reverse()) {
    const wanted = fingerprintOf(bytes)
    for (let found = await flash.fingerprint(name); !isSame(found, wanted); found = await flash.fingerprint(name)) {
      if (found === undefined) throw new FlashDiffers(speak`${name} is not there for the engine`)
      await flash.eraseFile(name)
    }
  }
  await flash.eraseFile(oldStates)
}
