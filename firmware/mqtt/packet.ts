import type { Bytes } from '../platform.ts'

/** The two packets without content (MQTT 3.1.1 §3.12, §3.14). */
export const pingreq = '\xc0\0'
export const disconnect = '\xe0\0'

/** What CONNACK's return codes mean (§3.2.2.3); one string, which costs no memory until it is wanted. */
export function meaningOf(returnCode: number): string {
  const meanings = 'protocol version,identifier rejected,server unavailable,bad user name or password,not authorized'
  return meanings.split(',')[returnCode - 1] || 'unknown'
}

/** A string with its length before it, two bytes, high first (§1.5.3); at most 65,535 bytes. */
export function encodeString(text: Bytes): Bytes {
  return String.fromCharCode(text.length >> 8, text.length) + text
}

/** Fixed header and content: remaining length is 1..4 bytes, 7 bits each, low first (§2.2.3). */
export function encodePacket(first: Bytes, content: Bytes): Bytes {
  let rest = content.length
  while (rest > 127) {
    first += String.fromCharCode(rest | 128)
    rest >>= 7
  }
  return first + String.fromCharCode(rest) + content
}

/**
 * CONNECT with user name, password and clean session, so that a stale "on" cannot arrive hours later (§3.1).
 * `keepAliveS` 1..65535.
 */
export function encodeConnect(clientId: Bytes, username: Bytes, password: Bytes, keepAliveS: number): Bytes {
  return encodePacket(
    '\x10',
    encodeString('MQTT') +
      '\x04\xc2' +
      String.fromCharCode(keepAliveS >> 8, keepAliveS) +
      encodeString(clientId) +
      encodeString(username) +
      encodeString(password),
  )
}

/** SUBSCRIBE to one filter at QoS 1 (§3.8); `packetId` as its two bytes, not both 0. */
export function encodeSubscribe(packetId: Bytes, topicFilter: Bytes): Bytes {
  return encodePacket('\x82', packetId + encodeString(topicFilter) + '\x01')
}

/** PUBLISH at QoS 0 (§3.3). */
export function encodePublish(topicName: Bytes, payload: Bytes): Bytes {
  return encodePacket('0', encodeString(topicName) + payload)
}

/** PUBLISH at QoS 1; `packetId` as its two bytes, not both 0. */
export function encodePublish1(topicName: Bytes, packetId: Bytes, payload: Bytes): Bytes {
  return encodePacket('2', encodeString(topicName) + packetId + payload)
}

/** PUBACK (§3.4); `packetId` is the two bytes as they came [MQTT-2.3.1-6]. */
export function encodePuback(packetId: Bytes): Bytes {
  return '\x40\x02' + packetId
}
