import { FlashChip, type FlashShape } from './flash-chip.ts'
import { compact, statsOf, type StorageStats } from './storage-compaction.ts'
import {
  aligned,
  endOf,
  fileFlags,
  headerAt,
  headerBytes,
  headerOf,
  isKept,
  isNamed,
  nextPage,
  walk,
  wordBytes,
  type Header,
} from './storage-headers.ts'

export type { FlashShape } from './flash-chip.ts'

/** After so many files added or erased the Linux build writes another table of names. */
const tableAfter = 200
const tableName = '[FILENAME_TABLE]'
/** A larger table is not used. */
const tableBytesAtMost = 10_000
const noPlace = 'Unable to find or create file'

export interface StorageOptions {
  /** The engine's Linux builds keep a table of file names in Storage; no board with Wi-Fi does. Default false. */
  readonly nameTable?: boolean
}

/**
 * Espruino's Storage on a flash chip, step for step (src/jsflash.c of 2v29.277): files are one after another; a file that is
 * erased or rewritten is only marked; compacting removes marked ones, page by page, when there is no room; and at power-on
 * everything is erased when the chain of headers is broken. What cannot be written throws an Error with the engine's message.
 * Outlives the board that uses it, as flash does.
 */
export class FlashStorage {
  readonly chip: FlashChip
  /** Files written since the start or `resetCounts`; a write of the content that is there already does not count. */
  fileWrites = 0
  private known: { readonly version: number; readonly headers: readonly Header[] } | undefined
  /** The table of names that the engine has found or made since it started. */
  private table: Header | undefined

  constructor(
    readonly shape: FlashShape,
    private readonly options: StorageOptions = {},
  ) {
    this.chip = new FlashChip(shape)
  }

  /** Makes a Storage of a whole flash image, as the engine's Linux build keeps it in espruino.flash. */
  static fromImage(image: Uint8Array, pageBytes: number, options: StorageOptions = {}): FlashStorage {
    const storage = new FlashStorage({ pageBytes, pages: Math.floor(image.length / pageBytes) }, options)
    storage.chip.load(image)
    return storage
  }

  /** Returns the whole flash; what was never written is 0xFF. */
  image(): Uint8Array {
    return this.chip.image()
  }

  get totalBytes(): number {
    return this.chip.totalBytes
  }

  /** Bytes from the last file to the end. */
  get freeBytes(): number {
    return this.stats().freeBytes
  }

  /** How often each page was erased since the start or `resetCounts`. */
  get pageErases(): readonly number[] {
    return this.chip.pageErases
  }

  resetCounts(): void {
    this.fileWrites = 0
    this.chip.resetCounts()
  }

  stats(): StorageStats {
    return statsOf(this.chip)
  }

  /** What the engine does at power-on: erases a Storage whose chain of headers is broken. Returns whether it did. */
  powerOn(): boolean {
    this.table = undefined
    if (!this.isValid()) {
      this.eraseAll()
      return true
    }
    if (this.options.nameTable === true)
      this.table = this.headers().findLast(
        ({ at, bytes, flags, name }) =>
          at > 0 && (flags & fileFlags.nameTable) !== 0 && name === tableName && bytes < tableBytesAtMost,
      )
    return false
  }

  /** `kind`: only the files that Storage.open wrote, by the name that it was given, or only the others. */
  list(kind?: 'storage-files' | 'others'): string[] {
    const headers = this.headers().filter((header) => isKept(header) && !isLaterPart(header))
    if (kind === undefined) return headers.map(({ name }) => name)
    const chosen = headers.filter(({ flags }) => (flags === fileFlags.storageFile) === (kind === 'storage-files'))
    return chosen.map(({ name }) => (kind === 'others' ? name : name.slice(0, -1)))
  }

  /** Returns the file's bytes, undefined when there is none of that name. */
  read(name: string): Uint8Array | undefined {
    const header = this.find(name)
    return header && this.chip.read(header.at + headerBytes, header.bytes)
  }

  /** Returns where the file's bytes begin, from the start of the flash. */
  offsetOf(name: string): number | undefined {
    const header = this.find(name)
    return header && header.at + headerBytes
  }

  /**
   * Writes a file, or with `offset` or `size` a part of one. The same content again writes nothing.
   * Throws the engine's errors: zero length, no room, more than the file's size, or bytes that are not erased.
   */
  write(name: string, data: Uint8Array, offset = 0, size = 0, flags: number = fileFlags.none): void {
    const wanted = size === 0 ? data.length : size
    if (wanted === 0) throw new Error("Can't create zero length file")
    const isErased = ({ at }: Header, from: number, bytes: number): boolean =>
      this.chip.isErased(at + headerBytes + from, bytes)
    let header = this.find(name)
    if (offset === 0 && (header === undefined || header.bytes !== wanted || !isErased(header, 0, wanted))) {
      if (
        header &&
        header.bytes === wanted &&
        data.length === wanted &&
        this.chip.isEqual(header.at + headerBytes, data)
      )
        return
      if (header) this.markErased(header)
      header = this.create(name, wanted, flags)
    }
    if (header === undefined) throw new Error(noPlace)
    if (offset + data.length > header.bytes) throw new Error('Too much data for file size')
    if (!isErased(header, offset, data.length)) throw new Error('File already written with different data')
    this.writeAligned(header.at + headerBytes + offset, data)
    this.fileWrites++
  }

  /** Marks a file erased; returns false when there is none of that name. */
  erase(name: string): boolean {
    const header = this.find(name)
    if (header) this.markErased(header)
    return header !== undefined
  }

  eraseAll(): void {
    this.table = undefined
    for (let page: number | undefined = 0; page !== undefined; page = nextPage(this.chip, page))
      this.chip.erasePage(page)
  }

  /** Moves live files down over erased ones; returns whether that made room. */
  compact(): boolean {
    this.table = undefined
    return compact(this.chip)
  }

  /** Writes bytes at any offset, in whole words (jshFlashWriteAligned). */
  writeAligned(at: number, data: Uint8Array): void {
    const before = at % wordBytes
    const first = before === 0 ? 0 : Math.min(wordBytes - before, data.length)
    const middle = first + Math.floor((data.length - first) / wordBytes) * wordBytes
    if (first > 0) this.writeWord(at, data.subarray(0, first))
    if (middle > first) this.chip.write(at + first, data.slice(first, middle))
    if (middle < data.length) this.writeWord(at + middle, data.subarray(middle))
  }

  private writeWord(at: number, data: Uint8Array): void {
    const start = at - (at % wordBytes)
    const word = this.chip.read(start, wordBytes)
    word.set(data, at - start)
    this.chip.write(start, word)
  }

  private find(name: string): Header | undefined {
    const isIt = (header: Header): boolean => header.live && header.isNamed(name)
    const { table } = this
    if (table === undefined) return this.headers().find(isIt)
    for (let entry = 0; entry < table.bytes; entry += headerBytes) {
      const listed = Buffer.from(this.chip.read(table.at + headerBytes + entry, headerBytes))
      // As the engine does: only the name in the table is compared.
      if (!isNamed(listed, name)) continue
      const header = headerAt(this.chip, listed.readUInt32LE())
      if (header?.live === true) return header
    }
    return this.headers().find((header) => header.at > table.at && isIt(header))
  }

  private headers(): readonly Header[] {
    if (this.known?.version === this.chip.version) return this.known.headers
    const headers: Header[] = []
    walk(this.chip, 0, (header) => headers.push(header))
    this.known = { version: this.chip.version, headers }
    return headers
  }

  /** What jsfIsBankStorageValid returns at power-on. */
  private isValid(): boolean {
    const { chip } = this
    const { at, raw, last } = walk(chip, 0, () => undefined)
    if (at === undefined && last !== undefined && this.isFull(last, raw)) return true
    if (!raw.every((byte) => byte === 0xff)) return false
    return at === 0 ? chip.isErased(0, chip.totalBytes) : true
  }

  /** Whether the chain ends because the flash does. */
  private isFull(last: Header, raw: Uint8Array): boolean {
    const bytes = Buffer.from(raw).readUInt32LE(0) & 0xffffff
    const end = aligned(last.at + bytes + headerBytes)
    return end <= this.totalBytes && end + headerBytes > this.totalBytes
  }

  private create(name: string, bytes: number, flags: number = fileFlags.none): Header {
    const at = this.findRoom(aligned(bytes) + headerBytes)
    const raw = headerOf(name, bytes, flags)
    this.chip.write(at, raw)
    return { at, bytes, flags, name, isNamed: (other) => other === name, live: true, raw }
  }

  /** Returns the first place that is large enough; compacts once when there is none. */
  private findRoom(needed: number): number {
    for (let compacted = false; ; compacted = true) {
      const found = this.searchRoom(needed)
      if (found.at !== undefined) return found.at
      if (compacted || needed >= found.wouldBe || !this.compact()) throw new Error(noPlace)
    }
  }

  private searchRoom(needed: number): { at: number | undefined; wouldBe: number } {
    const { chip } = this
    let wouldBe = 0
    let at: number | undefined = 0
    while (at !== undefined) {
      const end = walk(chip, at, ({ live, bytes }) => (wouldBe += live ? 0 : bytes), false)
      at = end.at
      const room: number = at === undefined ? 0 : this.roomAt(at)
      wouldBe += room
      if (at === undefined || room >= needed) break
      at = nextPage(chip, at)
    }
    return { at, wouldBe }
  }

  /** Returns the bytes from `at` to the end of the page, or of the flash where the next page does not begin with a header. */
  private roomAt(at: number): number {
    const page = nextPage(this.chip, at)
    return (page !== undefined && headerAt(this.chip, page) !== undefined ? page : this.totalBytes) - at
  }

  private markErased(header: Header): void {
    this.chip.write(header.at + wordBytes, new Uint8Array(wordBytes))
    if (this.options.nameTable === true) this.renewTable()
  }

  private renewTable(): void {
    const { trashCount, fileCount } = statsOf(this.chip, this.table === undefined ? 0 : endOf(this.table))
    if (trashCount + fileCount <= tableAfter) return
    const old = this.find(tableName)
    if (old) this.chip.write(old.at + wordBytes, new Uint8Array(wordBytes))
    this.writeTable()
  }

  private writeTable(): void {
    const count = this.headers().filter(isKept).length
    if (count === 0) return
    let table: Header
    try {
      table = this.create(tableName, count * headerBytes, fileFlags.nameTable)
    } catch {
      // Where there is no room for a table, the engine goes on without one.
      return
    }
    this.headers()
      .filter(isKept)
      .forEach(({ at, raw }, index) => {
        const entry = Buffer.from(raw)
        entry.writeUInt32LE(at)
        this.writeAligned(table.at + headerBytes * (index + 1), entry)
      })
    this.table = table
  }
}

/** Whether it is a part, other than the first, of a file that Storage.open wrote. */
function isLaterPart({ flags, name }: Header): boolean {
  return flags === fileFlags.storageFile && !name.endsWith('\x01')
}
