import { Agent, request } from 'node:http'
import { connect } from 'node:net'
import { createRandom, type Random } from '../../../tools/chaos/random.ts'
import { controlToken } from '../../../tools/cloud/console-api/auth.ts'
import { accessKey, plug } from '../../local-platform/official-client.ts'
import { rpcQuery } from '../../local-platform/rpc-query.ts'
import { actions, fields, odd, paths } from './http-words.ts'

/** What the fuzz saw: how often each status came, and what must never be. */
export interface Seen {
  readonly statuses: Map<number, number>
  readonly bad: string[]
}

interface Sent {
  readonly method: string
  readonly path: string
  readonly headers: Record<string, string>
  readonly body: string
}

/** Lone surrogates cannot be percent-encoded. */
const textOf = (value: unknown): string =>
  (typeof value === 'string' ? value : JSON.stringify(value)).replace(/\p{Cs}/gu, '')

const json = { 'content-type': 'application/json' }

function make(random: Random): Sent {
  return random.chance(25) ? makeSigned(random) : makeCall(random)
}

/** A call of the OpenAPI that passes the check of its signature, so that what it carries is looked at. */
function makeSigned(random: Random): Sent {
  const words = Object.entries(oddFields(random)).map(([name, value]) => [
    `${name[0]?.toUpperCase() ?? ''}${name.slice(1)}`,
    textOf(value),
  ])
  const action = random.pick(actions)
  const query = rpcQuery('GET', { ...Object.fromEntries(words), Action: action })
  return { method: 'GET', path: `/?${query}`, headers: {}, body: '' }
}

function makeCall(random: Random): Sent {
  const given = oddFields(random)
  const query = Object.entries(given).map(([key, value]) => `${key}=${encodeURIComponent(textOf(value))}`)
  const method = random.pick(['GET', 'GET', 'POST', 'POST', 'POST', 'POST', 'PUT', 'HEAD', 'OPTIONS', 'DELETE'])
  const keys = ['Basic x', 'ACS3-HMAC-SHA256 x', `Bearer ${controlToken(accessKey)}`]
  return {
    method,
    path: `${random.pick(paths)}${random.chance(70) ? `?${query.join('&')}` : ''}`,
    headers: {
      ...(random.chance(90) ? json : {}),
      ...(random.chance(20) ? { authorization: random.pick(keys) } : {}),
      ...(random.chance(10) ? { 'x-acs-action': random.pick(['SetDeviceProperty', 'toString', '']) } : {}),
      ...(random.chance(10) ? { cookie: random.pick(['console=x', '=', ';;;']) } : {}),
    },
    body: method === 'POST' ? makeBody(random, given) : '',
  }
}

function oddFields(random: Random): Record<string, unknown> {
  const names = Array.from({ length: random.below(5) }, () => random.pick(fields))
  const given = Object.fromEntries(names.map((name) => [name, random.pick(odd)]))
  return random.chance(60) ? { ...given, productKey: plug.productKey, deviceName: plug.deviceName } : given
}

/** Mostly whole; cut off, or nested so deep that nothing may recurse into it. */
function makeBody(random: Random, given: Record<string, unknown>): string {
  const whole = JSON.stringify(given)
  if (random.chance(15)) return whole.slice(0, random.below(whole.length))
  if (random.chance(95)) return whole
  const levels = random.below(20_000)
  const deep = `{"PowerSwitch_1":${'['.repeat(levels)}${']'.repeat(levels)}}`
  const names = `"productKey":"${plug.productKey}","deviceName":"${plug.deviceName}"`
  return `{${names},"values":${deep},"params":${deep},"args":${deep}}`
}

/** Sends `count` malformed requests. Returns how often each status came; a 5xx or a missing answer is in `bad`. */
export async function fuzzHttp(port: number, count: number, seed: string): Promise<Seen> {
  const random = createRandom(`${seed} http`)
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
  const what = `${method} ${path} ${body}`.slice(0, 500)
  if (typeof status === 'string' || status >= 500) seen.bad.push(`${what} -> ${status}`)
}

/** Bytes that may be no HTTP at all; the server answers or closes, and lives. */
function sendRaw(port: number, random: Random): Promise<void> {
  const head = 'POST /api/publish HTTP/1.1\r\nHost: localhost\r\nContent-Length: 20\r\n\r\n'
  const noise = Buffer.from(random.bytes(random.below(200)))
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port })
    socket.once('error', () => resolve())
    socket.once('close', () => resolve())
    socket.resume()
    socket.end(Buffer.concat([Buffer.from(random.chance(50) ? head : ''), noise]))
  })
}
