import type { Bytes } from '../platform.ts'

/** The two packets without content (§3.12, §3.14). */
export const pingreq = '\xc0\0'
export const disconnect = '\xe0\0'

/** A number 0..65535 as two bytes, high first (§1.5.2). */
export function encodeNumber(value: number): Bytes {
  return String.fromCharCode(value >> 8, value)
}

/** A string with its length before it (§1.5.3); at most 65,535 bytes. */
function encodeString(text: Bytes): Bytes {
  return encodeNumber(text.length) + text
}

/** Fixed header and content: remaining length is 1..4 bytes, 7 bits each, low first (§2.2.3). */
function encodePacket(first: number, content: Bytes): Bytes {
  let header = String.fromCharCode(first)
  let rest = content.length
  while (rest > 127) {
    header += String.fromCharCode(rest | 128)
    rest >>= 7
  }
  return header + String.fromCharCode(rest) + content
}

/**
 * CONNECT with user name, password and clean session, so that a stale "on" cannot arrive hours later (MQTT 3.1.1 §3.1).
 * `keepAliveS` 1..65535.
 */
export function encodeConnect(clientId: Bytes, username: Bytes, password: Bytes, keepAliveS: number): Bytes {
  return encodePacket(
    0x10,
    encodeString('MQTT') +
      '\x04\xc2' +
      encodeNumber(keepAliveS) +
      encodeString(clientId) +
      encodeString(username) +
      encodeString(password),
  )
}

/** SUBSCRIBE to one filter at QoS 1 (§3.8); packetId 1..65535. */
export function encodeSubscribe(packetId: number, topicFilter: Bytes): Bytes {
  return encodePacket(0x82, encodeNumber(packetId) + encodeString(topicFilter) + '\x01')
}

/** PUBLISH (§3.3): at QoS 0 without packetId, at QoS 1 with one, 1..65535. */
export function encodePublish(topicName: Bytes, payload: Bytes, packetId?: number): Bytes {
  return packetId
    ? encodePacket(0x32, encodeString(topicName) + encodeNumber(packetId) + payload)
    : encodePacket(0x30, encodeString(topicName) + payload)
}

/** PUBACK (§3.4); `packetId` is the two bytes as they came [MQTT-2.3.1-6]. */
export function encodePuback(packetId: Bytes): Bytes {
  return '\x40\x02' + packetId
}
