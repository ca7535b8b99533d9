import type { Bytes, Hash } from '../platform.ts'

/** A hash's block, bytes: SHA-256 works on 64. */
const blockBytes = 64

/** The key, filled up with zeros to one block, each byte XOR `mask`. */
function pad(key: Bytes, mask: number): Bytes {
  let padded = ''
  // Past the end charCodeAt is NaN, and NaN ^ mask is mask: the zeros come by themselves.
  for (let i = 0; i < blockBytes; i++) padded += String.fromCharCode(key.charCodeAt(i) ^ mask)
  return padded
}

/** HMAC (RFC 2104) over a hash with 64-byte blocks, as lower-case hex: 64 characters for SHA-256. */
export function hmacHex(hash: Hash, key: Bytes, message: Bytes): Bytes {
  if (key.length > blockBytes) key = hash(key)
  const digest = hash(pad(key, 0x5c) + hash(pad(key, 0x36) + message))
  let hex = ''
  for (let i = 0; i < digest.length; i++) hex += (digest.charCodeAt(i) + 256).toString(16).substr(1)
  return hex
}
