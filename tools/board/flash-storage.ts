/** Bytes of a file header: a little-endian word (size, flags in the top byte) and the name, zero-padded. */
const headerBytes = 32
const nameBytes = 28
const wordBytes = 4
const unset = 0xffffffff

export interface FlashShape {
  /** Bytes that are erased together: 4096 on the boards, 1024 in the engine's Linux build. */
  pageBytes: number
  pages: number
}

interface Entry {
  at: number
  bytes: number
  flags: number
  name: string
  live: boolean
}

/** Rounds up to the flash's smallest write. */
function aligned(bytes: number): number {
  return Math.ceil(bytes / wordBytes) * wordBytes
}

/**
 * Espruino's Storage, byte for byte: files one after another in flash pages, an erased file only marked, pages erased
 * when the marked ones are compacted away. What cannot be written throws an Error with the engine's words.
 * Outlives the board that uses it, as flash does; counts writes and page erases, for flash wear.
 */
export class FlashStorage {
  /** Files written (a write that finds the same content there already is none), since the start or `resetCounts`. */
  fileWrites = 0
  private erases: number[]
  private memory = new Uint8Array(0)
  /** The headers in `memory`, until something is written or erased. */
  private known: readonly Entry[] | undefined

  constructor(readonly shape: FlashShape) {
    this.erases = new Array<number>(shape.pages).fill(0)
  }

  /** Takes a whole flash image, as the engine's Linux build keeps it in espruino.flash. */
  static fromImage(image: Uint8Array, pageBytes: number): FlashStorage {
    const storage = new FlashStorage({ pageBytes, pages: Math.floor(image.length / pageBytes) })
    storage.replace(image.slice())
    return storage
  }

  /** The whole flash; what was never written is 0xFF. */
  image(): Uint8Array {
    const image = new Uint8Array(this.totalBytes).fill(0xff)
    image.set(this.memory)
    return image
  }

  get totalBytes(): number {
    return this.shape.pageBytes * this.shape.pages
  }

  get freeBytes(): number {
    return this.totalBytes - this.end()
  }

  /** Erases of each page since the start or `resetCounts`. */
  get pageErases(): readonly number[] {
    return this.erases
  }

  resetCounts(): void {
    this.fileWrites = 0
    this.erases.fill(0)
  }

  list(): string[] {
    return this.entries().flatMap((entry) => (entry.live ? [entry.name] : []))
  }

  /** The file's bytes, or undefined when there is none of that name. */
  read(name: string): Uint8Array | undefined {
    const entry = this.find(name)
    return entry && this.memory.slice(entry.at + headerBytes, entry.at + headerBytes + entry.bytes)
  }

  /**
   * Writes a file, or with `offset` or `size` a part of one. The same content again writes nothing.
   * Throws the engine's words: zero length, no room, more than the file's size, or bytes that are not erased.
   */
  write(name: string, data: Uint8Array, offset = 0, size = 0): void {
    const wanted = size === 0 ? data.length : size
    if (wanted === 0) throw new Error("Can't create zero length file")
    let entry = this.find(name)
    if (offset === 0 && (entry === undefined || entry.bytes !== wanted || !this.isErased(entry, 0, wanted))) {
      if (entry && entry.bytes === wanted && data.length === wanted && this.isEqual(entry, data)) return
      if (entry) this.markErased(entry)
      entry = this.create(name, wanted)
    }
    if (entry === undefined) throw new Error('Unable to find or create file')
    if (offset + data.length > entry.bytes) throw new Error('Too much data for file size')
    if (!this.isErased(entry, offset, data.length)) throw new Error('File already written with different data')
    this.put(entry.at + headerBytes + offset, data)
    this.fileWrites++
  }

  /** Answers false when there is no such file. */
  erase(name: string): boolean {
    const entry = this.find(name)
    if (entry) this.markErased(entry)
    return entry !== undefined
  }

  eraseAll(): void {
    for (let page = 0; page * this.shape.pageBytes < this.memory.length; page++) this.countErase(page)
    this.replace(new Uint8Array(0))
  }

  /** Moves live files down over erased ones; answers whether that made room. */
  compact(): boolean {
    const entries = this.entries()
    const firstErased = entries.findIndex((entry) => !entry.live)
    if (firstErased < 0) return false
    // A page that a file straddles cannot be erased before that file is moved: start where a header begins a page.
    const page = this.shape.pageBytes
    const before = entries.slice(0, firstErased + 1).filter((entry) => entry.at % page === 0)
    const start = before[before.length - 1]?.at ?? 0
    const moved = entries.filter((entry) => entry.at >= start && entry.live)
    const files = moved.map((entry) => ({ ...entry, data: this.read(entry.name) ?? new Uint8Array(0) }))
    for (let at = start; at < this.memory.length; at += page) this.countErase(at / page)
    this.replace(this.memory.slice(0, start))
    let at = start
    for (const file of files) at = this.append(at, file.name, file.bytes, file.flags, file.data)
    return true
  }

  private find(name: string): Entry | undefined {
    return this.entries().find((entry) => entry.live && entry.name === name.slice(0, nameBytes))
  }

  /** Every header there is. A page may end before its files do not fit: then the next page begins with a header. */
  private entries(): readonly Entry[] {
    return (this.known ??= this.readEntries())
  }

  private readEntries(): Entry[] {
    const entries: Entry[] = []
    let at = 0
    while (at + headerBytes <= this.memory.length) {
      const entry = this.entryAt(at)
      if (entry) {
        entries.push(entry)
        at = aligned(at + headerBytes + entry.bytes)
      } else at = (Math.floor(at / this.shape.pageBytes) + 1) * this.shape.pageBytes
    }
    return entries
  }

  private entryAt(at: number): Entry | undefined {
    const memory = Buffer.from(this.memory.buffer, this.memory.byteOffset, this.memory.length)
    if (at + headerBytes > memory.length) return undefined
    const word = memory.readUInt32LE(at)
    const bytes = word & 0xffffff
    if (word === unset || word === 0 || at + headerBytes + bytes > this.totalBytes) return undefined
    const field = memory.subarray(at + wordBytes, at + headerBytes)
    const end = field.indexOf(0)
    const name = field.toString('latin1', 0, end < 0 ? nameBytes : end)
    return { at, bytes, flags: word >>> 24, name, live: memory.readUInt32LE(at + wordBytes) !== 0 }
  }

  /** The first byte after the last file. */
  private end(): number {
    return this.entries().reduce((end, entry) => Math.max(end, aligned(entry.at + headerBytes + entry.bytes)), 0)
  }

  private create(name: string, bytes: number): Entry {
    const needed = aligned(bytes) + headerBytes
    if (this.end() + needed > this.totalBytes) {
      const live = this.entries().reduce((sum, entry) => sum + (entry.live ? aligned(entry.bytes) + headerBytes : 0), 0)
      if (live + needed > this.totalBytes || !this.compact()) throw new Error('Unable to find or create file')
    }
    const at = this.end()
    if (at + needed > this.totalBytes) throw new Error('Unable to find or create file')
    this.append(at, name, bytes, 0, new Uint8Array(0))
    return { at, bytes, flags: 0, name, live: true }
  }

  /** Writes a header and data at `at`; answers where the next file goes. */
  private append(at: number, name: string, bytes: number, flags: number, data: Uint8Array): number {
    const header = Buffer.alloc(headerBytes)
    header.writeUInt32LE((bytes | (flags << 24)) >>> 0, 0)
    header.write(name, wordBytes, nameBytes, 'latin1')
    this.put(at, header)
    if (data.length > 0) this.put(at + headerBytes, data)
    const next = aligned(at + headerBytes + bytes)
    this.grow(next)
    return next
  }

  private markErased(entry: Entry): void {
    this.put(entry.at + wordBytes, new Uint8Array(wordBytes))
  }

  private isErased(entry: Entry, offset: number, bytes: number): boolean {
    const start = entry.at + headerBytes + offset
    return this.memory.subarray(start, start + bytes).every((byte) => byte === 0xff)
  }

  private isEqual(entry: Entry, data: Uint8Array): boolean {
    const start = entry.at + headerBytes
    return Buffer.compare(this.memory.subarray(start, start + data.length), data) === 0
  }

  private put(at: number, data: Uint8Array): void {
    this.grow(at + data.length)
    this.memory.set(data, at)
    this.known = undefined
  }

  /** Memory is held only up to the last byte written: hundreds of boards fit in one process. */
  private grow(bytes: number): void {
    if (bytes <= this.memory.length) return
    const larger = new Uint8Array(bytes).fill(0xff)
    larger.set(this.memory)
    this.replace(larger)
  }

  private replace(memory: Uint8Array<ArrayBuffer>): void {
    this.memory = memory
    this.known = undefined
  }

  private countErase(page: number): void {
    this.erases[page] = (this.erases[page] ?? 0) + 1
  }
}
