import type { Bytes, Hash } from '../platform.ts'

/** A hash's block, bytes: SHA-256 works on 64. */
const blockBytes = 64

/**
 * HMAC (RFC 2104) over a hash with 64-byte blocks, as lower-case hex: 64 characters for SHA-256. The key is filled up
 * with zeros to one block, each byte XOR 0x36 inside and XOR 0x5c outside; those are the codes of '6' and '\\'.
 */
export function hmacHex(hash: Hash, key: Bytes, message: Bytes): Bytes {
  if (key.length > blockBytes) key = hash(key)
  let inner = ''
  let outer = ''
  let i = 0
  for (; i < key.length; i++) {
    const byte = key.charCodeAt(i)
    inner += String.fromCharCode(byte ^ 0x36)
    outer += String.fromCharCode(byte ^ 0x5c)
  }
  for (; i < blockBytes; i++) {
    inner += '6'
    outer += '\\'
  }
  const digest = hash(outer + hash(inner + message))
  // No toString(16): it would leave the prototype of numbers behind in memory.
  const digits = '0123456789abcdef'
  let hex = ''
  for (i = 0; i < digest.length; i++) {
    const byte = digest.charCodeAt(i)
    hex += digits.charAt(byte >> 4) + digits.charAt(byte & 15)
  }
  return hex
}
