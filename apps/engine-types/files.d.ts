/** Flash: `require('Storage')`, `require('Flash')`, `require('heatshrink')`. */

/**
 * Files in flash. `.bootcde`, `device.json` and all that is there before an application runs are the firmware's: leave them alone.
 * Each write wears flash: not every second, for years.
 */
interface StorageModule {
  /** Gathers what is free; it takes seconds, in which the board does nothing else. */
  compact(showMessage?: boolean): void
  /** Removes a file. Names have at most 28 bytes. */
  erase(name: string): void
  /** Removes all files, the script too. */
  eraseAll(): void
  /** The length of the longest file that fits, bytes. */
  getFree(internal?: boolean): number
  getStats(internal?: boolean): StorageStats
  /** A number that changes when a file changes. */
  hash(names?: RegExp): number
  /** The names of all files, or of those that match; `sf`: only those of open(), or only the others. */
  list(names?: RegExp, filter?: { sf: boolean }): string[]
  /** A file that grows, in pieces: mode `'r'` to read, `'w'` to write anew, `'a'` to append. Names have at most 27 bytes. */
  open(name: string, mode: 'r' | 'w' | 'a'): StorageFile
  /** Returns the file's bytes, which stay in flash; undefined for no such file. */
  read(name: string, offset?: number, length?: number): string | undefined
  readArrayBuffer(name: string): ArrayBuffer | undefined
  /** Returns what writeJSON() or JSON has written, undefined for no such file. Throws for bad JSON unless `noExceptions`. */
  readJSON(name: string, noExceptions?: boolean): any
  /** Writes a file; with `size` one that is filled later, at each `offset` once. False: there is no room. */
  write(name: string, data: ByteSource | object, offset?: number, size?: number): boolean
  writeJSON(name: string, data: unknown): boolean
}

/** Bytes, and numbers of files. */
interface StorageStats {
  totalBytes: number
  freeBytes: number
  fileBytes: number
  fileCount: number
  trashBytes: number
  trashCount: number
}

/** A file of Storage that grows. Byte 255 must not be in it. */
interface StorageFile {
  erase(): void
  getLength(): number
  pipe(destination: { write(data: string): unknown }, options?: PipeOptions): void
  /** Undefined at its end. */
  read(length: number): string | undefined
  /** The next line with its end; undefined at the end of the file. */
  readLine(): string | undefined
  write(data: string): void
}

/** Flash by address. The wrong one makes the board unusable. */
interface FlashModule {
  erasePage(address: number | { addr: number }): void
  getFree(): { addr: number; length: number }[]
  getPage(address: number): { addr: number; length: number } | undefined
  read(length: number, address: number): Uint8Array
  /** On ESP boards, address and length are multiples of 4. */
  write(data: ByteSource, address: number): void
}

interface HeatshrinkModule {
  compress(data: ByteSource): ArrayBuffer
  decompress(data: ByteSource): ArrayBuffer
}
