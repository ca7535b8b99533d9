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

/** Of Storage's header, before the name. */
const sizeBytes = 4
/** In the third byte of a size: so large a file there is none, so the engine takes the header for none. */
const notYet = 0x80
/** Where versions before the journal kept the switches' states. */
const oldStates = 'switches.json'

/** The chip does not hold what Storage says is there: its address is another, or it does not take what is written. */
export class FlashDiffers extends Error {}

export interface InstallHooks {
  /** A file is about to be written; the answer is called with the bytes done so far. */
  onFile?(file: ZoneFile): (doneBytes: number) => void
  /** What was under way before was cut, and is put in order first. */
  onCut?(): void
  /** All files lie in their zone, whole, and nothing has changed yet for the engine. */
  onWritten?(): void
}

/** Makes the files of the layout, behind all others: a power cut changes nothing for what is there. Throws FlashDiffers. */
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
 * Answers whether it was not there. The first file is made by Storage, and shows whether the chip is written to at the right
 * address.
 */
async function createFile(flash: BoardFlash, { at, name, bytes }: LayoutFile, content?: Uint8Array): Promise<boolean> {
  const header = headerOf(name, bytes)
  const there = await flash.read(at, headerBytes)
  if (Buffer.from(there).equals(header)) return false
  // What a cut left of it.
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
 * Makes `files` what the board starts with, in the zone that is not in use. At every moment what was there before is whole, or
 * what comes is. Throws FlashDiffers.
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
  // Zone a counts while its gate is not closed.
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

/** Clears one bit. */
async function openGate(flash: BoardFlash, layout: Layout, zone: 0 | 1): Promise<void> {
  const header = gateHeader(layout, flash.pageBytes, zone, 'open')
  await flash.write(layout.gates[zone], header.subarray(0, sizeBytes))
}

/**
 * Makes a gate anew. While there is no header the engine goes on in the next page, with what the zone holds; the last bit of the
 * size makes it one.
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

/** Files of these names before the zones, of an earlier way to flash: the engine takes those first. The script goes last. */
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
