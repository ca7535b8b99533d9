import { createHmac, timingSafeEqual } from 'node:crypto'

/** The three sign methods by their names in the clientId, with node:crypto's names of their hashes. */
const hashes = { hmacmd5: 'md5', hmacsha1: 'sha1', hmacsha256: 'sha256' } as const

export type SignMethod = keyof typeof hashes

export function isSignMethod(name: string): name is SignMethod {
  return Object.hasOwn(hashes, name)
}

/** The name that node:crypto has for a sign method's hash. */
export function signHash(method: SignMethod): string {
  return hashes[method]
}

export interface SignedNames {
  readonly clientId: string
  readonly deviceName: string
  readonly productKey: string
  /** Signed only if the clientId has one. */
  readonly timestamp?: string
}

/** What a device signs: the names in alphabetical order, each followed by its value, no separators (UTF-8). */
export function signContent(names: SignedNames): string {
  const timestamp = names.timestamp === undefined ? '' : `timestamp${names.timestamp}`
  return `clientId${names.clientId}deviceName${names.deviceName}productKey${names.productKey}${timestamp}`
}

/** The password of a device: the HMAC of the content with the deviceSecret as key, in lower-case hex. */
export function sign(method: SignMethod, deviceSecret: string, names: SignedNames): string {
  return createHmac(hashes[method], deviceSecret).update(signContent(names)).digest('hex')
}

/** Whether a password is the expected one. Its hex may be in either case, as the SDKs differ in that. */
export function samePassword(expected: string, given: string): boolean {
  const left = Buffer.from(expected)
  const right = Buffer.from(given.toLowerCase())
  return left.length === right.length && timingSafeEqual(left, right)
}
