import type { Bytes } from '../platform/platform.ts'

/** The two packets without content (MQTT 3.1.1 §3.12, §3.14). */
export const pingreq = '\xc0\0'
export const disconnect = '\xe0\0'

/** Returns what a return code of CONNACK means (§3.2.2.3). One string, which takes memory only while this runs. @seldom */
export function meaningOf(returnCode: number): string {
  const meanings = 'protocol version,identifier rejected,server unavailable,bad user name or password,not authorized'
  return meanings.split(',')[returnCode - 1] || 'unknown'
}

/** Returns a string with its length before it in two bytes, high first (§1.5.3); at most 65,535 bytes. */
export function encodeString(text: Bytes): Bytes {
  return String.fromCharCode(text.length >> 8, text.length) + text
}

/**
 * Returns the fixed header and the content, which has at most 16,383 bytes: remaining length is 7 bits a byte, low first
 * (§2.2.3). `first` is the byte of packet type and flags: '0' (0x30) a PUBLISH of QoS 0, '2' (0x32) of QoS 1.
 */
export function encodePacket(first: Bytes, content: Bytes): Bytes {
  // Runs from memory: 6 JsVars save 7 reads of flash a property set (docs/firmware-size.md).
  'ram'
  const length = content.length
  return (
    first +
    (length > 127 ? String.fromCharCode((length & 127) | 128, length >> 7) : String.fromCharCode(length)) +
    content
  )
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

/** UNSUBSCRIBE from one topic filter (§3.10); `packetId` as its two bytes, not both 0. @seldom */
export function encodeUnsubscribe(packetId: Bytes, filter: Bytes): Bytes {
  return encodePacket('\xa2', packetId + encodeString(filter))
}

/** SUBSCRIBE to one topic filter at QoS 1 (§3.8); `packetId` as its two bytes, not both 0. @seldom */
export function encodeSubscribe(packetId: Bytes, filter: Bytes): Bytes {
  return encodePacket('\x82', packetId + encodeString(filter) + '\x01')
}
