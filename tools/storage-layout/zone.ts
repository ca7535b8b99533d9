import { aligned, headerBytes, headerOf } from '../storage/storage-headers.ts'
import { restFile } from './layout.ts'

/** A file for the board's Storage. */
export interface ZoneFile {
  readonly name: string
  readonly bytes: Uint8Array
}

/** Returns how many bytes files take in flash, one after the other. */
export function contentBytes(files: readonly ZoneFile[]): number {
  return files.reduce((sum, { bytes }) => sum + headerBytes + aligned(bytes.length), 0)
}

/** Returns each file with its header as it is written into a zone, and last the header of the file that fills the zone. */
export function zoneParts(files: readonly ZoneFile[], bytes: number): Uint8Array[] {
  const parts = files.map((file) => {
    const part = Buffer.alloc(headerBytes + aligned(file.bytes.length), 0xff)
    part.set(headerOf(file.name, file.bytes.length))
    part.set(file.bytes, headerBytes)
    return part
  })
  const left = bytes - contentBytes(files) - headerBytes
  return [...parts, headerOf(restFile, left)]
}
