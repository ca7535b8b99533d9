import { crc32 } from 'node:zlib'

/** A file for the board's Storage. */
export interface StorageFile {
  readonly name: string
  readonly bytes: Uint8Array
}

/** What a file in Storage is known by: the board counts the bytes and computes the CRC-32 where they lie. */
export interface Fingerprint {
  readonly bytes: number
  readonly crc32: number
}

/** Storage's header of a file, and the flash's smallest write (Espruino's jsflash.h). */
const headerBytes = 32
const wordBytes = 4

/** Bytes of flash that a file takes. */
export function bytesInFlash(bytes: Uint8Array): number {
  return headerBytes + Math.ceil(bytes.length / wordBytes) * wordBytes
}

export function fingerprintOf(bytes: Uint8Array): Fingerprint {
  return { bytes: bytes.length, crc32: crc32(bytes) }
}

export function isSame(one: Fingerprint | undefined, other: Fingerprint): boolean {
  return one?.bytes === other.bytes && one.crc32 === other.crc32
}

/** As eight hex digits. */
export function crcText({ crc32 }: Fingerprint): string {
  return crc32.toString(16).padStart(8, '0')
}
