import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test, type TestContext } from 'node:test'
import { connectAsync } from 'mqtt'
import { signRegistration } from '../../../../tools/cloud/login/dynamic-registration.ts'
import type { PlatformEvent } from '../../../../tools/cloud/model/events.ts'
import { createPlatform, type PlatformOptions } from '../../../../tools/cloud/platform/platform.ts'
import type { Transport } from '../../../../tools/cloud/wire/device-listener.ts'
import { mostConnections } from '../../../../tools/tcp/descriptors.ts'
import { listenTcp } from '../../../../tools/tcp/tcp-listener.ts'
import { openTestCa } from '../../../../tools/cloud/net/tls-identity.ts'
import { UserError } from '../../../../tools/command-line/user-error.ts'
import { connectPacket, plug } from '../../../local-platform/memory-cloud.ts'

const folder = mkdtempSync(join(tmpdir(), 'cloud-ca-'))
after(() => rmSync(folder, { recursive: true }))
const ca = openTestCa(folder)
const identity = ca.issue(['localhost', '127.0.0.1'])

async function start(t: TestContext, transports: Transport[], options: Partial<PlatformOptions> = {}) {
  const platform = await createPlatform({ devices: [plug], ...options })
  t.after(() => platform.close())
  const events: PlatformEvent[] = []
  platform.onEvent((event) => events.push(event))
  const failed = new Promise<void>((resolve) =>
    platform.onEvent(({ type }) => type === 'connection-failed' && resolve()),
  )
  const { port } = await platform.listen({ host: '127.0.0.1', port: 0, transports, identity })
  return { platform, port, events, failed }
}

const strange = 'neither MQTT nor anything else that is spoken here'

function detailsOf(events: readonly PlatformEvent[]): string[] {
  return events.flatMap((event) => (event.type === 'connection-failed' ? [event.detail] : []))
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
  assert.deepEqual(
    events.map((event) => event.type === 'connection-failed' && event.detail),
    ['plain MQTT on a port for TLS', strange, strange],
  )
})

test('a port for TLS alone takes no WebSocket without TLS', async (t) => {
  const { port, events } = await start(t, ['tls', 'websocket'])
  await assert.rejects(connectAsync(`ws://127.0.0.1:${port}/mqtt`, login))
  const secure = await connectAsync(`wss://localhost:${port}/mqtt`, login)
  await secure.endAsync()
  assert.deepEqual(detailsOf(events), [strange])
})

for (const [what, url, transports, options, detail] of [
  ['does not trust the CA', 'mqtts://localhost', ['tcp', 'tls'], { ca: '' }, /TLS handshake.*trust the CA|^TLS: /],
  ['does not trust the CA, in TLS 1.2', 'mqtts://localhost', ['tls'], { ca: '', maxVersion: 'TLSv1.2' }, /TLS/],
  ['does not trust the CA, over WebSocket', 'wss://localhost', ['tls', 'websocket'], { ca: '' }, /TLS/],
  ['speaks TLS where there is none', 'mqtts://localhost', ['tcp', 'websocket'], {}, /^TLS on a port without it$/],
] as const) {
  test(`a client that ${what} leaves one line`, async (t) => {
    const { port, events, failed } = await start(t, [...transports])
    await assert.rejects(connectAsync(`${url}:${port}/mqtt`, { ...login, ...options }))
    await failed
    const [first, ...more] = detailsOf(events)
    assert.match(first ?? '', detail)
    assert.deepEqual(more, [])
  })
}

for (const [what, bytes, detail] of [
  ['before its first byte', '', 'closed before it said anything'],
  ['in a TLS handshake', '\x16\x03\x01', /^TLS: /],
] as const) {
  test(`a client that closes ${what} leaves one line`, async (t) => {
    const { port, events, failed } = await start(t, ['tcp', 'tls', 'websocket'])
    const socket = connect(port, '127.0.0.1').resume()
    await once(socket, 'connect')
    socket.end(bytes, 'latin1')
    await failed
    await once(socket, 'close')
    const [first, ...more] = detailsOf(events)
    assert.match(first ?? '', new RegExp(detail))
    assert.deepEqual(more, [])
  })
}

test('what one listener drops for want of file descriptors is told, the first and each hundredth', async (t) => {
  const details: string[] = []
  const most = 2
  const onDrop = (_address: string, detail: string) => details.push(detail)
  const sockets: Socket[] = []
  const listener = await listenTcp('127.0.0.1', 0, '--port', (socket) => sockets.push(socket), onDrop, most)
  t.after(async () => {
    for (const socket of sockets) socket.destroy()
    await listener.close()
  })
  for (let at = 0; at < most; at++) await once(connect(listener.port, '127.0.0.1'), 'connect')
  for (let at = 0; at < 100; at++) await once(connect(listener.port, '127.0.0.1').resume(), 'close')
  assert.equal(sockets.length, most)
  assert.deepEqual(
    details,
    [1, 100].map((so) => `no file descriptor left beside 2 connections, ${so} dropped so far`),
  )
  const limit = mostConnections()
  assert.ok(limit > 0 && (process.platform === 'win32' || Number.isFinite(limit)))
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

test('dynreg over HTTPS is a POST', async (t) => {
  const { platform } = await start(t, ['tcp'])
  const { port } = await platform.listenRegistration({ host: '127.0.0.1', port: 0 })
  const path = '/auth/register/device?x=1'
  const response = await fetch(`http://127.0.0.1:${port}${path}`)
  assert.deepEqual([response.status, Object(await response.json()).code], [404, 404])
  const posted = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', body: 'productKey=a1DEMO' })
  assert.deepEqual([posted.status, Object(await posted.json()).code], [200, 460])
})

test('the link of a remote configuration leads to the port that the device has reached, over TLS to a device on TLS', async (t) => {
  const config = { link: { keepAliveS: 120 }, name: '灯' }
  const product = { remoteConfig: config }
  const { port } = await start(t, ['tcp', 'tls', 'websocket'], { product })
  for (const scheme of ['mqtt', 'mqtts', 'ws', 'wss']) {
    const [origin, file] = await fetchConfig(`${scheme}://localhost:${port}`)
    assert.match(
      origin,
      new RegExp(`^http${scheme.endsWith('s') && scheme !== 'ws' ? 's' : ''}://(127.0.0.1|\\[::1\\]):${port}$`),
    )
    assert.deepEqual(file, { status: 200, type: 'application/json', text: JSON.stringify(config) })
  }
  const none = await fetchFile(`http://127.0.0.1:${port}/config/0123456789abcdef0123456789abcdef.json`)
  assert.deepEqual([none.status, none.text], [404, ''])
})

test('a device on a port without HTTP, and any device by the rule, gets the content in the URL itself', async (t) => {
  const product = { remoteConfig: { a: 1 } }
  const plain = await start(t, ['tcp'], { product })
  const ruled = await start(t, ['tcp', 'websocket'], { product, rules: { configUrl: 'data' } })
  for (const { port } of [plain, ruled]) {
    const [, file] = await fetchConfig(`mqtt://127.0.0.1:${port}`)
    assert.equal(file.text, '{"a":1}')
  }
})

/** Asks for the remote configuration over MQTT. Returns the origin of its link, and what is there. */
async function fetchConfig(url: string) {
  const client = await connectAsync(url, login)
  const reply = new Promise<Buffer>((resolve) => client.once('message', (_topicName, payload) => resolve(payload)))
  const params = { configScope: 'product', getType: 'file' }
  await client.publishAsync('/sys/a1DEMO/plug01/thing/config/get', JSON.stringify({ id: '1', version: '1.0', params }))
  const { data } = JSON.parse(String(await reply)) as { data: { url: string } }
  await client.endAsync()
  return [new URL(data.url).origin, await fetchFile(data.url)] as const
}

async function fetchFile(url: string) {
  if (url.startsWith('https:')) return fetchSecurely(url)
  const response = await fetch(url)
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() }
}

async function fetchSecurely(url: string) {
  const asked = httpsRequest(url, { ca: ca.cert, checkServerIdentity: () => undefined }).end()
  const [response] = (await once(asked, 'response')) as [IncomingMessage]
  const chunks: Buffer[] = []
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk)
  return {
    status: response.statusCode ?? 0,
    type: response.headers['content-type'] ?? null,
    text: Buffer.concat(chunks).toString(),
  }
}

test('an HTTP request that is none for a WebSocket is 426, and says which it must be', async (t) => {
  const { port } = await start(t, ['tcp', 'websocket'])
  const response = await fetch(`http://127.0.0.1:${port}/mqtt`)
  assert.deepEqual([response.status, response.headers.get('upgrade')], [426, 'websocket'])
})
