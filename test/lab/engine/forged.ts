import { generateKeyPairSync } from 'node:crypto'
import forgePackage from 'node-forge'
import type { TlsIdentity } from '../../../tools/cloud/net/tls-identity.ts'

/** Makes a self-signed certificate: RSA, the only kind that the engine's TLS has. */
export function forge(commonName: string, until: string): TlsIdentity {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  })
  const cert = forgePackage.pki.createCertificate()
  cert.publicKey = forgePackage.pki.publicKeyFromPem(publicKey)
  cert.serialNumber = '01'
  cert.validity.notBefore = new Date('2020-01-01')
  cert.validity.notAfter = new Date(until)
  cert.setSubject([{ name: 'commonName', value: commonName }])
  cert.setIssuer(cert.subject.attributes)
  cert.sign(forgePackage.pki.privateKeyFromPem(privateKey), forgePackage.md.sha256.create())
  return { cert: forgePackage.pki.certificateToPem(cert), key: privateKey }
}
