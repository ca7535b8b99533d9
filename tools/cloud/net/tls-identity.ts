import { createPublicKey, generateKeyPairSync, randomBytes, X509Certificate } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { isIP } from 'node:net'
import { join } from 'node:path'
import forge from 'node-forge'
import { writeWhole } from '../../local-files/write-whole.ts'
import { speak } from '../../command-line/language.ts'
import { UserError } from '../../command-line/user-error.ts'

/** What a TLS listener shows: a certificate chain and its key, PEM. */
export interface TlsIdentity {
  readonly cert: string
  readonly key: string
}

/** The local platform's own test CA, and where devices and tools find its certificate. */
export interface TestCa {
  readonly cert: string
  /** Path of the certificate: for NODE_EXTRA_CA_CERTS, or a device's `ca`. */
  readonly certFile: string
  /** A server identity for these names and addresses, signed by the CA. */
  issue(hosts: readonly string[]): TlsIdentity
}

/** As Aliyun's own roots: RSA with SHA-256, which every small TLS client knows. */
const keyBits = 2048
const caYears = 10
/** The longest validity that browsers accept. */
const serverDays = 825
const dayMs = 24 * 60 * 60 * 1000

/**
 * Opens the test CA in a directory, and creates it there at the first start (`ca.pem`, and `ca-key.pem`, which only the
 * user may read). Throws UserError ca-invalid if the files there are not a CA.
 */
export function openTestCa(directory: string): TestCa {
  const certFile = join(directory, 'ca.pem')
  const keyFile = join(directory, 'ca-key.pem')
  if (!existsSync(certFile) || !existsSync(keyFile)) makeCa(certFile, keyFile)
  const [cert, key] = [readFileSync(certFile, 'utf8'), readFileSync(keyFile, 'utf8')]
  const ca = parseCa(cert, key, certFile)
  return { cert, certFile, issue: (hosts) => issue(ca, cert, openServerKey(join(directory, 'server-key.pem')), hosts) }
}

/** localhost, the loopback addresses and every address of this computer. */
export function ownHosts(): string[] {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map(({ address }) => address))
  return [...new Set(['localhost', '127.0.0.1', '::1', ...addresses.map((address) => address.split('%', 1)[0] ?? '')])]
}

interface Ca {
  readonly cert: forge.pki.Certificate
  readonly key: forge.pki.rsa.PrivateKey
}

function makeCa(certFile: string, keyFile: string): void {
  const { publicKey, privateKey } = makeKeys()
  const cert = begin(publicKey, 'Local Aliyun stand-in, test CA', caYears * 365)
  cert.setIssuer(cert.subject.attributes)
  cert.setExtensions([
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    { name: 'subjectKeyIdentifier' },
  ])
  cert.sign(forge.pki.privateKeyFromPem(privateKey), forge.md.sha256.create())
  // The key is written first: a certificate alone would be taken for a CA that cannot sign.
  writeWhole(keyFile, privateKey, 0o600)
  writeWhole(certFile, forge.pki.certificateToPem(cert))
}

function makeKeys(): { publicKey: string; privateKey: string } {
  return generateKeyPairSync('rsa', {
    modulusLength: keyBits,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  })
}

function publicHalf(privateKey: string): string {
  try {
    return createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new UserError(
      'ca-invalid',
      speak`the key of the local TLS server is damaged: ${reason}`,
      speak`delete server-key.pem`,
    )
  }
}

function begin(publicKey: string, commonName: string, days: number): forge.pki.Certificate {
  const cert = forge.pki.createCertificate()
  cert.publicKey = forge.pki.publicKeyFromPem(publicKey)
  cert.serialNumber = serialNumber(randomBytes(16))
  cert.validity.notBefore = new Date(Date.now() - dayMs)
  cert.validity.notAfter = new Date(Date.now() + days * dayMs)
  cert.setSubject([{ name: 'commonName', value: commonName }])
  return cert
}

/**
 * A serial number of random bytes, hexadecimal: positive (RFC 5280 §4.1.2.2), and in the fewest bytes (X.690 §8.3.2).
 * With leading zeros OpenSSL refuses the certificate: "illegal padding".
 */
export function serialNumber(random: Buffer): string {
  const first = (random.readUInt8(0) & 0x7f) | 0x40
  return first.toString(16) + random.toString('hex', 1)
}

function parseCa(cert: string, key: string, file: string): Ca {
  try {
    if (!new X509Certificate(cert).ca) throw new Error(speak`the certificate is not one of a CA`)
    const privateKey = forge.pki.privateKeyFromPem(key)
    return { cert: forge.pki.certificateFromPem(cert), key: privateKey }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new UserError(
      'ca-invalid',
      speak`${file} or its key is damaged: ${reason}`,
      speak`delete both: they are made anew`,
    )
  }
}

/** The key of the servers. It is made once, as this takes long. */
function openServerKey(file: string): string {
  if (existsSync(file)) return readFileSync(file, 'utf8')
  const { privateKey } = makeKeys()
  writeWhole(file, privateKey, 0o600)
  return privateKey
}

function issue(ca: Ca, caPem: string, privateKey: string, hosts: readonly string[]): TlsIdentity {
  const publicKey = publicHalf(privateKey)
  const cert = begin(publicKey, 'Local Aliyun stand-in', serverDays)
  cert.setIssuer(ca.cert.subject.attributes)
  const altNames = hosts.map((host) => (isIP(host) === 0 ? { type: 2, value: host } : { type: 7, ip: host }))
  cert.setExtensions([
    { name: 'basicConstraints', cA: false },
    { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
    { name: 'extKeyUsage', serverAuth: true },
    { name: 'subjectAltName', altNames },
  ])
  cert.sign(ca.key, forge.md.sha256.create())
  return { cert: forge.pki.certificateToPem(cert) + caPem, key: privateKey }
}
