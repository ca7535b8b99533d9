import type { Bytes } from '../platform/platform.ts'

/**
 * Fills the tables of 4-byte words: the initial hash value from the fractional parts of the square roots of the first 8
 * primes, the round constants from those of the cube roots of the first 64 (FIPS 180-4 §5.3.3, §4.2.2). Computing them
 * takes 300 bytes less than writing them down. Rounding is safe: the value closest to a rounding error is 0.0055 of a last
 * bit away from it, and the engine's floats are exact to 0.00001.
 */
function fillTables(initial: Int32Array, constants: Int32Array): void {
  'ram'
  for (let number = 2, count = 0; count < 64; number++) {
    let divisor = 2
    while (divisor * divisor <= number && number % divisor) divisor++
    if (divisor * divisor > number) {
      if (count < 8) initial[count] = (Math.sqrt(number) % 1) * 4294967296
      constants[count++] = (Math.exp(Math.log(number) / 3) % 1) * 4294967296
    }
  }
}

/** Returns `word` rotated right three times, XORed; when `three` is below 11 the last is a shift (FIPS 180-4 §4.1.2). */
function mix(word: number, one: number, two: number, three: number): number {
  'ram'
  return (
    ((word >>> one) | (word << (32 - one))) ^
    ((word >>> two) | (word << (32 - two))) ^
    ((word >>> three) | (three > 10 ? word << (32 - three) : 0))
  )
}

/**
 * SHA-256 (FIPS 180-4 §6.2) for builds of the engine that have none (ESP8266, RP2040, some ESP32). Returns 32 bytes. Slow,
 * a few ms a block on a fast machine; the firmware signs once, at start-up. @start
 */
export function sha256(bytes: Bytes): Bytes {
  const state = new Int32Array(8)
  const constants = new Int32Array(64)
  fillTables(state, constants)
  const bits = bytes.length * 8
  bytes += '\x80'
  while (bytes.length % 64 !== 56) bytes += '\0'
  bytes += '\0\0\0\0' + String.fromCharCode(bits >> 24, bits >> 16, bits >> 8, bits)
  for (let at = 0; at < bytes.length; at += 64) addBlock(state, constants, bytes.substr(at, 64))
  let digest = ''
  for (let i = 0; i < 32; i++) digest += String.fromCharCode(state[i >> 2]! >> (24 - 8 * (i & 3)))
  return digest
}

/**
 * Updates `state` with a block of 64 bytes. `w` is a ring that holds the last 16 words of the message schedule. `v` is a
 * ring, too: in round i the standard's a to h are v[-i], v[1 - i] ... v[7 - i], so that no round has to move them.
 */
function addBlock(state: Int32Array, constants: Int32Array, block: Bytes): void {
  // Runs from memory: this takes a third of the time (docs/firmware-size.md).
  'ram'
  const v = new Int32Array(state)
  const w = new Int32Array(16)
  for (let i = 0; i < 64; i++) w[i >> 2] = (w[i >> 2]! << 8) | block.charCodeAt(i)
  for (let i = 0; i < 64; i++) {
    if (i > 15) w[i & 15]! += mix(w[(i + 1) & 15]!, 7, 18, 3) + w[(i + 9) & 15]! + mix(w[(i + 14) & 15]!, 17, 19, 10)
    const a = v[-i & 7]!
    const b = v[(1 - i) & 7]!
    const c = v[(2 - i) & 7]!
    const e = v[(4 - i) & 7]!
    const x =
      v[(7 - i) & 7]! +
      mix(e, 6, 11, 25) +
      ((e & v[(5 - i) & 7]!) ^ (~e & v[(6 - i) & 7]!)) +
      constants[i]! +
      w[i & 15]!
    v[(3 - i) & 7]! += x
    v[(7 - i) & 7] = x + mix(a, 2, 13, 22) + ((a & b) ^ (a & c) ^ (b & c))
  }
  for (let i = 0; i < 8; i++) state[i]! += v[i]!
}
