import { headerBytes, headerOf, isNamed } from '../storage/storage-headers.ts'
import type { BoardFlash } from './board-flash.ts'

/**
 * How Storage is laid out on a board, so that no power cut can lose the files that it starts with:
 *
 *   ... | layout | switches | zone.a [ .bootcde device.json rest ] | zone.b [ ... ] | free
 *
 * Each zone begins at a page of flash, and so do the files inside it. `zone.a` and `zone.b` are files of Storage whose header
 * acts as a gate, because the engine gets from one header to the next by the size that stands in it. When that size is the
 * whole zone, the gate is closed: the engine steps over the files in the zone. When it is one page, the gate is open: the
 * engine finds the files after that page.
 *
 * One zone is open. A new script is written into the other one, which the engine does not see, and then that one's gate is
 * opened. No power cut may divide this step, and flash can only clear bits without erasing a page. So the size of an open gate
 * must be that of a closed one without a single bit: this is why the files of a zone have 1, 2, 4, 8 ... pages. The engine
 * takes the first file of a name, so while both zones are open, a is in use.
 *
 * The files of the layout are made once and never erased, moved or rewritten: nothing here makes the engine compact Storage.
 */
export interface Layout {
  /** Where the header of `layout` is. All offsets here are bytes from the start of Storage. */
  readonly at: number
  /** Where the two gates are. */
  readonly gates: readonly [number, number]
  /** Size of a zone with its gate's page. */
  readonly zoneBytes: number
}

export const layoutFile = 'layout'
export const journalFile = 'switches'
export const zoneFiles = ['zone.a', 'zone.b'] as const
/** The file that fills a zone to its end. */
export const restFile = 'rest'

/** The name of the file that fills Storage up to the page at which a layout begins. */
export const padFile = ({ at }: Layout): string => `pad.${at.toString(16)}`

/**
 * `open`: the engine finds the zone's files; `closed`: it does not; `broken`: power failed while the header was written, and
 * the engine, which finds no header, looks in the next page: so it finds the files.
 */
export type Gate = 'open' | 'closed' | 'broken'

const journalPages = 2
/** The smallest file: a header and 4 bytes. */
const leastFile = headerBytes + 4
/** The share of Storage that a zone gets where there is room. */
const zoneShare = 1 / 6
/** More than the length of a description, bytes. */
const descriptionBytes = 80

/** Returns the header of a gate. */
export function gateHeader({ zoneBytes }: Layout, pageBytes: number, zone: 0 | 1, gate: 'open' | 'closed'): Uint8Array {
  return headerOf(zoneFiles[zone], (gate === 'open' ? pageBytes : zoneBytes) - headerBytes)
}

/** A file of the layout: where its header is, and what it can hold. */
export interface LayoutFile {
  readonly at: number
  readonly name: string
  readonly bytes: number
}

export interface Plan extends Layout {
  /** The file that fills Storage up to the layout's first page; undefined where none is needed. */
  readonly pad: LayoutFile | undefined
  /** `layout`, the journal unless there is one elsewhere, and the two zones, closed. */
  readonly files: readonly LayoutFile[]
}

/** What a layout is wanted for, and from where on it may lie. */
export interface Wanted {
  /** The first free byte of Storage. */
  readonly end: number
  /** How many bytes a zone must hold. */
  readonly contentBytes: number
  /** Whether there is a journal already. */
  readonly hasJournal: boolean
}

/**
 * Returns a plan for a layout, undefined where there is no room. Zones take `zoneShare` of Storage where that fits, else as
 * little as the content needs.
 */
export function planLayout(flash: Pick<BoardFlash, 'pageBytes' | 'pages'>, wanted: Wanted): Plan | undefined {
  const { pageBytes, pages } = flash
  const { end, contentBytes, hasJournal } = wanted
  let at = Math.ceil(end / pageBytes) * pageBytes
  if (at > end && at - end < leastFile) at += pageBytes
  const gate = at + (hasJournal ? 1 : 1 + journalPages) * pageBytes
  const least = 2 ** Math.ceil(Math.log2((contentBytes + leastFile) / pageBytes))
  const usual = 2 ** Math.floor(Math.log2(pages * zoneShare))
  for (const zonePages of [Math.max(1, least, usual), Math.max(1, least)]) {
    const zoneBytes = (1 + zonePages) * pageBytes
    if (gate + 2 * zoneBytes > pages * pageBytes) continue
    const layout: Layout = { at, gates: [gate, gate + zoneBytes], zoneBytes }
    const pad = at === end ? undefined : { at: end, name: padFile(layout), bytes: at - end - headerBytes }
    return { ...layout, pad, files: filesOf(layout, pageBytes) }
  }
  return undefined
}

function filesOf({ at, gates, zoneBytes }: Layout, pageBytes: number): LayoutFile[] {
  const journalBytes = gates[0] - at - pageBytes
  // The journal's header is at the end of the page before the journal's bytes.
  const journal = { at: at + pageBytes - headerBytes, name: journalFile, bytes: journalBytes }
  const ownBytes = (journalBytes > 0 ? journal.at : at + pageBytes) - at - headerBytes
  return [
    { at, name: layoutFile, bytes: ownBytes },
    ...(journalBytes > 0 ? [journal] : []),
    ...gates.map((gate, zone) => ({ at: gate, name: zoneFiles[zone as 0 | 1], bytes: zoneBytes - headerBytes })),
  ]
}

/** Returns the content of the file `layout`. */
export function describe({ at, gates, zoneBytes }: Layout): Uint8Array {
  return Buffer.from(`${JSON.stringify({ at, gate: gates[0], zone: zoneBytes })}\n`)
}

export interface FoundLayout {
  readonly layout: Layout
  /** What is still to be made where making it was interrupted; undefined where it is complete. */
  readonly plan: Plan | undefined
}

/** Reads the layout of a board; returns undefined where it has none, or where it was moved. */
export async function readLayout(flash: BoardFlash): Promise<FoundLayout | undefined> {
  const text = Buffer.from((await flash.readFile(layoutFile, descriptionBytes)) ?? []).toString('latin1')
  const [, at, gate, zoneBytes] = (/^\{"at":(\d+),"gate":(\d+),"zone":(\d+)\}\n/.exec(text) ?? []).map(Number)
  if (at === undefined || gate === undefined || zoneBytes === undefined) return undefined
  const layout: Layout = { at, gates: [gate, gate + zoneBytes], zoneBytes }
  const totalBytes = flash.pageBytes * flash.pages
  if (gate + 2 * zoneBytes > totalBytes || !isNamed(await flash.read(at, headerBytes), layoutFile)) return undefined
  const end = totalBytes - (await flash.freeBytes())
  const isWhole = end >= layout.gates[1] + zoneBytes
  return { layout, plan: isWhole ? undefined : { ...layout, pad: undefined, files: filesOf(layout, flash.pageBytes) } }
}

/** Reads the state of both gates. */
export async function readGates(flash: BoardFlash, layout: Layout): Promise<[Gate, Gate]> {
  return [await readGate(flash, layout, 0), await readGate(flash, layout, 1)]
}

async function readGate(flash: BoardFlash, layout: Layout, zone: 0 | 1): Promise<Gate> {
  const header = Buffer.from(await flash.read(layout.gates[zone], headerBytes))
  const is = (gate: 'open' | 'closed'): boolean => header.equals(gateHeader(layout, flash.pageBytes, zone, gate))
  return is('open') ? 'open' : is('closed') ? 'closed' : 'broken'
}
