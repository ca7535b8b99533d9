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
/** What is malformed of the rest: those types with flags they cannot have. QoS 2 is no crime, but unexpected. */
const knownTypes = '0 @\x90\xd0'
const qos2 = '45<='

/** What a packet means to its reader: '' to go on, a fault to stop at once. */
export type Verdict = Fault | ''

/**
 * Gets each packet whole: its first byte and what follows the fixed header. First byte 0 stands for a PUBLISH over the
 * budget that is being skipped; `content` is then its packetId's two bytes, or '' at QoS 0.
 */
export type Handle = (first: number, content: Bytes) => Verdict

// The only parser state. One reader a device: module state costs the engine 1 JsVar a number, an object 2 more.
let held: Bytes = ''
/** How many bytes `held` needs before another look is worth it. */
let wanted = 0
/** Bytes of a skipped PUBLISH that are still to come. */
let skipping = 0

/** Forgets half packets; before every connection. */
export function resetReader(): void {
  held = ''
  wanted = skipping = 0
}

/** Takes the next chunk of the stream, hands over the packets that are complete; chunks may split or join them anywhere. */
export function feed(chunk: Bytes, handle: Handle): Verdict {
  if (skipping) {
    const skipped = skipping
    skipping -= chunk.length
    if (skipping >= 0) return ''
    skipping = 0
    chunk = chunk.substr(skipped)
  }
  held += chunk
  const size = held.length
  if (size < wanted) return ''
  let at = 0
  wanted = 0
  while (at < size) {
    const first = held.charCodeAt(at)
    if (firstBytes.indexOf(held.charAt(at)) < 0) {
      return knownTypes.indexOf(String.fromCharCode(first & 0xf0)) < 0 || qos2.indexOf(held.charAt(at)) >= 0
        ? 'unexpected-packet'
        : 'malformed-packet'
    }
    let head = at + 2
    let length = held.charCodeAt(at + 1)
    for (let shift = 7; length >> shift; shift += 7) {
      // The 4th byte must not have its top bit set (§2.2.3).
      if (shift > 21) return 'malformed-packet'
      length += (held.charCodeAt(head++) - 1) << shift
    }
    if (head > size) break
    const end = head + length
    if (length > 3) {
      if (length > announcedMax || first >> 4 !== 3) return 'malformed-packet'
      if (length > budgetBytes) {
        // The packetId stands behind the topic: even what is skipped is acknowledged, or a kept session sends it again
        // at each reconnect [MQTT-4.4.0-1].
        const topicEnd = head + 2 + ((held.charCodeAt(head) << 8) | held.charCodeAt(head + 1))
        if (topicEnd > head + budgetBytes) return 'malformed-packet'
        if (first & 2 && size < topicEnd + 2) break
        const verdict = handle(0, first & 2 ? held.substr(topicEnd, 2) : '')
        if (verdict) return verdict
        at = end
        continue
      }
    }
    if (end > size) {
      wanted = end - at
      break
    }
    const verdict = handle(first, held.substr(head, length))
    if (verdict) return verdict
    at = end
  }
  if (at > size) skipping = at - size
  held = held.substr(at)
  return ''
}
