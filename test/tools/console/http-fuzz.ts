import { Agent, request } from 'node:http'
import { connect } from 'node:net'
import { accessKey, plug } from '../cloud-openapi/bench.ts'
import { controlToken } from '../../../tools/cloud/console-api/auth.ts'

/** What the fuzz saw: how often each status came, and what must never be. */
export interface Seen {
  readonly statuses: Map<number, number>
  readonly bad: string[]
}

/** mulberry32: the same seed, the same requests. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const paths = [
  ...['/', '/index.html', '/api/devices', '/api/device', '/api/device/remove', '/api/device/disable', '/api/history'],
  ...['/api/device/connection', '/api/log', '/api/set-result', '/api/desired', '/api/service', '/api/publish'],
  ...['/api/fault', '/api/board', '/api/property-set', '/api/session', '/api/login', '/api/logout', '/api/nothing'],
  ...['/../package.json', '/%2e%2e/package.json', '//etc/passwd', '/assets/../../package.json', '/constructor'],
]
const keys = [
  'productKey',
  'deviceName',
  'params',
  'values',
  'identifier',
  'args',
  'topicName',
  'payload',
  'qos',
  'fault',
]
const more = [
  'delayMs',
  'refuseConnect',
  'limit',
  'fromMs',
  'toMs',
  'beforeId',
  'types',
  'messageId',
  'Action',
  'Version',
]
const odd: readonly unknown[] = [
  ...[
    '',
    ' ',
    '\0',
    '%',
    '{',
    '__proto__',
    'constructor',
    plug.productKey,
    plug.deviceName,
    'PowerSwitch_1',
    '1',
    '-1',
  ],
  ...[
    '9'.repeat(400),
    'NaN',
    '中文',
    '\ud800',
    '<script>',
    "' OR 1=1 --",
    'kick',
    'drop',
    'switch',
    '/a/b',
    'x'.repeat(3000),
  ],
  ...[0, 1, -1, 1e308, 2 ** 53, 0.5, true, false, null, [], {}, [[]], { PowerSwitch_1: 1 }, { __proto__: 1 }],
]

interface Sent {
  readonly method: string
  readonly path: string
  readonly headers: Record<string, string>
  readonly body: string
}

function make(random: () => number): Sent {
  const pick = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(random() * items.length)]
  const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value)).replace(/\p{Cs}/gu, '')
  const fields = Object.fromEntries(
    Array.from({ length: Math.floor(random() * 5) }, () => [pick([...keys, ...more]) ?? '', pick(odd) ?? null]),
  )
  if (random() < 0.6) Object.assign(fields, { productKey: plug.productKey, deviceName: plug.deviceName })
  const query = Object.entries(fields).map(([key, value]) => `${key}=${encodeURIComponent(text(value))}`)
  const method = pick(['GET', 'GET', 'POST', 'POST', 'POST', 'PUT', 'HEAD', 'OPTIONS', 'DELETE']) ?? 'GET'
  const whole = JSON.stringify(fields)
  const body = method !== 'POST' ? '' : random() < 0.8 ? whole : whole.slice(0, Math.floor(random() * whole.length))
  return {
    method,
    path: `${pick(paths) ?? '/'}${random() < 0.7 ? `?${query.join('&')}` : ''}`,
    headers: {
      ...(random() < 0.9 ? { 'content-type': 'application/json' } : {}),
      ...(random() < 0.2
        ? { authorization: text(pick(['Basic x', 'ACS3-HMAC-SHA256 x', `Bearer ${controlToken(accessKey)}`])) }
        : {}),
      ...(random() < 0.1 ? { 'x-acs-action': text(pick(['SetDeviceProperty', 'toString', ''])) } : {}),
      ...(random() < 0.1 ? { cookie: text(pick(['console=x', '=', ';;;'])) } : {}),
    },
    body,
  }
}

/** Sends `count` requests that nobody should send, and answers what came. Never a 5xx, never no answer. */
export async function fuzzHttp(port: number, count: number, seed: number): Promise<Seen> {
  const random = createRandom(seed)
  const agent = new Agent({ keepAlive: true, maxSockets: 8 })
  const seen: Seen = { statuses: new Map(), bad: [] }
  let left = count
  const lane = async (): Promise<void> => {
    while (left-- > 0) await sendOne(port, agent, make(random), seen)
  }
  await Promise.all(Array.from({ length: 8 }, lane))
  agent.destroy()
  for (let at = 0; at < Math.ceil(count / 100); at++) await sendRaw(port, random)
  return seen
}

async function sendOne(port: number, agent: Agent, { method, path, headers, body }: Sent, seen: Seen): Promise<void> {
  const status = await new Promise<number | string>((resolve) => {
    const outgoing = request({ host: '127.0.0.1', port, agent, method, path, headers }, (incoming) => {
      incoming.resume()
      incoming.once('end', () => resolve(incoming.statusCode ?? 0))
    })
    outgoing.once('error', (error) => resolve(error.message))
    outgoing.end(body)
  })
  if (typeof status === 'number') seen.statuses.set(status, (seen.statuses.get(status) ?? 0) + 1)
  if (typeof status === 'string' || status >= 500) seen.bad.push(`${method} ${path} ${body} -> ${status}`)
}

/** Bytes that may be no HTTP at all; the server answers or closes, and lives. */
function sendRaw(port: number, random: () => number): Promise<void> {
  const start = random() < 0.5 ? 'POST /api/publish HTTP/1.1\r\nHost: localhost\r\nContent-Length: 20\r\n\r\n' : ''
  const noise = Buffer.from(Array.from({ length: Math.floor(random() * 200) }, () => Math.floor(random() * 256)))
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port })
    socket.once('error', () => resolve())
    socket.once('close', () => resolve())
    socket.resume()
    socket.end(Buffer.concat([Buffer.from(start), noise]))
  })
}
