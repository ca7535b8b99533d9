import type { FlashChip } from './flash-chip.ts'

/** A file's header in flash: a little-endian word (size, flags in the top byte) and the name, zero-padded. */
export const headerBytes = 32
export const nameBytes = 28
export const wordBytes = 4
const unset = 0xffffffff

/** Flags in the top byte of a header's first word (Espruino's jsflash.h). */
export const fileFlags = { none: 0, nameTable: 32, storageFile: 64, compressed: 128 } as const

export interface Header {
  /** Offset of the header; the file's bytes follow it. */
  readonly at: number
  readonly bytes: number
  readonly flags: number
  readonly name: string
  /** Compares all 28 bytes of the name, as the engine does. */
  isNamed(name: string): boolean
  /** Whether it is not marked erased. */
  readonly live: boolean
  readonly raw: Uint8Array
}

/** Rounds up to the flash's smallest write. */
export function aligned(bytes: number): number {
  return Math.ceil(bytes / wordBytes) * wordBytes
}

/** Returns where the next header is. */
export function endOf({ at, bytes }: Header): number {
  return aligned(at + headerBytes + bytes)
}

/** Whether compacting Storage keeps a file; it does not keep the table of names. */
export function isKept({ live, flags }: Header): boolean {
  return live && (flags === fileFlags.none || flags === fileFlags.storageFile || flags === fileFlags.compressed)
}

/** Returns the bytes of a header. */
export function headerOf(name: string, bytes: number, flags: number = fileFlags.none): Uint8Array {
  const header = Buffer.alloc(headerBytes)
  header.writeUInt32LE((bytes | (flags << 24)) >>> 0, 0)
  header.write(name, wordBytes, nameBytes, 'latin1')
  return header
}

/** Reads a header at `at`; returns undefined where the engine sees none (jsfGetFileHeader). */
export function headerAt(chip: FlashChip, at: number): Header | undefined {
  const raw = Buffer.from(chip.read(at, headerBytes))
  const word = raw.readUInt32LE(0)
  const bytes = word & 0xffffff
  if (word === unset || word === 0 || at + headerBytes + bytes > chip.totalBytes) return undefined
  const live = raw.readUInt32LE(wordBytes) !== 0
  return { at, bytes, flags: word >>> 24, name: nameOf(raw), isNamed: (name) => isNamed(raw, name), live, raw }
}

/** Whether the bytes of a header have that name. */
export function isNamed(raw: Uint8Array, name: string): boolean {
  return Buffer.from(raw)
    .subarray(wordBytes)
    .equals(Buffer.from(headerOf(name, 0)).subarray(wordBytes))
}

/** Returns the name in the bytes of a header. */
export function nameOf(raw: Buffer): string {
  const field = raw.subarray(wordBytes, headerBytes)
  const end = field.indexOf(0)
  return field.toString('latin1', 0, end < 0 ? nameBytes : end)
}

/** Returns the start of the page after the one that holds `at`; undefined at the end of the flash. */
export function nextPage({ shape: { pageBytes }, totalBytes }: FlashChip, at: number): number | undefined {
  const next = (Math.floor(at / pageBytes) + 1) * pageBytes
  return next < totalBytes ? next : undefined
}

/** The end of a chain of headers. */
export interface ChainEnd {
  /** Where another header was looked for last; undefined when there was no place left. */
  readonly at: number | undefined
  /** The last 32 bytes that were read there. */
  readonly raw: Uint8Array
  /** The last header. */
  readonly last: Header | undefined
}

/**
 * Walks from header to header (jsfGetNextFileHeader). Where none follows and `acrossPages` is true, it looks for one at the
 * start of the next page. Returns where the walk ended.
 */
export function walk(chip: FlashChip, from: number, visit: (header: Header) => void, acrossPages = true): ChainEnd {
  let header = headerAt(chip, from)
  if (header === undefined) return { at: from, raw: chip.read(from, headerBytes), last: undefined }
  for (;;) {
    visit(header)
    const at = endOf(header)
    if (at + headerBytes > chip.totalBytes) return { at: undefined, raw: header.raw, last: header }
    let following = headerAt(chip, at)
    if (following === undefined && !acrossPages) return { at, raw: chip.read(at, headerBytes), last: header }
    if (following === undefined) {
      const page = nextPage(chip, at)
      if (page === undefined) return { at: undefined, raw: chip.read(at, headerBytes), last: header }
      following = headerAt(chip, page)
      if (following === undefined) return { at: page, raw: chip.read(page, headerBytes), last: header }
    }
    header = following
  }
}
