import type { IncomingHttpHeaders, OutgoingHttpHeaders, ServerResponse } from 'node:http'

/** A request that passed the gate. */
export interface ApiRequest {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly body: string
  readonly headers: IncomingHttpHeaders
  /** The peer's address. */
  readonly address: string
}

export interface JsonAnswer {
  readonly status: number
  readonly body: object
  readonly headers?: OutgoingHttpHeaders
}

/** A file from memory; its headers say what it is. */
export interface FileAnswer {
  readonly status: number
  readonly bytes: Buffer
  readonly headers: OutgoingHttpHeaders
}

/**
 * Server-sent events (HTML standard §9.2). `open` is given a function that sends one event's data and returns false if
 * the reader does not keep up. The function that `open` returns is called when the reader is gone.
 */
export interface StreamAnswer {
  readonly open: (send: (data: string) => boolean) => () => void
}

export type ApiAnswer = JsonAnswer | FileAnswer | StreamAnswer

export type Handler = (request: ApiRequest) => Promise<ApiAnswer>

export function refusal(status: number, code: string, message: string): JsonAnswer {
  return { status, body: { error: { code, message } } }
}

/** Headers of every response: no sniffing, no caching, no referrer, unless the response itself says otherwise. */
const common = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
}

/** How often a comment line is sent, ms: it keeps the connection open, and shows when the reader is gone. */
const streamPulseMs = 15_000

export function sendAnswer(response: ServerResponse, answer: ApiAnswer): void {
  if ('open' in answer) return sendStream(response, answer)
  const isJson = 'body' in answer
  const bytes = isJson ? Buffer.from(JSON.stringify(answer.body)) : answer.bytes
  // A body that is too long is not read to its end.
  if (answer.status === 413) response.setHeader('connection', 'close')
  response.writeHead(answer.status, {
    ...common,
    ...(isJson ? { 'content-type': 'application/json; charset=utf-8' } : {}),
    'content-length': bytes.length,
    ...answer.headers,
  })
  response.end(response.req.method === 'HEAD' ? undefined : bytes)
}

function sendStream(response: ServerResponse, { open }: StreamAnswer): void {
  response.writeHead(200, { ...common, 'content-type': 'text/event-stream; charset=utf-8' })
  response.write(': open\n\n')
  const pulse = setInterval(() => response.write(': \n\n'), streamPulseMs)
  const close = open((data) => response.write(`data: ${data}\n\n`))
  response.once('close', () => {
    clearInterval(pulse)
    close()
  })
}
