import type { IncomingMessage } from 'node:http'
import { refusal, type JsonAnswer } from './http-answer.ts'

/** The one path of the OpenAPI. Its requests are signed, so they need no protection by their content type. */
export const signedPath = '/'

/**
 * Keeps out what a browser page from elsewhere could send: the Host header must name this computer (DNS rebinding), an
 * Origin must be the very same host, and a POST must say that it is JSON, which a foreign page may not without a
 * preflight, which is never granted. `names` are further names of this computer, beside loopback and the address that
 * was dialled.
 */
export function stopAtGate(incoming: IncomingMessage, names: readonly string[]): JsonAnswer | undefined {
  const { host = '', origin, 'content-type': type = '' } = incoming.headers
  if (!isOurs(host, incoming.socket.localAddress, names)) {
    return refusal(403, 'host-refused', 'the Host header must name this computer')
  }
  if (origin !== undefined && hostOf(origin) !== host.toLowerCase()) {
    return refusal(403, 'origin-refused', 'pages from elsewhere may not')
  }
  const isSigned = pathOf(incoming) === signedPath
  if (incoming.method === 'POST' && !isSigned && !/^application\/json\b/i.test(type)) {
    return refusal(415, 'not-json', 'a POST needs the content-type application/json')
  }
  return undefined
}

/** The path as it was sent. It is not decoded, so that two spellings never mean the same path. */
export function pathOf(incoming: IncomingMessage): string {
  return (incoming.url ?? '/').split('?', 1)[0] ?? '/'
}

function isOurs(host: string, localAddress: string | undefined, names: readonly string[]): boolean {
  if (!URL.canParse(`http://${host}`)) return false
  const { hostname } = new URL(`http://${host}`)
  const dialled = localAddress?.replace(/^::ffff:/, '')
  return isLoopbackName(hostname) || hostname === dialled || hostname === `[${dialled}]` || names.includes(hostname)
}

function hostOf(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).host : ''
}

/** Whether a host name, as in a URL, can only be this computer. */
export function isLoopbackName(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}
