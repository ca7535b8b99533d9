import type { FlashStorage } from '../storage/flash-storage.ts'
import { fingerprintOf } from '../storage/storage-file.ts'
import type { BoardFlash } from './board-flash.ts'

/** Returns a Storage in memory as the flash of a board, to make an image with. */
export function modelFlash(storage: FlashStorage): BoardFlash {
  const { chip } = storage
  const now = <T>(work: () => T): Promise<T> => new Promise((resolve) => resolve(work()))
  return {
    pageBytes: storage.shape.pageBytes,
    pages: storage.shape.pages,
    freeBytes: () => now(() => storage.freeBytes),
    fileBytes: () => now(() => storage.stats().fileBytes),
    readFile: (name, mostBytes) => now(() => storage.read(name)?.subarray(0, mostBytes)),
    fingerprint: (name) =>
      now(() => {
        const bytes = storage.read(name)
        return bytes && fingerprintOf(bytes)
      }),
    createFile: (name, bytes, content = Uint8Array.of(0xff)) =>
      now(() => {
        if (storage.read(name) === undefined) storage.write(name, content, 0, bytes)
      }),
    eraseFile: (name) => now(() => void storage.erase(name)),
    compact: () => now(() => void storage.compact()),
    read: (at, bytes) => now(() => chip.read(at, bytes)),
    write: (at, bytes, onPiece) =>
      now(() => {
        storage.writeAligned(at, bytes)
        onPiece?.(bytes.length)
      }),
    erasePage: (at) => now(() => chip.erasePage(at)),
    isErased: (at, bytes) => now(() => chip.isErased(at, bytes)),
    holds: (at, bytes) => now(() => chip.isEqual(at, bytes)),
  }
}
