import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { request as httpsRequest } from 'node:https'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test, type TestContext } from 'node:test'
import { connectAsync } from 'mqtt'
import { signRegistration } from '../../../tools/cloud/dynamic-registration.ts'
import type { PlatformEvent } from '../../../tools/cloud/events.ts'
import { createPlatform, type PlatformOptions } from '../../../tools/cloud/platform.ts'
import type { Transport } from '../../../tools/cloud/platform-types.ts'
import { openTestCa } from '../../../tools/cloud/tls-identity.ts'
import { UserError } from '../../../tools/user-error.ts'
import { connectPacket, plug } from './memory-cloud.ts'

const folder = mkdtempSync(join(tmpdir(), 'cloud-ca-'))
after(() => rmSync(folder, { recursive: true }))
const ca = openTestCa(folder)
const identity = ca.issue(['localhost', '127.0.0.1'])

async function start(t: TestContext, transports: Transport[], options: Partial<PlatformOptions> = {}) {
  const platform = await createPlatform({ devices: [plug], ...options })
  t.after(() => platform.close())
  const events: PlatformEvent[] = []
  platform.onEvent((event) => events.push(event))
  const { port } = await platform.listen({ host: '127.0.0.1', port: 0, transports, identity })
  return { platform, port, events }
}

const { clientId, username = '', password = Buffer.alloc(0) } = connectPacket(plug)
const login = { clientId, username, password, reconnectPeriod: 0, ca: ca.cert }

const propertyPost = '/sys/a1DEMO/plug01/thing/event/property/post'

test('one port understands plain TCP, TLS and WebSocket with and without TLS, by the first byte', async (t) => {
  const { port, events } = await start(t, ['tcp', 'tls', 'websocket'])
  const urls = ['mqtt://127.0.0.1', 'mqtts://localhost', 'ws://127.0.0.1', 'wss://localhost']
  for (const url of urls) {
    const client = await connectAsync(`${url}:${port}/mqtt`, login)
    const got = new Promise<string>((resolve) => client.once('message', (topicName) => resolve(topicName)))
    await client.publishAsync(propertyPost, JSON.stringify({ id: url, params: { A: 1 } }), { qos: 1 })
    assert.equal(await got, `${propertyPost}_reply`)
    await client.endAsync()
  }
  assert.equal(events.filter(({ type }) => type === 'online').length, urls.length)
})

test('a port for TLS alone closes plain TCP, and any port what it does not know', async (t) => {
  const { port, events } = await start(t, ['tls'])
  for (const bytes of [Buffer.from([0x10, 0x00]), Buffer.from('GET / HTTP/1.1\r\n\r\n'), Buffer.from([0xff])]) {
    const socket = connect(port, '127.0.0.1').resume()
    socket.write(bytes)
    await once(socket, 'close')
  }
  assert.equal(events.filter(({ type }) => type === 'connection-failed').length, 2)
})

for (const [what, bytes, detail] of [
  ['says nothing', '', 'no CONNECT in time'],
  ['stops in a TLS handshake', '\x16', 'TLS: TLS handshake timeout'],
  ['stops in an HTTP request', 'GET /mqtt HT', 'no CONNECT in time'],
  ['stops in a CONNECT', '\x10\x32\0', 'no CONNECT in time'],
] as const) {
  test(`a connection that ${what} is closed`, { timeout: 60_000 }, async (t) => {
    const { port, events } = await start(t, ['tcp', 'tls', 'websocket'], { rules: { connectWaitMs: 20 } })
    const socket = connect(port, '127.0.0.1').resume()
    socket.write(bytes, 'latin1')
    await once(socket, 'close')
    const details = events.map((event) => event.type === 'connection-failed' && event.detail)
    assert.deepEqual(details, [detail])
  })
}

test('the test CA is made once, its keys are private, and a damaged one is told', () => {
  const again = openTestCa(folder)
  assert.equal(again.cert, ca.cert)
  for (const name of ['ca-key.pem', 'server-key.pem']) assert.equal(statSync(join(folder, name)).mode & 0o077, 0, name)
  const broken = mkdtempSync(join(tmpdir(), 'cloud-ca-'))
  after(() => rmSync(broken, { recursive: true }))
  writeFileSync(join(broken, 'ca.pem'), 'x')
  writeFileSync(join(broken, 'ca-key.pem'), readFileSync(join(folder, 'ca-key.pem')))
  assert.throws(
    () => openTestCa(broken),
    (error) => error instanceof UserError && error.slug === 'ca-invalid',
  )
})

interface Answer {
  readonly code: number
  readonly data: unknown
}

/** Posts a form to the registration server over TLS. */
async function post(port: number, form: Record<string, string>, path = '/auth/register/device'): Promise<Answer> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const request = httpsRequest({ host: 'localhost', port, path, method: 'POST', ca: ca.cert, headers })
  request.end(new URLSearchParams(form).toString())
  const [response] = await once(request, 'response')
  let text = ''
  for await (const chunk of response) text += String(chunk)
  const answer: Answer = JSON.parse(text)
  return answer
}

test('dynreg over HTTPS answers the secret, or the code of what is wrong', async (t) => {
  const productSecret = 'PSecret123456789'
  const product = { productSecret, dynamicRegistration: true }
  const { platform } = await start(t, ['tcp'], { product })
  const { port } = await platform.listenRegistration({ host: '127.0.0.1', port: 0, identity })
  const { productKey, deviceName, deviceSecret } = plug
  const random = '8Ygb7ULYh53B6OA'
  const sign = signRegistration('hmacsha1', productSecret, plug, random)
  const form = { productKey, deviceName, random, sign, signMethod: 'hmacSha1' }
  assert.deepEqual(await post(port, form), { code: 200, data: { ...plug }, message: 'success' })
  assert.equal(deviceSecret, plug.deviceSecret)
  const codes: number[] = []
  for (const change of [
    { sign: 'wrong' },
    { signMethod: 'rot13' },
    { productKey: 'a1OTHER' },
    { sign: '' },
    {
      deviceName: 'nobody',
      sign: signRegistration('hmacsha1', productSecret, { productKey, deviceName: 'nobody' }, random),
    },
    { random: '' },
    { random: 'x'.repeat(5000) },
  ]) {
    codes.push((await post(port, { ...form, ...change })).code)
  }
  assert.deepEqual(codes, [6600, 6292, 6250, 460, 6100, 460, 460])
  assert.equal((await post(port, form, '/other')).code, 404)
})
