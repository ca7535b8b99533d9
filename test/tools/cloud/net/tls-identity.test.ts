import assert from 'node:assert/strict'
import { X509Certificate, generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import forge from 'node-forge'
import { serialNumber } from '../../../../tools/cloud/net/tls-identity.ts'

const keys = generateKeyPairSync('rsa', {
  modulusLength: 1024,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
})

/** What OpenSSL reads of a certificate with this serial number. */
function readBack(serial: string): string {
  const cert = forge.pki.createCertificate()
  cert.publicKey = forge.pki.publicKeyFromPem(keys.publicKey)
  cert.serialNumber = serial
  cert.sign(forge.pki.privateKeyFromPem(keys.privateKey), forge.md.sha256.create())
  return new X509Certificate(forge.pki.certificateToPem(cert)).serialNumber
}

test('OpenSSL takes the serial number of a certificate whatever the random bytes are', () => {
  const patterns = [
    [0, 0],
    [0, 0x7f],
    [0, 0x80],
    [0x7f, 0xff],
    [0x80, 0],
    [0xff, 0xff],
  ]
  for (const bytes of patterns) {
    const random = Buffer.alloc(16, Buffer.from(bytes))
    assert.equal(readBack(serialNumber(random)), serialNumber(random).toUpperCase(), random.toString('hex'))
  }
})

test('numbers of two certificates differ', () => {
  assert.notEqual(serialNumber(Buffer.alloc(16, 1)), serialNumber(Buffer.alloc(16, 2)))
})
