import { Buffer } from 'node:buffer'

/** Bytes as the firmware has them: a string each of whose characters is one byte, 0..255. */
export function bytes(...parts: readonly (number | string | Uint8Array)[]): string {
  return parts
    .map((part) =>
      typeof part === 'number' ? String.fromCharCode(part) : typeof part === 'string' ? part : latin1(part),
    )
    .join('')
}

/** Text as the firmware has it: its UTF-8 bytes. */
export function utf8(text: string): string {
  return latin1(Buffer.from(text))
}

/**
 * What leaves a socket when the firmware writes a string. The engine masks String.fromCharCode to one byte, Node does
 * not; as latin1 the upper bits are lost here, too.
 */
export function wire(written: string): Buffer {
  return Buffer.from(written, 'latin1')
}

/** The other direction: a chunk as a `data` listener gets it. */
export function latin1(chunk: Uint8Array): string {
  return Buffer.from(chunk).toString('latin1')
}

/** For messages of assertions. */
export function hex(text: string): string {
  return wire(text).toString('hex')
}
