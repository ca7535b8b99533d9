import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { listenError } from './tcp-listener.ts'

/** Bytes of a request body that are read at most. */
const longestBodyBytes = 64 * 1024

/** A request that passed the gate. */
export interface ApiRequest {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly body: string
}

/** Answered as JSON. */
export interface ApiAnswer {
  readonly status: number
  readonly body: object
}

export interface HttpServer {
  readonly port: number
  /** Stops listening and ends the connections that are open. */
  close(): Promise<void>
}

export function refusal(status: number, code: string, message: string): ApiAnswer {
  return { status, body: { error: { code, message } } }
}

/**
 * Serves JSON on a loopback address. A browser page from elsewhere cannot reach it: the Host header must name this
 * computer (DNS rebinding), so must an Origin, and a body must say that it is JSON (no preflight, no request).
 * Throws UserError port-busy and its like; `--control-port` is the flag they name.
 */
export async function serveHttp(
  where: { host: string; port: number },
  handle: (request: ApiRequest) => Promise<ApiAnswer>,
): Promise<HttpServer> {
  const server = createServer((incoming, response) => {
    void answer(incoming, handle).then((reply) => send(response, reply))
  })
  const port = await listen(server, where)
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function listen(server: Server, { host, port }: { host: string; port: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(listenError(error, host, port, '--control-port')))
    server.listen(port, host, () => {
      const address = server.address()
      if (address === null || typeof address === 'string') reject(new Error('an HTTP server without a port'))
      else resolve(address.port)
    })
  })
}

async function answer(
  incoming: IncomingMessage,
  handle: (request: ApiRequest) => Promise<ApiAnswer>,
): Promise<ApiAnswer> {
  const stopped = gate(incoming)
  if (stopped !== undefined) return stopped
  const body = await readBody(incoming)
  if (body === undefined) return refusal(413, 'body-too-large', `a body has at most ${longestBodyBytes} bytes`)
  const { method = 'GET', url = '/' } = incoming
  const [path = '/', query = ''] = url.split('?', 2)
  try {
    return await handle({ method, path, query: new URLSearchParams(query), body })
  } catch (error) {
    process.stderr.write(`bug - ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
    return refusal(500, 'bug', 'see the log of the platform')
  }
}

function gate(incoming: IncomingMessage): ApiAnswer | undefined {
  const { host, origin, 'content-type': type = '' } = incoming.headers
  if (!isLoopback(`http://${host ?? ''}`))
    return refusal(403, 'host-refused', 'the Host header must name this computer')
  if (origin !== undefined && !isLoopback(origin)) return refusal(403, 'origin-refused', 'pages from elsewhere may not')
  if (incoming.method === 'POST' && !/^application\/json\b/i.test(type)) {
    return refusal(415, 'not-json', 'a POST needs the content-type application/json')
  }
  return undefined
}

function isLoopback(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { hostname } = new URL(url)
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}

/** The body as UTF-8; undefined when it is too long or breaks off. */
async function readBody(incoming: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of incoming as AsyncIterable<Buffer>) {
      length += chunk.length
      if (length > longestBodyBytes) return undefined
      chunks.push(chunk)
    }
  } catch (error) {
    if (incoming.destroyed) return undefined
    throw error
  }
  return Buffer.concat(chunks).toString('utf8')
}

function send(response: ServerResponse, { status, body }: ApiAnswer): void {
  const text = JSON.stringify(body)
  // Whoever sent too much is not read to the end.
  if (status === 413) response.setHeader('connection', 'close')
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  })
  response.end(text)
}
