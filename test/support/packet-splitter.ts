import { Buffer } from 'node:buffer'
import { Violation } from './client-packet.ts'

/** A packet as it lies on the wire: first byte of the fixed header, and what the remaining length covers. */
export interface RawPacket {
  firstByte: number
  body: Buffer
}

export interface PacketSplitter {
  /**
   * Takes a chunk and answers the packets it completes, strictly: a remaining length of more than 4 bytes, or one that
   * is longer than it need be, throws a Violation (§2.2.3). After that the splitter must not be used again.
   */
  push(chunk: Uint8Array): RawPacket[]
}

export function createPacketSplitter(): PacketSplitter {
  let held = Buffer.alloc(0)
  return {
    push(chunk) {
      held = Buffer.concat([held, chunk])
      const packets: RawPacket[] = []
      for (let next = takeOne(held); next !== undefined; next = takeOne(held)) {
        packets.push(next.raw)
        held = held.subarray(next.size)
      }
      return packets
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
