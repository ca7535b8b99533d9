import { Buffer } from 'node:buffer'
import { Violation } from './client-packet.ts'

/** A packet as it lies on the wire: first byte of the fixed header, and what the remaining length covers. */
export interface RawPacket {
  firstByte: number
  body: Buffer
}

export interface PacketSplitter {
  /**
   * Takes a chunk and calls `found` with the packets that it completes, in order. Strict: a remaining length of more than 4
   * bytes, or one with more bytes than necessary, throws a Violation (§2.2.3) after the packets before it were found. Then the
   * splitter must not be used again.
   */
  push(chunk: Uint8Array, found: (packet: RawPacket) => void): void
}

export function createPacketSplitter(): PacketSplitter {
  let held = Buffer.alloc(0)
  return {
    push(chunk, found) {
      held = Buffer.concat([held, chunk])
      for (let next = takeOne(held); next !== undefined; next = takeOne(held)) {
        held = held.subarray(next.size)
        found(next.raw)
      }
    },
  }
}

function takeOne(bytes: Buffer): { raw: RawPacket; size: number } | undefined {
  const firstByte = bytes[0]
  if (firstByte === undefined) return undefined
  let length = 0
  for (let at = 1; ; at++) {
    const byte = bytes[at]
    if (byte === undefined) return undefined
    length += (byte & 0x7f) * 128 ** (at - 1)
    if (byte < 0x80) {
      if (byte === 0 && at > 1) throw new Violation('[§2.2.3]', `remaining length ${length} in ${at} bytes`)
      const size = at + 1 + length
      return bytes.length < size ? undefined : { raw: { firstByte, body: bytes.subarray(at + 1, size) }, size }
    }
    if (at === 4) throw new Violation('[§2.2.3]', 'remaining length of more than 4 bytes')
  }
}
