import { checksum, protocols, pseudoHeader, viewOf } from './packets.ts'

export const flags = { fin: 1, syn: 2, rst: 4, psh: 8, ack: 16 } as const

export interface Segment {
  fromPort: number
  toPort: number
  sequence: number
  acknowledged: number
  flags: number
  window: number
  /** The largest segment that the sender takes, told with its SYN. */
  mss?: number
  data: Uint8Array
}

const headBytes = 20
const mssOption = 2

/** Returns undefined for what is too short. */
export function decodeSegment(bytes: Uint8Array): Segment | undefined {
  const head = ((bytes[12] ?? 0) >> 4) * 4
  if (head < headBytes || bytes.length < head) return undefined
  const view = viewOf(bytes)
  const segment: Segment = {
    fromPort: view.getUint16(0),
    toPort: view.getUint16(2),
    sequence: view.getUint32(4),
    acknowledged: view.getUint32(8),
    flags: bytes[13] ?? 0,
    window: view.getUint16(14),
    data: bytes.subarray(head),
  }
  const mss = findMss(bytes.subarray(headBytes, head))
  return mss === undefined ? segment : { ...segment, mss }
}

export function encodeSegment(segment: Segment, from: string, to: string): Uint8Array {
  const head = headBytes + (segment.mss === undefined ? 0 : 4)
  const bytes = new Uint8Array(head + segment.data.length)
  const view = viewOf(bytes)
  view.setUint16(0, segment.fromPort)
  view.setUint16(2, segment.toPort)
  view.setUint32(4, segment.sequence)
  view.setUint32(8, segment.acknowledged)
  bytes[12] = (head / 4) << 4
  bytes[13] = segment.flags
  view.setUint16(14, segment.window)
  if (segment.mss !== undefined) bytes.set([mssOption, 4, segment.mss >> 8, segment.mss & 0xff], headBytes)
  bytes.set(segment.data, head)
  view.setUint16(16, checksum(pseudoHeader(from, to, protocols.tcp, bytes.length), bytes))
  return bytes
}

function findMss(options: Uint8Array): number | undefined {
  for (let at = 0; at < options.length && options[at] !== 0;) {
    if (options[at] === 1) {
      at++
      continue
    }
    if (options[at] === mssOption) return ((options[at + 2] ?? 0) << 8) | (options[at + 3] ?? 0)
    at += Math.max(2, options[at + 1] ?? 2)
  }
  return undefined
}

/** How far `b` is behind `a` among sequence numbers, which wrap. */
export function distance(a: number, b: number): number {
  return (a - b) | 0
}

export function advance(sequence: number, by: number): number {
  return (sequence + by) >>> 0
}
