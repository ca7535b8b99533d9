import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { AccessKey } from './access-key.ts'
import { OpenApiError, type Call } from './call.ts'

/** By how much a signature's time may be off, ms: 15 minutes for both kinds (documented). */
const windowMs = 15 * 60_000

/** Remembers nonces for as long as their signatures are valid, so that no call is accepted twice. */
export interface NonceBook {
  /** Returns false if it was seen before. */
  take(nonce: string, nowMs: number): boolean
}

export function createNonceBook(): NonceBook {
  const seen = new Map<string, number>()
  return {
    take(nonce, nowMs) {
      for (const [old, until] of seen) {
        if (until > nowMs) break
        seen.delete(old)
      }
      if (seen.has(nonce)) return false
      seen.set(nonce, nowMs + 2 * windowMs)
      return true
    },
  }
}

interface Checked {
  readonly accessKeyId: string
  readonly signature: string
  /** What the signature must be with this secret. */
  readonly expected: (secret: string) => string
  readonly timeMs: number
  readonly nonce: string
}

/**
 * Checks the signature: ACS3-HMAC-SHA256 (help.aliyun.com/document_detail/2593177) if there is an Authorization header,
 * otherwise the classic RPC signature (HMAC-SHA1, document_detail/30563). Throws OpenApiError with Aliyun's codes.
 */
export function checkSignature(call: Call, key: AccessKey, nonces: NonceBook, nowMs: number): void {
  const { authorization } = call.request.headers
  const checked = authorization === undefined ? readRpc(call) : readAcs3(call, authorization)
  if (checked.accessKeyId !== key.accessKeyId) {
    throw new OpenApiError('InvalidAccessKeyId.NotFound', 'Specified access key is not found.', 404)
  }
  if (!(Math.abs(checked.timeMs - nowMs) <= windowMs)) {
    throw new OpenApiError('InvalidTimeStamp.Expired', 'Specified time stamp or date value is expired.', 400)
  }
  if (!isEqual(checked.signature, checked.expected(key.accessKeySecret))) {
    const message = 'Specified signature is not matched with our calculation.'
    throw new OpenApiError('SignatureDoesNotMatch', message, 400)
  }
  if (!nonces.take(checked.nonce, nowMs)) {
    throw new OpenApiError('SignatureNonceUsed', 'Specified signature nonce was used already.', 400)
  }
}

function readAcs3(call: Call, authorization: string): Checked {
  const { request } = call
  const pattern = /^ACS3-HMAC-SHA256 Credential=([^,]+),\s*SignedHeaders=([^,]+),\s*Signature=([0-9a-f]{64})$/
  const [, accessKeyId, signed, signature] = pattern.exec(authorization) ?? []
  if (accessKeyId === undefined || signed === undefined || signature === undefined) {
    throw new OpenApiError('IncompleteSignature', 'The Authorization header is not ACS3-HMAC-SHA256.', 400)
  }
  const header = (name: string) => String(request.headers[name] ?? '').trim()
  const payload = sha256(request.body)
  const names = signed.split(';')
  // These must be signed, or somebody on the way could change them, and repeat the call with another nonce.
  const telling = Object.keys(request.headers).filter((name) => /^x-acs-|^content-type$/.test(name))
  const isComplete = ['host', 'x-acs-action', 'x-acs-date', ...telling].every((name) => names.includes(name))
  if (!isComplete || header('x-acs-content-sha256') !== payload) {
    throw new OpenApiError('SignatureDoesNotMatch', 'The signed headers do not match the request.', 400)
  }
  const headers = names.map((name) => `${name}:${header(name)}\n`).join('')
  const canonical = [request.method, '/', canonicalQuery(request.query), headers, signed, payload].join('\n')
  return {
    accessKeyId,
    signature,
    expected: (secret) =>
      createHmac('sha256', secret)
        .update(`ACS3-HMAC-SHA256\n${sha256(canonical)}`)
        .digest('hex'),
    timeMs: Date.parse(header('x-acs-date')),
    nonce: header('x-acs-signature-nonce') || signature,
  }
}

function readRpc(call: Call): Checked {
  const { parameters, request } = call
  const parameter = (name: string) => parameters.get(name) ?? ''
  const signature = parameter('Signature')
  if (signature === '' || parameter('AccessKeyId') === '') {
    throw new OpenApiError('MissingParameter', 'Signature and AccessKeyId are mandatory.', 400)
  }
  if (parameter('SignatureMethod') !== 'HMAC-SHA1') {
    throw new OpenApiError('InvalidParameter.SignatureMethod', 'SignatureMethod wants HMAC-SHA1.', 400)
  }
  const query = canonicalQuery([...parameters].filter(([name]) => name !== 'Signature'))
  const text = `${request.method}&${encode('/')}&${encode(query)}`
  return {
    accessKeyId: parameter('AccessKeyId'),
    signature,
    expected: (secret) => createHmac('sha1', `${secret}&`).update(text).digest('base64'),
    timeMs: Date.parse(parameter('Timestamp')),
    nonce: parameter('SignatureNonce') || signature,
  }
}

/**
 * Names and values, percent-encoded by RFC 3986 and sorted by name. Those of URLSearchParams are always well-formed.
 */
function canonicalQuery(parameters: Iterable<readonly [string, string]>): string {
  const sorted = [...parameters].sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0))
  return sorted.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&')
}

function encode(text: string): string {
  const escaped = encodeURIComponent(text)
  return escaped.replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function isEqual(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}
