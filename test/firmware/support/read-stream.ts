import { feed, resetReader, type Verdict } from '../../../firmware/mqtt/reader.ts'
import { latin1 } from './bytes.ts'

/** What the reader made of a stream: the packets it handed over, and its last word. */
export interface Reading {
  readonly packets: [first: number, content: string][]
  readonly verdict: Verdict
}

/** Feeds a new connection's chunks; as the link does, stops at the first verdict. */
export function readStream(chunks: Iterable<string | Uint8Array>): Reading {
  const packets: [number, string][] = []
  resetReader()
  for (const chunk of chunks) {
    const verdict = feedChunk(typeof chunk === 'string' ? chunk : latin1(chunk), (...packet) => {
      packets.push(packet)
      return ''
    })
    if (verdict !== '') return { packets, verdict }
  }
  return { packets, verdict: '' }
}

/** Feeds one chunk; `handle` gets each packet's first byte and content, cut out for it. */
export function feedChunk(chunk: string, handle: (first: number, content: string) => Verdict): Verdict {
  return feed(chunk, (first, bytes, from, to) => handle(first, bytes.substring(from, to)))
}

/** One byte at a time. */
export function* byteByByte(stream: Uint8Array): Iterable<string> {
  for (const byte of stream) yield String.fromCharCode(byte)
}

/** Cuts a stream at `places`, given in rising order; a place twice gives an empty chunk. */
export function cut(stream: Uint8Array, places: readonly number[]): Uint8Array[] {
  return [0, ...places].map((from, index) => stream.subarray(from, places[index] ?? stream.length))
}
