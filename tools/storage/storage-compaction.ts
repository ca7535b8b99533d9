import type { FlashChip } from './flash-chip.ts'
import { aligned, headerBytes, isKept, nextPage, walk } from './storage-headers.ts'

/** Figures of the engine's jsfGetStorageStats, bytes. */
export interface StorageStats {
  readonly totalBytes: number
  /** From the last file to the end of Storage. */
  readonly freeBytes: number
  readonly fileBytes: number
  readonly fileCount: number
  /** Bytes of files that were erased or rewritten. */
  readonly trashBytes: number
  readonly trashCount: number
  /** Where compacting begins: the last page, up to that of the first erased file, that begins with a header. */
  readonly firstPageWithTrash: number
}

export function statsOf(chip: FlashChip, from = 0): StorageStats {
  const count = { fileBytes: 0, fileCount: 0, trashBytes: 0, trashCount: 0 }
  let [end, pageStart] = [from, from]
  let firstTrash: number | undefined
  walk(chip, from, (header) => {
    if (header.at % chip.shape.pageBytes === 0) pageStart = header.at
    const bytes = aligned(header.bytes) + headerBytes
    end = header.at + bytes
    if (header.live) {
      count.fileBytes += bytes
      count.fileCount++
      return
    }
    count.trashBytes += bytes
    count.trashCount++
    firstTrash ??= pageStart
  })
  const { totalBytes } = chip
  return {
    totalBytes: totalBytes - from,
    freeBytes: totalBytes - end,
    ...count,
    firstPageWithTrash: firstTrash ?? from,
  }
}

/**
 * Moves live files down over erased ones, as the engine does (jsfCompactInternal): through a buffer of one page and a header,
 * so that when a page is erased its content is only in memory. Returns whether there was anything to remove.
 */
export function compact(chip: FlashChip): boolean {
  const stats = statsOf(chip)
  if (stats.trashBytes === 0) return false
  const from = stats.firstPageWithTrash
  const buffer = new Move(chip, from, Math.min(stats.fileBytes, chip.shape.pageBytes + headerBytes))
  const { at = chip.totalBytes } = walk(chip, from, (header) => {
    if (!isKept(header)) return
    buffer.put(header.raw)
    let [readAt, left] = [header.at + headerBytes, aligned(header.bytes)]
    buffer.drain(readAt)
    while (left > 0) {
      const bytes = Math.min(left, buffer.room)
      buffer.put(chip.read(readAt, bytes))
      readAt += bytes
      left -= bytes
      buffer.drain(readAt)
    }
  })
  buffer.drain(chip.totalBytes)
  const rest = buffer.writeAt === from ? from : nextPage(chip, buffer.writeAt - 1)
  for (let page = rest; page !== undefined && page < at; page = nextPage(chip, page)) chip.erasePage(page)
  return true
}

/** Bytes that were read and are not written yet: a ring buffer as the engine's, so that writes have the same sizes. */
class Move {
  writeAt: number
  private readonly ring: Uint8Array
  private head = 0
  private tail = 0
  private used = 0

  constructor(
    private readonly chip: FlashChip,
    from: number,
    bytes: number,
  ) {
    this.writeAt = from
    this.ring = new Uint8Array(bytes)
  }

  /** How many bytes can be put in one piece. */
  get room(): number {
    const untilEnd = Math.min(this.ring.length - this.used, this.ring.length - this.head)
    return this.tail > this.head ? Math.min(untilEnd, this.tail - this.head) : untilEnd
  }

  put(data: Uint8Array): void {
    for (const byte of data) {
      this.ring[this.head] = byte
      this.head = (this.head + 1) % this.ring.length
    }
    this.used += data.length
  }

  /** Writes as much as possible without overwriting what is still to be read, from `readAt` on. */
  drain(readAt: number): void {
    const { chip, ring } = this
    while (this.used > 0) {
      const pageEnd = nextPage(chip, this.writeAt) ?? chip.totalBytes
      const bytes = Math.min(this.used, ring.length - this.tail, pageEnd - this.writeAt)
      if (readAt < pageEnd) return
      if (this.writeAt % chip.shape.pageBytes === 0) chip.erasePage(this.writeAt)
      chip.write(this.writeAt, ring.slice(this.tail, this.tail + bytes))
      this.writeAt += bytes
      this.tail = (this.tail + bytes) % ring.length
      this.used -= bytes
    }
  }
}
