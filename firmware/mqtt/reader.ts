import type { Bytes, Fault } from '../platform.ts'

/** A larger packet is not kept: a PUBLISH is skipped, anything else is malformed. */
export const budgetBytes = 2048
/** Aliyun takes payloads of 256 KiB at most; a PUBLISH that announces more than that and its topic is a liar. */
const announcedMax = 262_144 + 512

/**
 * The first bytes that a server may send us: PUBLISH of QoS 0 and 1 (dup only at QoS 1, with or without retain),
 * CONNACK, PUBACK, SUBACK, PINGRESP (MQTT 3.1.1 §2.2.1, §2.2.2).
 */
const firstBytes = '0213:; @\x90\xd0'
/** Their types, a bit each. */
const knownTypes = (1 << 2) | (1 << 3) | (1 << 4) | (1 << 9) | (1 << 13)

/** What a packet means to its reader: '' to go on, a fault to stop at once. */
export type Verdict = Fault | ''

/**
 * Gets each packet whole: its first byte, and where in `bytes` that stands which follows the fixed header, up to `to`;
 * nothing is copied before somebody wants it. First byte 0 stands for a PUBLISH over the budget that is being skipped:
 * what is there is then its packetId's two bytes, or nothing at QoS 0.
 */
export type Handle = (first: number, bytes: Bytes, from: number, to: number) => Verdict | void

// The only parser state. One reader a device: module state costs the engine 1 JsVar a number, an object 2 more.
let held: Bytes = ''
/** How many bytes `held` needs before another look is worth it. */
let wanted = 0
/** Bytes of a skipped PUBLISH that are still to come. */
let skipping = 0

/** Forgets half packets; before every connection. @seldom */
export function resetReader(): void {
  held = ''
  wanted = skipping = 0
}

/**
 * Takes the next chunk of the stream, hands over the packets that are complete; chunks may split or join them anywhere.
 * Most packets are PUBLISHes of one or two length bytes that fit the budget: those take the short way.
 */
export function feed(chunk: Bytes, handle: Handle): Verdict {
  // Runs from memory, not from flash: 21 JsVars save 22 reads of flash a set (npm run bench).
  'ram'
  held += skipping ? chunk.substr(skipping) : chunk
  if (skipping && (skipping -= chunk.length) < 0) skipping = 0
  const size = held.length
  if (size < wanted) return ''
  wanted = 0
  let at = 0
  while (at < size) {
    const first = held.charCodeAt(at)
    let length = held.charCodeAt(at + 1)
    let from = at + 2
    let next: number | Verdict = at
    if (length > 127) length += held.charCodeAt(from++) * 128 - 128
    // A length byte that is missing is NaN, and NaN is neither < nor > anything: more is wanted.
    if ((first & 253) === 48 && !(length > budgetBytes)) {
      // Where it ends.
      length += from
      if (length <= size) next = handle(first, held, from, length) || length
      else wanted = length - at
    } else next = feedOne(at, size, handle)
    if (typeof next !== 'number') return next
    if (next === at) break
    at = next
  }
  held = held.substr(at)
  return ''
}

/** Reads one packet at `at`, of any kind. Answers where the next one starts, `at` when bytes are missing, or a fault. @seldom */
function feedOne(at: number, size: number, handle: Handle): number | Verdict {
  const first = held.charCodeAt(at)
  // Flags that its type cannot have are malformed; QoS 2 is no crime, but unexpected.
  if (firstBytes.indexOf(held[at]!) < 0)
    return (knownTypes >> (first >> 4)) & 1 && (first & 0xf6) !== 0x34 ? 'malformed-packet' : 'unexpected-packet'
  let head = at + 2
  let length = held.charCodeAt(at + 1)
  for (let shift = 7; length >> shift; shift += 7) {
    // The 4th byte must not have its top bit set (§2.2.3).
    if (shift > 21) return 'malformed-packet'
    length += (held.charCodeAt(head++) - 1) << shift
  }
  if (head > size) return at
  const end = head + length
  if (length > 3 && (length > announcedMax || first >> 4 !== 3)) return 'malformed-packet'
  if (length > budgetBytes) {
    // The packetId stands behind the topic: even what is skipped is acknowledged, or a kept session sends it again at
    // each reconnect [MQTT-4.4.0-1].
    if (size < head + 2) return at
    const topicEnd = head + 2 + ((held.charCodeAt(head) << 8) | held.charCodeAt(head + 1))
    if (topicEnd > head + budgetBytes || topicEnd + (first & 2) > end) return 'malformed-packet'
    if (first & 2 && size < topicEnd + 2) return at
    const verdict = handle(0, held, topicEnd, topicEnd + (first & 2))
    if (verdict) return verdict
    if (end <= size) return end
    skipping = end - size
    return size
  }
  if (end > size) {
    wanted = end - at
    return at
  }
  return handle(first, held, head, end) || end
}
