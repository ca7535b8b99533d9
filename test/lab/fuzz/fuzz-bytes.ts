import { Buffer } from 'node:buffer'
import type { Random } from '../../../tools/chaos/random.ts'

/** Bytes that parsers trip over: limits of lengths and counts, and first bytes of packets. */
const telling = [0x00, 0x01, 0x7f, 0x80, 0xff, 0x20, 0x30, 0x32, 0x36, 0x40, 0x90, 0xd0]

/** Cuts bytes into chunks of 1 to `upTo` bytes; together they are the input, in order. */
export function randomChunks(random: Random, bytes: Uint8Array, upTo: number): Uint8Array[] {
  const chunks: Uint8Array[] = []
  for (let at = 0; at < bytes.length;) {
    const size = 1 + random.below(upTo)
    chunks.push(bytes.subarray(at, at + size))
    at += size
  }
  return chunks
}

type Mutation = (random: Random, bytes: Buffer, at: number, count: number) => Uint8Array[]

/** Each gets a place `at` in the bytes and a short `count`, and answers parts to be joined. */
const mutations: readonly Mutation[] = [
  // one bit turned
  (random, bytes, at) =>
    [bytes.subarray(0, at), [(bytes[at] ?? 0) ^ (1 << random.below(8))], bytes.subarray(at + 1)].map(toBytes),
  // one byte replaced by a telling one
  (random, bytes, at) => [bytes.subarray(0, at), toBytes([random.pick(telling)]), bytes.subarray(at + 1)],
  // some bytes lost
  (_random, bytes, at, count) => [bytes.subarray(0, at), bytes.subarray(at + count)],
  // some bytes come twice
  (_random, bytes, at, count) => [bytes.subarray(0, at + count), bytes.subarray(at)],
  // some random bytes come in between
  (random, bytes, at, count) => [bytes.subarray(0, at), random.bytes(count), bytes.subarray(at)],
  // the rest never comes
  (_random, bytes, at) => [bytes.subarray(0, at)],
  // two neighbouring stretches change places
  (_random, bytes, at, count) => [
    bytes.subarray(0, at),
    bytes.subarray(at + count, at + 2 * count),
    bytes.subarray(at, at + count),
    bytes.subarray(at + 2 * count),
  ],
]

/** Changes good bytes in one place, in one of seven ways; may leave them as they were by chance. */
export function mutateBytes(random: Random, bytes: Uint8Array): Buffer {
  const mutate = random.pick(mutations)
  return Buffer.concat(mutate(random, Buffer.from(bytes), random.below(bytes.length), 1 + random.below(8)))
}

function toBytes(part: Uint8Array | readonly number[]): Uint8Array {
  return Uint8Array.from(part)
}
