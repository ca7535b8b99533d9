import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { createServer as createSecureServer, type Server as SecureServer } from 'node:https'
import { refusal, sendAnswer, type ApiAnswer, type Handler } from './http-answer.ts'
import { readBody } from './read-body.ts'
import { pathOf, signedPath, stopAtGate } from './http-gate.ts'
import { listenWith } from '../../tcp/tcp-listener.ts'
import type { TlsIdentity } from './tls-identity.ts'

/** The longest request body, bytes. */
const longestBodyBytes = 64 * 1024

/** The OpenAPI's parameters may be in the query or in the body; Pub takes a message of 256 KB, in base64. */
const longestSignedBytes = 512 * 1024

export interface HttpOptions {
  readonly host: string
  readonly port: number
  /** Names of this computer that a Host header may have, beside loopback and the address that was dialled. */
  readonly names?: readonly string[]
  /** If given, the server speaks HTTPS. */
  readonly identity?: TlsIdentity
  /** The flag that changes the port, for the error of a busy one. */
  readonly flag: string
  /** How long a request may take to come in, ms. */
  readonly requestMs?: number
}

const longestRequestMs = 10_000

/** Options with which Node's servers end a request that comes in too slowly: 408, and the connection is closed. */
export function requestLimits(requestMs = longestRequestMs) {
  return { requestTimeout: requestMs, headersTimeout: requestMs, connectionsCheckingInterval: requestMs / 10 }
}

export interface HttpServer {
  readonly port: number
  /** Stops listening and ends the connections that are open. */
  close(): Promise<void>
}

/** Serves requests that pass the gate. Throws UserError as listenWith does: port-busy, port-denied, host-unknown. */
export async function serveHttp(where: HttpOptions, handle: Handler): Promise<HttpServer> {
  const server = create(where, (incoming, response) => {
    void answer(incoming, where.names ?? [], handle).then((reply) => sendAnswer(response, reply))
  })
  const listener = await listenWith(server, where)
  return {
    port: listener.port,
    close() {
      const closed = listener.close()
      server.closeAllConnections()
      return closed
    },
  }
}

function create({ identity, requestMs }: HttpOptions, listener: RequestListener): Server | SecureServer {
  const limits = { maxHeaderSize: longestSignedBytes, ...requestLimits(requestMs) }
  return identity === undefined
    ? createServer(limits, listener)
    : createSecureServer({ ...limits, ...identity }, listener)
}

async function answer(incoming: IncomingMessage, names: readonly string[], handle: Handler): Promise<ApiAnswer> {
  const stopped = stopAtGate(incoming, names)
  if (stopped !== undefined) return stopped
  const path = pathOf(incoming)
  const limit = path === signedPath ? longestSignedBytes : longestBodyBytes
  const body = await readBody(incoming, limit)
  if (body === undefined) return refusal(413, 'body-too-large', `a body has at most ${limit} bytes`)
  const { method = 'GET', url = '/', headers, socket } = incoming
  const query = new URLSearchParams(url.slice(path.length + 1))
  try {
    return await handle({ method, path, query, body, headers, address: socket.remoteAddress ?? '' })
  } catch (error) {
    process.stderr.write(`bug - ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
    return refusal(500, 'bug', 'see the log of the platform')
  }
}
