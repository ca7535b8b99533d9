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
 * Server-sent events (HTML standard §9.2). `open` gets a function that sends one event's data and answers false when
 * the reader does not keep up; what it answers is called when the reader is gone.
 */
export interface StreamAnswer {
  readonly open: (send: (data: string) => boolean) => () => void
}

export type ApiAnswer = JsonAnswer | FileAnswer | StreamAnswer

export type Handler = (request: ApiRequest) => Promise<ApiAnswer>

export function refusal(status: number, code: string, message: string): JsonAnswer {
  return { status, body: { error: { code, message } } }
}

/** For every answer: nothing is sniffed, framed, cached or told to others unless an answer says otherwise. */
const common = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
}

/** A comment line now and then keeps the way open and shows who is gone, ms. */
const streamPulseMs = 15_000

export function sendAnswer(response: ServerResponse, answer: ApiAnswer): void {
  if ('open' in answer) return sendStream(response, answer)
  const isJson = 'body' in answer
  const bytes = isJson ? Buffer.from(JSON.stringify(answer.body)) : answer.bytes
  // Whoever sent too much is not read to the end.
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
