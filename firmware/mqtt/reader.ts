import type { Bytes, Fault } from '../platform.ts'

/** A larger packet is not kept: a PUBLISH is skipped, anything else is malformed. */
export const budgetBytes = 2048
/** Aliyun takes payloads of 256 KiB at most; a PUBLISH that announces more than that and its topic is a liar. */
const announcedMax = 262_144 + 512

/** What a packet means to its reader: '' to go on, a fault to stop at once. */
export type Verdict = Fault | ''

/**
 * Gets each packet whole: its first byte and what follows the fixed header. First byte 0 stands for a PUBLISH over the
 * budget that is being skipped; `content` is then its packetId's two bytes, or '' at QoS 0.
 */
export type Handle = (first: number, content: Bytes) => Verdict

// The only parser state. One reader a device: module state costs the engine 2 JsVars a name, an object 60.
let held: Bytes = ''
/** How many bytes `held` needs before another look is worth it. */
let wanted = 1
/** Bytes of a skipped PUBLISH that are still to come. */
let skipping = 0

/** Forgets half packets; before every connection. */
export function resetReader(): void {
  held = ''
  wanted = 1
  skipping = 0
}

function keep(from: number, needed: number): Verdict {
  held = held.substr(from)
  wanted = needed
  return ''
}

/** First byte: type and flags that the server may send us (MQTT 3.1.1 §2.2.1, §2.2.2). */
function checkFirst(first: number): Verdict {
  const type = first >> 4
  if (type === 3) {
    const flags = first & 14
    if (flags === 8 || (flags & 6) === 6) return 'malformed-packet'
    return flags & 4 ? 'unexpected-packet' : ''
  }
  if (type !== 2 && type !== 4 && type !== 9 && type !== 13) return 'unexpected-packet'
  return first & 15 ? 'malformed-packet' : ''
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
  while (at < size) {
    const first = held.charCodeAt(at)
    let verdict = checkFirst(first)
    if (verdict) return verdict
    let head = at + 2
    let length = held.charCodeAt(at + 1)
    for (let shift = 7; length >> shift; shift += 7) {
      // The 4th byte must not have its top bit set (§2.2.3).
      if (shift > 21) return 'malformed-packet'
      length += (held.charCodeAt(head++) - 1) << shift
    }
    if (head > size) return keep(at, head - at)
    const publish = first >> 4 === 3
    if (length > (publish ? announcedMax : 3)) return 'malformed-packet'
    if (length > budgetBytes) {
      // The packetId stands behind the topic: even what is skipped is acknowledged, or a kept session sends it again
      // at each reconnect [MQTT-4.4.0-1].
      const topicEnd = head + 2 + ((held.charCodeAt(head) << 8) | held.charCodeAt(head + 1))
      if (topicEnd > head + budgetBytes) return 'malformed-packet'
      if (first & 2 && size < topicEnd + 2) return keep(at, topicEnd + 2 - at)
      verdict = handle(0, first & 2 ? held.substr(topicEnd, 2) : '')
      if (verdict) return verdict
      skipping = head + length - size
      if (skipping >= 0) return keep(size, 1)
      skipping = 0
    } else {
      if (head + length > size) return keep(at, head + length - at)
      verdict = handle(first, held.substr(head, length))
      if (verdict) return verdict
    }
    at = head + length
  }
  return keep(size, 1)
}
