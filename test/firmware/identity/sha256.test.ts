import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sha256 } from '../../../firmware/identity/sha256.ts'
import { asOnTheEngine } from '../support/as-on-the-engine.ts'
import { bytes, hex } from '../support/bytes.ts'
import { nativeHash } from '../support/hashes.ts'
import { holds } from '../support/property.ts'

function ours(message: string): string {
  const digest = asOnTheEngine(() => sha256(message))
  assert.equal(digest.length, 32)
  return hex(digest)
}

function sameAsNode(message: string): void {
  assert.equal(ours(message), hex(nativeHash(message)), `${message.length} bytes`)
}

test('hashes the examples of FIPS 180-4', () => {
  assert.equal(ours(''), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  assert.equal(ours('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  assert.equal(
    ours('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq'),
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  )
})

// Padding needs 9 bytes: from 56 on in a block of 64 it spills into another one.
for (const length of [55, 56, 63, 64, 119, 120, 127, 128]) {
  test(`hashes ${length} bytes, an edge of the padding, as node:crypto does`, () => {
    for (const byte of [0x00, 0x41, 0x80, 0xff]) sameAsNode(bytes(byte).repeat(length))
  })
}

test('hashes every length from 0 to 200 bytes as node:crypto does', () => {
  for (let length = 0; length <= 200; length++) {
    sameAsNode(bytes(...Array.from({ length }, (_, at) => (at * 37 + length * 101) & 0xff)))
  }
})

test('hashes 1000 random byte strings as node:crypto does', () => {
  holds(
    fc.property(fc.uint8Array({ maxLength: 300 }), (message) => sameAsNode(bytes(message))),
    1000,
  )
})

test('hashes every single byte as node:crypto does', () => {
  for (let byte = 0; byte < 256; byte++) sameAsNode(bytes(byte))
})

test('hashes a message whose length in bits takes three bytes', () => {
  sameAsNode('a'.repeat(8192))
  sameAsNode('\xff'.repeat(10_001))
})
