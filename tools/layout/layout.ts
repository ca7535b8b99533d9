import { headerBytes, headerOf, nameOf } from '../board/storage-headers.ts'
import type { BoardFlash } from './board-flash.ts'

/**
 * How Storage is laid out on a board, so that no power cut can lose what it starts with:
 *
 *   ... | layout | switches | zone.a [ .bootcde device.json rest ] | zone.b [ ... ] | free
 *
 * Each zone, and what a zone holds, begins with a page of flash. `zone.a` and `zone.b` are files whose header is a gate: where its size says the whole
 * zone, the engine steps over the zone; where it says one page, the files behind it are there for the engine. One zone is open.
 * A new script is written into the other one, which nobody reads, and comes to be by four bytes: the gate's new size, which
 * clears bits only. The engine takes the first file of a name, so while both are open, zone a counts.
 *
 * The files are made once and never erased, moved or written anew: the engine never compacts here, not even when files that are
 * written behind these make it compact.
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

/** `open`: its files are there for the engine; `closed`: they are not; `erased`: cut while its header was written anew. */
export type Gate = 'open' | 'closed' | 'erased'

const journalPages = 2
/** A header, and the least that a file can hold. */
const leastFile = headerBytes + 4
/** So much of Storage is a zone where there is room. */
const zoneShare = 1 / 8
/** More than a description is long. */
const descriptionBytes = 80
/** A size in Storage's header has 3 bytes. */
const sizeBytes = 3

/** The bytes of the header of a gate. */
export function gateHeader({ zoneBytes }: Layout, pageBytes: number, zone: 0 | 1, gate: 'open' | 'closed'): Uint8Array {
  return headerOf(zoneFiles[zone], (gate === 'open' ? pageBytes : zoneBytes) - headerBytes)
}

/** The pages that a zone for so many bytes of content takes, its gate's among them. */
export function leastZonePages(contentBytes: number, pageBytes: number): number {
  return 1 + Math.ceil((contentBytes + leastFile) / pageBytes)
}

export interface Plan extends Layout {
  /** Of what fills up to the first page; 0 where nothing is to be filled. */
  readonly padBytes: number
  /** Of the file `layout`, which fills its page. */
  readonly layoutBytes: number
  /** Of the journal; 0 where there is one already. */
  readonly journalBytes: number
}

/**
 * Where the layout would lie behind what ends at `end`; undefined where there is no room for it. Zones are an eighth of Storage
 * each, or as small as `contentBytes` allow.
 */
export function planLayout(
  { pageBytes, pages }: Pick<BoardFlash, 'pageBytes' | 'pages'>,
  { end, contentBytes, hasJournal }: { end: number; contentBytes: number; hasJournal: boolean },
): Plan | undefined {
  let at = Math.ceil(end / pageBytes) * pageBytes
  if (at > end && at - end < leastFile) at += pageBytes
  const journalBytes = hasJournal ? 0 : journalPages * pageBytes
  const gate = at + pageBytes + journalBytes
  const least = leastZonePages(contentBytes, pageBytes)
  for (const zonePages of [Math.max(least + 1, Math.floor(pages * zoneShare)), least]) {
    const zoneBytes = zonePages * pageBytes
    if (gate + 2 * zoneBytes > pages * pageBytes) continue
    return {
      ...{ at, gates: [gate, gate + zoneBytes], zoneBytes, journalBytes },
      padBytes: at === end ? 0 : at - end - headerBytes,
      layoutBytes: pageBytes - headerBytes - (hasJournal ? 0 : headerBytes),
    }
  }
  return undefined
}

/** What the file `layout` says. */
export function describe({ at, gates, zoneBytes }: Layout): Uint8Array {
  return Buffer.from(`${JSON.stringify({ at, gate: gates[0], zone: zoneBytes })}\n`)
}

export interface FoundLayout {
  readonly layout: Layout
  /** All its files were made; else it was cut. */
  readonly isWhole: boolean
}

/** Reads the layout that a board has; undefined where it has none, or what is in its place is another. */
export async function readLayout(flash: BoardFlash): Promise<FoundLayout | undefined> {
  const text = Buffer.from((await flash.readFile(layoutFile, descriptionBytes)) ?? []).toString('latin1')
  const [, at, gate, zoneBytes] = (/^\{"at":(\d+),"gate":(\d+),"zone":(\d+)\}\n/.exec(text) ?? []).map(Number)
  if (at === undefined || gate === undefined || zoneBytes === undefined) return undefined
  const layout: Layout = { at, gates: [gate, gate + zoneBytes], zoneBytes }
  const totalBytes = flash.pageBytes * flash.pages
  const fits = gate + 2 * zoneBytes <= totalBytes
  if (!fits || nameOf(Buffer.from(await flash.read(at, headerBytes))) !== layoutFile) return undefined
  const gates = await readGates(flash, layout)
  if (gates.includes(undefined)) return undefined
  return { layout, isWhole: totalBytes - (await flash.freeBytes()) > layout.gates[1] }
}

/** A layout whose making was cut: what is left to make. */
export function planOf(layout: Layout, { pageBytes }: Pick<BoardFlash, 'pageBytes'>): Plan {
  const journalBytes = layout.gates[0] - layout.at - pageBytes
  return {
    ...layout,
    padBytes: 0,
    layoutBytes: pageBytes - headerBytes - (journalBytes > 0 ? headerBytes : 0),
    journalBytes,
  }
}

/** How the gates are; undefined for one that is none. */
export async function readGates(flash: BoardFlash, layout: Layout): Promise<[Gate | undefined, Gate | undefined]> {
  return [await readGate(flash, layout, 0), await readGate(flash, layout, 1)]
}

async function readGate(flash: BoardFlash, layout: Layout, zone: 0 | 1): Promise<Gate | undefined> {
  const header = Buffer.from(await flash.read(layout.gates[zone], headerBytes))
  for (const gate of ['open', 'closed'] as const)
    if (header.equals(gateHeader(layout, flash.pageBytes, zone, gate))) return gate
  // Its size is written last.
  return header.subarray(0, sizeBytes + 1).every((byte) => byte === 0xff) ? 'erased' : undefined
}
