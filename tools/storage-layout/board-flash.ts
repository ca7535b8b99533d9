import type { Fingerprint } from '../storage/storage-file.ts'

/** The flash of a board as an installer needs it. Offsets count from the start of Storage, in bytes. */
export interface BoardFlash {
  readonly pageBytes: number
  readonly pages: number
  /** Returns how many bytes are free from the last file of Storage to its end. */
  freeBytes(): Promise<number>
  /** Returns how many bytes the files take that are not erased. */
  fileBytes(): Promise<number>
  /** Returns a file of Storage, at most so many bytes of it; undefined where there is none of that name. */
  readFile(name: string, mostBytes: number): Promise<Uint8Array | undefined>
  fingerprint(name: string): Promise<Fingerprint | undefined>
  /** Makes a file after all others, with `content` at its start; does nothing where there is one of that name. */
  createFile(name: string, bytes: number, content?: Uint8Array): Promise<void>
  /** Marks the first file of that name erased; does nothing where there is none. */
  eraseFile(name: string): Promise<void>
  /** Compacts Storage: a power cut meanwhile may lose all files. */
  compact(): Promise<void>

  // From here on the chip itself, not Storage's files.
  read(at: number, bytes: number): Promise<Uint8Array>
  /** Throws where the bytes cannot be read back as they were written. */
  write(at: number, bytes: Uint8Array, onPiece?: (bytes: number) => void): Promise<void>
  erasePage(at: number): Promise<void>
  isErased(at: number, bytes: number): Promise<boolean>
  /** Whether these bytes are there, by checksum. */
  holds(at: number, bytes: Uint8Array): Promise<boolean>
}
