import type { Bytes, Fault } from '../platform/platform.ts'

/** Largest remaining length that is kept, bytes: a longer PUBLISH is skipped, any other packet so long is malformed. */
export const budgetBytes = 2048
/** Aliyun takes payloads of 256 KiB at most: a PUBLISH that announces more than that and a topic is malformed. */
const announcedMax = 262_144 + 512

/**
 * The first bytes that a server may send us: PUBLISH of QoS 0 and 1 (dup only at QoS 1, with or without retain),
 * CONNACK, PUBACK, SUBACK, PINGRESP (MQTT 3.1.1 §2.2.1, §2.2.2).
 */
const firstBytes = '0213:; @\x90\xd0'
/** Their packet types, a bit each. */
const knownTypes = (1 << 2) | (1 << 3) | (1 << 4) | (1 << 9) | (1 << 13)
/** UNSUBACK, undefined where no application unsubscribes. */
let unsuback: Bytes | undefined

/** What handling a packet led to: '' to go on, a fault to stop reading at once. */
export type Verdict = Fault | ''

/**
 * Gets each complete packet: its first byte, and from where to where in `bytes` stands what follows the fixed header, so
 * that nothing is copied before it is needed. A first byte of 0 stands for a PUBLISH over the budget, which is skipped: of
 * it there are only the two bytes of its packetId, or none at QoS 0.
 */
export type Handle = (first: number, bytes: Bytes, from: number, to: number) => Verdict | void

// The parser's whole state, of the one reader that a device has: as variables 1 JsVar a number, in an object 2 more in all.
/** Bytes that came and are not yet a complete packet. */
let held: Bytes = ''
/** Length that `held` must reach before it is looked at again, 1 or more. */
let wanted = 1
/** Bytes of a skipped PUBLISH that are still to come. */
let skipping = 0

/** UNSUBACK may come from now on. @seldom */
export function expectUnsuback(): void {
  unsuback = '\xb0'
}

/** Forgets an incomplete packet; called before every connection. @seldom */
export function resetReader(): void {
  held = ''
  wanted = 1
  skipping = 0
}

/**
 * Takes the next chunk of the stream and hands over the packets that are complete; chunks may split or join packets
 * anywhere. Most packets are PUBLISHes of one or two length bytes that fit the budget: those are read here, others by
 * `feedOne`. Returns '' or the fault at which it stopped.
 */
export function feed(chunk: Bytes, handle: Handle): Verdict {
  // Runs from memory: 21 JsVars save 22 reads of flash a property set (docs/firmware-size.md).
  'ram'
  held += skipping ? afterSkipped(chunk) : chunk
  const size = held.length
  if (size < wanted) return ''
  wanted = 1
  let at = 0
  do {
    const first = held.charCodeAt(at)
    let length = held.charCodeAt(at + 1)
    let from = at + 2
    let next: number | Verdict = at
    if (length > 127) length += held.charCodeAt(from++) * 128 - 128
    // A missing length byte is NaN, and no comparison with NaN is true: then the packet is incomplete.
    if ((first & 253) === 48 && !(length > budgetBytes)) {
      // From here on `length` is where the packet ends.
      length += from
      if (length <= size) next = handle(first, held, from, length) || length
      else wanted = length - at
    } else next = feedOne(at, size, handle)
    if (typeof next !== 'number') return next
    if (next === at) break
    at = next
  } while (at < size)
  held = held.substr(at)
  return ''
}

/** Returns what of a chunk is not of the PUBLISH that is skipped. @seldom */
function afterSkipped(chunk: Bytes): Bytes {
  const rest = chunk.substr(skipping)
  if ((skipping -= chunk.length) < 0) skipping = 0
  return rest
}

/** Reads one packet of any kind at `at`. Returns where the next one starts, `at` when bytes are missing, or a fault. @seldom */
function feedOne(at: number, size: number, handle: Handle): number | Verdict {
  const first = held.charCodeAt(at)
  // Flags that the type cannot have are malformed. QoS 2 is well-formed, but was not asked for.
  if (firstBytes.indexOf(held[at]!) < 0 && !(unsuback && held[at] === unsuback))
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
    // The packetId stands after the topic. A skipped PUBLISH is acknowledged, too: else a kept session would send it again
    // at each reconnect [MQTT-4.4.0-1].
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
  // What an UNSUBACK says of its packet, a PUBACK says of another.
  return handle(unsuback && held[at] === unsuback ? 0x40 : first, held, head, end) || end
}
