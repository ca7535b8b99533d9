import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { hmacHex } from '../../../firmware/identity/hmac.ts'
import type { Hash } from '../../../firmware/platform/platform.ts'
import { asOnTheEngine } from '../support/as-on-the-engine.ts'
import { bytes, wire } from '../support/bytes.ts'
import { hashes } from '../support/hashes.ts'
import { holds } from '../support/property.ts'

function sameAsNode(hash: Hash, key: string, message: string): void {
  const expected = createHmac('sha256', wire(key)).update(wire(message)).digest('hex')
  assert.equal(
    asOnTheEngine(() => hmacHex(hash, key, message)),
    expected,
    `key of ${key.length} bytes`,
  )
}

for (const [name, hash] of hashes) {
  for (const keyBytes of [0, 1, 32, 63, 64, 65, 127, 128, 200]) {
    test(`a key of ${keyBytes} bytes gives what node:crypto gives, over ${name}`, () => {
      for (const byte of [0x00, 0x36, 0x5c, 0x61, 0x80, 0xff]) {
        for (const message of ['', 'clientId12345deviceName', '\x80\xff'.repeat(50)]) {
          sameAsNode(hash, bytes(byte).repeat(keyBytes), message)
        }
      }
    })
  }

  test(`any key and message give what node:crypto gives, over ${name}`, () => {
    const any = fc.uint8Array({ maxLength: 150 }).map((content) => bytes(content))
    holds(
      fc.property(any, any, (key, message) => sameAsNode(hash, key, message)),
      300,
    )
  })

  test(`bytes below 16 keep their zero in the hex, over ${name}`, () => {
    const digests = Array.from({ length: 40 }, (_, i) => asOnTheEngine(() => hmacHex(hash, 'key', `message ${i}`)))
    assert.ok(digests.every((digest) => /^[0-9a-f]{64}$/.test(digest)))
    assert.ok(digests.some((digest) => /^(..)*0/.test(digest)))
  })

  test(`signs a dynamic registration as the SDKs do, over ${name}`, () => {
    const content = 'deviceNameplug01productKeya1B2c3D4e5Frandom8Ygb7ULYh53B6OA'
    assert.equal(
      asOnTheEngine(() => hmacHex(hash, 'PSecret123456789', content)),
      'b8725f9d012d6d3ee01f947cd2465047d49890942c68e1e3b2291cf76f95fe17',
    )
  })
}
