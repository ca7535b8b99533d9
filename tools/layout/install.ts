import { aligned, headerBytes } from '../board/storage-headers.ts'
import { fingerprintOf, isSame } from '../flash/storage-file.ts'
import type { BoardFlash } from './board-flash.ts'
import {
  describe,
  gateHeader,
  journalFile,
  layoutFile,
  padFile,
  readGates,
  zoneFiles,
  type Gate,
  type Layout,
  type Plan,
} from './layout.ts'
import { zoneParts, type ZoneFile } from './zone.ts'

/** Of Storage's header, before the name. */
const sizeBytes = 4
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
  const { pageBytes } = flash
  if (plan.padBytes > 0) await flash.createFile(padFile(plan), plan.padBytes)
  await flash.createFile(layoutFile, plan.layoutBytes, describe(plan))
  // From here on the chip is written to by address, so its address must be right.
  await expectHeader(flash, plan.at, layoutFile)
  if (plan.journalBytes > 0) await createJournal(flash, plan)
  for (const zone of [0, 1] as const) {
    await flash.createFile(zoneFiles[zone], plan.zoneBytes - headerBytes)
    const header = await flash.read(plan.gates[zone], headerBytes)
    if (!Buffer.from(header).equals(gateHeader(plan, pageBytes, zone, 'closed')))
      throw new FlashDiffers(`the gate ${zoneFiles[zone]} is not where it was made`)
  }
  return plan
}

async function createJournal(flash: BoardFlash, { at, journalBytes }: Plan): Promise<void> {
  const { pageBytes } = flash
  await flash.createFile(journalFile, journalBytes)
  for (let page = at + pageBytes; page < at + pageBytes + journalBytes; page += pageBytes)
    if (!(await flash.isErased(page, pageBytes))) await flash.erasePage(page)
  const states = Buffer.from((await flash.readFile(oldStates, pageBytes / 2)) ?? []).toString('latin1')
  const [, record] = /^\{("PowerSwitch_\d+":[01](?:,"PowerSwitch_\d+":[01])*)\}$/.exec(states) ?? []
  if (record !== undefined) await flash.write(at + pageBytes, Buffer.from(`0${record}\n`))
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
  if (a === 'erased' || b === 'erased' || (a === 'open' && b === 'open')) hooks.onCut?.()
  if (a === 'erased') await putGate(flash, layout, 0, 'open')
  // Zone a counts while its gate is not closed.
  const target = a === 'closed' ? 0 : 1
  if (target === 1 && b !== 'closed') await closeGate(flash, layout, 1, b)
  await fillZone(flash, layout, target, files, hooks)
  hooks.onWritten?.()
  await openGate(flash, layout, target)
  if (target === 1) await closeGate(flash, layout, 0, 'open')
  else if (b !== 'closed') await closeGate(flash, layout, 1, b)
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
  for (let page = start; page < end; page += pageBytes)
    if (!(await flash.isErased(page, pageBytes))) await flash.erasePage(page)
  let at = start
  for (const [index, part] of parts.entries()) {
    const file = files[index]
    const onDone = file && onFile?.(file)
    await flash.write(at, part, (done) => onDone?.(Math.max(0, Math.min(done - headerBytes, file?.bytes.length ?? 0))))
    at += aligned(part.length)
  }
  at = start
  for (const part of parts) {
    if (!(await flash.holds(at, part))) throw new FlashDiffers('what was written reads back otherwise')
    at += aligned(part.length)
  }
}

/** Four bytes, which clear bits only. */
async function openGate(flash: BoardFlash, layout: Layout, zone: 0 | 1): Promise<void> {
  const header = gateHeader(layout, flash.pageBytes, zone, 'open')
  await flash.write(layout.gates[zone], header.subarray(0, sizeBytes))
}

/** While its page is erased the engine finds what stands in the next one. */
async function closeGate(flash: BoardFlash, layout: Layout, zone: 0 | 1, gate: Gate | undefined): Promise<void> {
  if (gate !== 'erased' || !(await flash.isErased(layout.gates[zone], flash.pageBytes)))
    await flash.erasePage(layout.gates[zone])
  await putGate(flash, layout, zone, 'closed')
}

/** The size last: without it there is no header. */
async function putGate(flash: BoardFlash, layout: Layout, zone: 0 | 1, gate: 'open' | 'closed'): Promise<void> {
  const header = gateHeader(layout, flash.pageBytes, zone, gate)
  const at = layout.gates[zone]
  await flash.write(at + sizeBytes, header.subarray(sizeBytes))
  await flash.write(at, header.subarray(0, sizeBytes))
}

/** Files of these names before the zones, of an earlier way to flash: the engine takes those first. The script goes last. */
async function clearOutside(flash: BoardFlash, files: readonly ZoneFile[]): Promise<void> {
  for (const { name, bytes } of [...files].reverse()) {
    const wanted = fingerprintOf(bytes)
    for (let found = await flash.fingerprint(name); !isSame(found, wanted); found = await flash.fingerprint(name)) {
      if (found === undefined) throw new FlashDiffers(`${name} is not there for the engine`)
      await flash.eraseFile(name)
    }
  }
  await flash.eraseFile(oldStates)
}

async function expectHeader(flash: BoardFlash, at: number, name: string): Promise<void> {
  const header = Buffer.from(await flash.read(at, headerBytes)).toString(
    'latin1',
    sizeBytes,
    sizeBytes + name.length + 1,
  )
  if (header !== `${name}\0`) throw new FlashDiffers(`the file ${name} is not where it was made`)
}
