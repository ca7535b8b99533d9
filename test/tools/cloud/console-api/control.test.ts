import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { connectAsync } from 'mqtt'
import { startPlatform, type RunningPlatform } from '../../../../tools/cloud/start-platform.ts'
import { connectPacket, lamp, plug } from '../../../local-platform/memory-cloud.ts'

const own = '/sys/a1DEMO/plug01/thing'

async function start(t: TestContext): Promise<RunningPlatform> {
  const running = await startPlatform({ devices: [plug, lamp], port: 0, controlPort: 0 })
  t.after(() => running.close())
  return running
}

interface Answer {
  status: number | undefined
  body: unknown
}

/** One request with exactly these headers; fetch would set its own Host. */
function ask(
  port: number,
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body = '',
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, method, path, headers }, (incoming) => {
      const chunks: Buffer[] = []
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
      incoming.on('end', () =>
        resolve({ status: incoming.statusCode, body: JSON.parse(Buffer.concat(chunks).toString()) }),
      )
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

const json = { 'content-type': 'application/json' }

function set(port: number, body: object): Promise<Answer> {
  return ask(port, 'POST', '/api/property-set', json, JSON.stringify({ productKey: 'a1DEMO', ...body }))
}

test('a real MQTT client over TCP is set through the control endpoint, and its reply and post come back', async (t) => {
  const running = await start(t)
  const { clientId, username, password } = connectPacket(plug)
  const login = { clientId, username: username ?? '', password: password ?? '', keepalive: 60, reconnectPeriod: 0 }
  const client = await connectAsync(`mqtt://127.0.0.1:${running.mqttPort}`, login)
  t.after(() => client.endAsync(true))
  await client.subscribeAsync(`${own}/service/property/set`, { qos: 1 })
  client.on('message', (_topic, payload) => {
    const { id, params } = JSON.parse(payload.toString())
    client.publish(`${own}/service/property/set_reply`, JSON.stringify({ id, code: 200, data: {} }))
    client.publish(`${own}/event/property/post`, JSON.stringify({ id: '1', params }), { qos: 1 })
  })
  const { status, body } = await set(running.controlPort, { deviceName: 'plug01', params: { PowerSwitch_1: 1 } })
  assert.equal(status, 200)
  assert.ok(body !== null && typeof body === 'object' && 'reply' in body && 'post' in body && 'latencyMs' in body)
  assert.deepEqual(body.reply, { id: '1', code: 200, data: {}, message: '' })
  assert.ok(typeof body.latencyMs === 'number' && body.latencyMs > 0)
  const devices = await ask(running.controlPort, 'GET', '/api/devices')
  assert.match(JSON.stringify(devices.body), /"deviceName":"plug01","online":true,.*"PowerSwitch_1":\{"value":1/)
})

test('tells an offline device', async (t) => {
  const { controlPort } = await start(t)
  const params = { PowerSwitch_1: 1 }
  assert.deepEqual(await set(controlPort, { deviceName: 'plug01', params }), {
    status: 200,
    body: { outcome: 'offline' },
  })
})

test('the list of devices holds no secret', async (t) => {
  const { controlPort } = await start(t)
  const { status, body } = await ask(controlPort, 'GET', '/api/devices?x=1')
  assert.equal(status, 200)
  assert.doesNotMatch(JSON.stringify(body), new RegExp(`${plug.deviceSecret}|${lamp.deviceSecret}|[sS]ecret`))
})

const names = { productKey: 'a1DEMO', deviceName: 'plug01' }

for (const [what, status, code, method, path, headers, body] of [
  ['an unknown path', 404, 'no-such-path', 'GET', '/api/../etc/passwd', {}, ''],
  ['the wrong method', 405, 'wrong-method', 'GET', '/api/property-set', {}, ''],
  ['a foreign Host (DNS rebinding)', 403, 'host-refused', 'GET', '/api/devices', { host: 'evil.example' }, ''],
  [
    'a Host that begins as a loopback address',
    403,
    'host-refused',
    'GET',
    '/api/devices',
    { host: '127.0.0.1.evil.example' },
    '',
  ],
  [
    'a page from elsewhere',
    403,
    'origin-refused',
    'POST',
    '/api/property-set',
    { ...json, origin: 'https://evil.example' },
    '{}',
  ],
  ['a form', 415, 'not-json', 'POST', '/api/property-set', { 'content-type': 'text/plain' }, '{}'],
  ['a body that is not JSON', 400, 'not-json', 'POST', '/api/property-set', json, '{'],
  ['no params', 400, 'bad-call', 'POST', '/api/property-set', json, JSON.stringify(names)],
  ['empty params', 400, 'bad-call', 'POST', '/api/property-set', json, JSON.stringify({ ...names, params: {} })],
  ['a deviceName of 3', 400, 'bad-name', 'POST', '/api/devices', json, '{"productKey":"a1","deviceName":"new"}'],
  ['no name of a device', 400, 'bad-call', 'POST', '/api/property-set', json, '{"params":{"a":1}}'],
  [
    'an unknown device',
    404,
    'no-such-device',
    'POST',
    '/api/property-set',
    json,
    '{"productKey":"a1DEMO","deviceName":"x","params":{"a":1}}',
  ],
  ['a body above 64 KB', 413, 'body-too-large', 'POST', '/api/property-set', json, 'x'.repeat(65_537)],
] as const) {
  test(`the control endpoint answers ${what} with ${status} ${code}`, async (t) => {
    const { controlPort } = await start(t)
    const answer = await ask(controlPort, method, path, headers, body)
    assert.equal(answer.status, status)
    const { error } =
      answer.body !== null && typeof answer.body === 'object' && 'error' in answer.body ? answer.body : {}
    assert.ok(error !== null && typeof error === 'object' && 'code' in error)
    assert.equal(error.code, code)
  })
}

test('a busy port is an error that names the port and its flag, and leaves nothing open', async (t) => {
  const squatter = createServer().listen(0, '127.0.0.1')
  t.after(() => squatter.close())
  await new Promise((resolve) => squatter.once('listening', resolve))
  const address = squatter.address()
  assert.ok(address !== null && typeof address === 'object')
  const { port } = address
  const taken = { slug: 'port-busy', message: `port ${port} on 127.0.0.1 is taken` }
  await assert.rejects(startPlatform({ devices: [plug], port, controlPort: 0 }), { ...taken, hint: /use --port$/ })
  await assert.rejects(startPlatform({ devices: [plug], port: 0, controlPort: port }), {
    ...taken,
    hint: /--control-port/,
  })
})

test('a start that fails gives the data file free, so that the next one may have it', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'cloud-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const squatter = createServer().listen(0, '127.0.0.1')
  t.after(() => squatter.close())
  await once(squatter, 'listening')
  const { port } = squatter.address() as AddressInfo
  const options = { devices: [plug], dataFile: join(folder, 'state.sqlite'), port: 0 }
  for (const ports of [{ controlPort: port }, { controlPort: 0, port }]) {
    await assert.rejects(startPlatform({ ...options, ...ports }), { slug: 'port-busy' })
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.endsWith('.pid')),
      [],
    )
  }
  await (await startPlatform({ ...options, controlPort: 0 })).close()
})

test('close frees both ports', async () => {
  const first = await startPlatform({ devices: [plug], port: 0, controlPort: 0 })
  await first.close()
  const again = { devices: [plug], port: first.mqttPort, controlPort: first.controlPort }
  await (await startPlatform(again)).close()
})
