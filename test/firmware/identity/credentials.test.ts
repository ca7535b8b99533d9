import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { clientIdOf, passwordFor, sign } from '../../../firmware/identity/credentials.ts'
import { vectors } from '../../local-platform/vectors.ts'
import { asOnTheEngine } from '../support/as-on-the-engine.ts'
import { hashes, nativeHash } from '../support/hashes.ts'

const productKey = 'a1B2c3D4e5F'
const deviceSecret = '0123456789abcdef0123456789abcdef'

const ofOurMethod = vectors.filter(({ signMethod }) => signMethod === 'hmacsha256')

test('there are at least four vectors with hmacsha256', () => {
  assert.ok(ofOurMethod.length >= 4)
})

for (const [name, hash] of hashes) {
  for (const vector of ofOurMethod) {
    test(`signs as known: ${vector.name}, over ${name}`, () => {
      const { clientId, deviceName, timestamp = '' } = vector
      const password = asOnTheEngine(() =>
        passwordFor(hash, vector.deviceSecret, clientId, deviceName, vector.productKey, timestamp),
      )
      // The platform takes hex in either case, and the SDKs differ in it.
      assert.equal(password, vector.password.toLowerCase())
    })
  }

  test(`signs the triple as Aliyun's C SDKs do, timestamp of 2050 and all, over ${name}`, () => {
    const password = asOnTheEngine(() => sign(hash, deviceSecret, 'plug01', productKey))
    assert.equal(password, '10E0FCA103F669DB1564220E6BE345007AA4F0C43161E2DD8AD63085504EE2B1'.toLowerCase())
  })

  test(`signs contents of 119, 120, 127 and 128 bytes, edges of the padding, over ${name}`, () => {
    const fixedBytes = 'clientId.deviceNameproductKeytimestamp2524608000000'.length + 2 * productKey.length
    for (const contentBytes of [119, 120, 127, 128]) {
      // The name is in the content twice; the clientId takes the odd byte.
      const deviceName = 'd'.repeat((contentBytes - fixedBytes) >> 1)
      const clientId = `${productKey}.${deviceName}${'c'.repeat((contentBytes - fixedBytes) & 1)}`
      const content = `clientId${clientId}deviceName${deviceName}productKey${productKey}timestamp2524608000000`
      assert.equal(content.length, contentBytes)
      assert.equal(
        asOnTheEngine(() => passwordFor(hash, deviceSecret, clientId, deviceName, productKey, '2524608000000')),
        createHmac('sha256', deviceSecret).update(content).digest('hex'),
      )
    }
  })
}

test('the clientId names sign method, timestamp and automatic subscription; plain TCP is securemode 3, TLS 2', () => {
  const clientId = 'a1B2c3D4e5F.plug01|securemode=3,signmethod=hmacsha256,timestamp=2524608000000,_ss=1|'
  assert.equal(clientIdOf('a1B2c3D4e5F', 'plug01', false), clientId)
  assert.equal(clientIdOf('a1B2c3D4e5F', 'plug01', true), clientId.replace('securemode=3', 'securemode=2'))
})

test('no more than 64 characters stand before the bar with the longest names there are: 31 and 32 characters', () => {
  assert.match(clientIdOf('k'.repeat(31), 'n'.repeat(32), true), /^[^|]{64}\|[^|]*\|$/)
})

test('the password does not hold a piece of the secret', () => {
  assert.equal(sign(nativeHash, deviceSecret, 'plug01', productKey).includes(deviceSecret.slice(0, 12)), false)
})

test('another secret, name, product or timestamp gives another password', () => {
  const passwords = [
    passwordFor(nativeHash, deviceSecret, 'id', 'name', 'product', '1'),
    passwordFor(nativeHash, deviceSecret.replace('0', '1'), 'id', 'name', 'product', '1'),
    passwordFor(nativeHash, deviceSecret, 'id2', 'name', 'product', '1'),
    passwordFor(nativeHash, deviceSecret, 'id', 'name2', 'product', '1'),
    passwordFor(nativeHash, deviceSecret, 'id', 'name', 'product2', '1'),
    passwordFor(nativeHash, deviceSecret, 'id', 'name', 'product', '2'),
    passwordFor(nativeHash, deviceSecret, 'id', 'name', 'product', ''),
  ]
  assert.equal(new Set(passwords).size, passwords.length)
})
