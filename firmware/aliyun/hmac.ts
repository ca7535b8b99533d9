import type { Bytes, Hash } from '../platform.ts'

/** A hash's block, bytes: SHA-256 works on 64. */
const blockBytes = 64

/**
 * HMAC (RFC 2104) over a hash with 64-byte blocks, as lower-case hex: 64 characters for SHA-256. The key is filled up
 * with zeros to one block, each byte XOR 0x36 inside and XOR 0x5c outside.
 */
export function hmacHex(hash: Hash, key: Bytes, message: Bytes): Bytes {
  // From memory: half of the time of a signature by the build's own hash.
  'ram'
  if (key.length > blockBytes) key = hash(key)
  let inner = ''
  let outer = ''
  let i = 0
  for (; i < blockBytes; i++) {
    // Past its end the key is NaN, and NaN ^ 0x36 is 0x36.
    const byte = key.charCodeAt(i)
    inner += String.fromCharCode(byte ^ 0x36)
    outer += String.fromCharCode(byte ^ 0x5c)
  }
  const digest = hash(outer + hash(inner + message))
  // No toString(16): it would leave the prototype of numbers behind in memory.
  const digits = '0123456789abcdef'
  let hex = ''
  for (i = 0; i < 2 * digest.length; i++) hex += digits[(digest.charCodeAt(i >> 1) >> (i & 1 ? 0 : 4)) & 15]!
  return hex
}
