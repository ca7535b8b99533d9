import type { Bytes, Hash } from '../platform/platform.ts'

/** Block size of SHA-256, bytes. */
const blockBytes = 64

/**
 * Returns HMAC (RFC 2104) over a hash with 64-byte blocks as lower-case hex, 64 characters for SHA-256. The key is padded
 * with zeros to one block; each byte is XORed with 0x36 for the inner hash and with 0x5c for the outer one.
 */
export function hmacHex(hash: Hash, key: Bytes, message: Bytes): Bytes {
  // Runs from memory: a signature with the build's own hash then takes half the time (docs/firmware-size.md).
  'ram'
  if (key.length > blockBytes) key = hash(key)
  let inner = ''
  let outer = ''
  let i = 0
  for (; i < blockBytes; i++) {
    // Past the key's end charCodeAt returns NaN, and NaN ^ 0x36 is 0x36: the padding.
    const byte = key.charCodeAt(i)
    inner += String.fromCharCode(byte ^ 0x36)
    outer += String.fromCharCode(byte ^ 0x5c)
  }
  const digest = hash(outer + hash(inner + message))
  // No toString(16): with it the engine would create the prototype of numbers and keep it in memory.
  const digits = '0123456789abcdef'
  let hex = ''
  for (i = 0; i < 2 * digest.length; i++) hex += digits[(digest.charCodeAt(i >> 1) >> (i & 1 ? 0 : 4)) & 15]!
  return hex
}
