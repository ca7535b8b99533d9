import { crc32 } from 'node:zlib'

/** A file for the board's Storage. */
export interface StorageFile {
  readonly name: string
  readonly bytes: Uint8Array
}

/** Length and CRC-32 of a file, which the board computes without sending the file. */
export interface Fingerprint {
  readonly bytes: number
  readonly crc32: number
}

/** Size of a file's header in Storage, and of the flash's smallest write, bytes (Espruino's jsflash.h). */
const headerBytes = 32
const wordBytes = 4

/** Returns how many bytes of flash a file takes. */
export function bytesInFlash(bytes: Uint8Array): number {
  return headerBytes + Math.ceil(bytes.length / wordBytes) * wordBytes
}

export function fingerprintOf(bytes: Uint8Array): Fingerprint {
  return { bytes: bytes.length, crc32: crc32(bytes) }
}

export function isSame(one: Fingerprint | undefined, other: Fingerprint): boolean {
  return one?.bytes === other.bytes && one.crc32 === other.crc32
}

/** Returns the CRC-32 as eight hex digits. */
export function crcText({ crc32 }: Fingerprint): string {
  return crc32.toString(16).padStart(8, '0')
}
