import type { Bytes } from '../platform.ts'

/** The 64 round constants and, behind them, the 8 words the hash starts from (FIPS 180-4 §4.2.2, §5.3.3), as base64. */
const constants =
  'QoovmHE3RJG1wPvP6bXbpTlWwltZ8RHxkj+CpKscXtXYB6qYEoNbASQxhb5VDH3Dcr5ddIDesf6b3AanwZvxdOSbacHvvkeGD8GdxiQMocwt6Sxv' +
  'SnSEqlywqdx2+YjamD5RUqgxxm2wAyfIv1l/x8bgC/PVp5FHBspjURQpKWcntwqFLhshOE0sbfxTOA0TZQpzVHZqCruBwskuknIshaK/6KGoGmZL' +
  'wkuLcMdsUaPRkugZ1pkGJPQONYUQaqBwGaTBFh43bAgnSHdMNLC8tTkcDLNO2KpKW5zKT2gub/N0j4LueKVjb4TIeBSMxwIIkL7/+qRQbOu++aP3' +
  'xnF48moJ5me7Z66FPG7zcqVP9TpRDlJ/mwVojB+D2atb4M0Z'

/** `count` big-endian 32-bit words of `bytes`, from byte `at` on. */
function words(bytes: Bytes, at: number, count: number): Int32Array {
  const answer = new Int32Array(count)
  for (let i = 0; i < count; i++, at += 4) {
    answer[i] =
      (bytes.charCodeAt(at) << 24) |
      (bytes.charCodeAt(at + 1) << 16) |
      (bytes.charCodeAt(at + 2) << 8) |
      bytes.charCodeAt(at + 3)
  }
  return answer
}

/**
 * SHA-256 for builds of the engine that have none (ESP8266, RP2040, some ESP32): bytes in, 32 bytes out
 * (FIPS 180-4 §6.2). Slow, a few ms a block on a fast machine; the firmware signs once, at start-up.
 */
export function sha256(bytes: Bytes): Bytes {
  const tables = words(atob(constants), 0, 72)
  const state = new Int32Array(8)
  for (let i = 0; i < 8; i++) state[i] = tables[64 + i]!
  const bits = bytes.length * 8
  bytes += '\x80'
  while (bytes.length % 64 !== 56) bytes += '\0'
  bytes += '\0\0\0\0' + String.fromCharCode(bits >> 24, bits >> 16, bits >> 8, bits)
  for (let at = 0; at < bytes.length; at += 64) block(state, tables, words(bytes, at, 16))
  let digest = ''
  for (let i = 0; i < 32; i++) digest += String.fromCharCode(state[i >> 2]! >> (24 - 8 * (i & 3)))
  return digest
}

/** Works one block of 16 words into `state`; `w` becomes a ring of the message schedule's last 16 words. */
function block(state: Int32Array, tables: Int32Array, w: Int32Array): void {
  let a = state[0]!
  let b = state[1]!
  let c = state[2]!
  let d = state[3]!
  let e = state[4]!
  let f = state[5]!
  let g = state[6]!
  let h = state[7]!
  for (let i = 0; i < 64; i++) {
    let x = w[i & 15]!
    if (i > 15) {
      const y = w[(i + 1) & 15]!
      const z = w[(i + 14) & 15]!
      x =
        (x +
          w[(i + 9) & 15]! +
          (((y >>> 7) | (y << 25)) ^ ((y >>> 18) | (y << 14)) ^ (y >>> 3)) +
          (((z >>> 17) | (z << 15)) ^ ((z >>> 19) | (z << 13)) ^ (z >>> 10))) |
        0
      w[i & 15] = x
    }
    x +=
      h +
      tables[i]! +
      (((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))) +
      ((e & f) ^ (~e & g))
    h = g
    g = f
    f = e
    e = (d + x) | 0
    d = c
    c = b
    b = a
    a =
      (x +
        (((b >>> 2) | (b << 30)) ^ ((b >>> 13) | (b << 19)) ^ ((b >>> 22) | (b << 10))) +
        ((b & c) ^ (b & d) ^ (c & d))) |
      0
  }
  state[0]! += a
  state[1]! += b
  state[2]! += c
  state[3]! += d
  state[4]! += e
  state[5]! += f
  state[6]! += g
  state[7]! += h
}
