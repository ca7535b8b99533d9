import { headerBytes, headerOf, isNamed } from '../storage/storage-headers.ts'
import type { BoardFlash } from './board-flash.ts'

/**
 * How Storage is laid out on a board, so that no power cut can lose what it starts with:
 *
 *   ... | layout | switches | zone.a [ .bootcde device.json rest ] | zone.b [ ... ] | free
 *
 * Each zone, and what a zone holds, begins with a page of flash. `zone.a` and `zone.b` are files whose header is a gate. Where its
 * size says the whole zone, the engine steps over what the zone holds; where it says one page, it finds the files behind it. One
 * zone is open. A new script is written into the other one, which nobody reads, and comes to be by one bit of the gate's
 * size: a zone holds 2, 4, 8 ... pages, so that its two sizes differ in no other. The engine takes the first file of a name: while
 * both zones are open, a counts.
 *
 * The files are made once and never erased, moved or written anew: nothing here ever makes the engine compact Storage.
 */
export interface Layout {
  /** Where the header of `layout` is. Bytes from the start of Storage, as all here. */
  readonly at: number
  /** Where the two gates are. */
  readonly gates: readonly [number, number]
  /** Of a zone, its gate's page among them. */
  readonly zoneBytes: number
}

export const layoutFile = 'layout'
export const journalFile = 'switches'
export const zoneFiles = ['zone.a', 'zone.b'] as const
/** What fills a zone to its end. */
export const restFile = 'rest'

/** What fills up to the page where a layout begins. */
export const padFile = ({ at }: Layout): string => `pad.${at.toString(16)}`

/**
 * `open`: its files are there for the engine; `closed`: they are not; `broken`: a cut came while its header was written, and the
 * engine, which finds none, looks in the next page: they are there.
 */
export type Gate = 'open' | 'closed' | 'broken'

const journalPages = 2
/** A header, and the least that a file can hold. */
const leastFile = headerBytes + 4
/** So much of Storage is a zone where there is room. */
const zoneShare = 1 / 6
/** More than a description is long. */
const descriptionBytes = 80

/** The bytes of the header of a gate. */
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
  /** What fills up to the first page; undefined where nothing is to be filled. */
  readonly pad: LayoutFile | undefined
  /** `layout`, the journal unless there is one elsewhere, and the two zones, closed. */
  readonly files: readonly LayoutFile[]
}

/** Where a layout may lie, and what it is for. */
export interface Wanted {
  /** The first byte of Storage that is free. */
  readonly end: number
  /** What a zone must hold. */
  readonly contentBytes: number
  /** There is a journal already. */
  readonly hasJournal: boolean
}

/** Undefined where there is no room. Zones are as large as a share of Storage, or as small as the content allows. */
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
  // The journal's header ends the page before its bytes.
  const journal = { at: at + pageBytes - headerBytes, name: journalFile, bytes: journalBytes }
  const ownBytes = (journalBytes > 0 ? journal.at : at + pageBytes) - at - headerBytes
  return [
    { at, name: layoutFile, bytes: ownBytes },
    ...(journalBytes > 0 ? [journal] : []),
    ...gates.map((gate, zone) => ({ at: gate, name: zoneFiles[zone as 0 | 1], bytes: zoneBytes - headerBytes })),
  ]
}

/** What the file `layout` says. */
export function describe({ at, gates, zoneBytes }: Layout): Uint8Array {
  return Buffer.from(`${JSON.stringify({ at, gate: gates[0], zone: zoneBytes })}\n`)
}

export interface FoundLayout {
  readonly layout: Layout
  /** What is left to make where making it was cut; undefined where it is whole. */
  readonly plan: Plan | undefined
}

/** Reads the layout that a board has; undefined where it has none, or it was moved. */
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

/** How the gates are. */
export async function readGates(flash: BoardFlash, layout: Layout): Promise<[Gate, Gate]> {
  return [await readGate(flash, layout, 0), await readGate(flash, layout, 1)]
}

async function readGate(flash: BoardFlash, layout: Layout, zone: 0 | 1): Promise<Gate> {
  const header = Buffer.from(await flash.read(layout.gates[zone], headerBytes))
  const is = (gate: 'open' | 'closed'): boolean => header.equals(gateHeader(layout, flash.pageBytes, zone, gate))
  return is('open') ? 'open' : is('closed') ? 'closed' : 'broken'
}
