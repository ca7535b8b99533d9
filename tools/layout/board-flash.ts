import type { Fingerprint } from '../storage/storage-file.ts'

/** The flash of a board as an installer needs it. Offsets count from the start of Storage, in bytes. */
export interface BoardFlash {
  readonly pageBytes: number
  readonly pages: number
  /** From the last file of Storage to its end, bytes. */
  freeBytes(): Promise<number>
  /** What files take that are not erased, bytes. */
  fileBytes(): Promise<number>
  /** A file of Storage, at most so many bytes of it; undefined where there is none of that name. */
  readFile(name: string, mostBytes: number): Promise<Uint8Array | undefined>
  fingerprint(name: string): Promise<Fingerprint | undefined>
  /** A new file behind all others, `content` at its start; does nothing where one of that name is there. */
  createFile(name: string, bytes: number, content?: Uint8Array): Promise<void>
  /** Marks the first file of that name erased; nothing where there is none. */
  eraseFile(name: string): Promise<void>
  /** Moves files together: a power cut meanwhile may lose them all. */
  compact(): Promise<void>

  // The chip itself, whatever Storage keeps there.
  read(at: number, bytes: number): Promise<Uint8Array>
  /** Throws where the bytes cannot be read back as they were written. */
  write(at: number, bytes: Uint8Array, onPiece?: (bytes: number) => void): Promise<void>
  erasePage(at: number): Promise<void>
  isErased(at: number, bytes: number): Promise<boolean>
  /** Whether these bytes are there, by checksum. */
  holds(at: number, bytes: Uint8Array): Promise<boolean>
}
