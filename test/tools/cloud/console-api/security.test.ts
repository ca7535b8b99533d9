import assert from 'node:assert/strict'
import { once } from 'node:events'
import { request } from 'node:http'
import { connect } from 'node:net'
import { test, type TestContext } from 'node:test'
import { createAuth } from '../../../../tools/cloud/console-api/auth.ts'
import { serveHttp } from '../../../../tools/cloud/net/http-server.ts'
import { startPlatform } from '../../../../tools/cloud/start-platform.ts'
import { accessKey, connectDevice, plug } from '../../../local-platform/official-client.ts'
import { fuzzHttp } from '../../../lab/fuzz-cloud/http-fuzzer.ts'

async function start(t: TestContext, options: { controlHost?: string; consolePassword?: string } = {}) {
  const running = await startPlatform({ devices: [plug], port: 0, controlPort: 0, accessKey, ...options })
  t.after(() => running.close())
  return running
}

const json = { 'content-type': 'application/json' }

function ask(port: number, path: string, init: { method?: string; headers?: object; body?: string } = {}) {
  const { method = 'GET', headers = {}, body = '' } = init
  return new Promise<{ status: number; text: string; headers: NodeJS.Dict<string | string[]> }>((resolve, reject) => {
    const outgoing = request(
      { host: '127.0.0.1', port, path, method, headers: { ...headers }, agent: false },
      (incoming) => {
        const chunks: Buffer[] = []
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
        incoming.on('end', () => {
          resolve({
            status: incoming.statusCode ?? 0,
            text: Buffer.concat(chunks).toString(),
            headers: incoming.headers,
          })
        })
      },
    )
    outgoing.once('error', reject)
    outgoing.end(body)
  })
}

test('the page comes with a policy under which only its own files run, and nothing else is a file', async (t) => {
  const { controlPort } = await start(t)
  const page = await ask(controlPort, '/')
  assert.equal(page.status, 200)
  assert.match(String(page.headers['content-security-policy']), /^default-src 'none'; script-src 'self'; /)
  assert.doesNotMatch(page.text, /<script>|https?:/)
  for (const path of ['/../package.json', '/%2e%2e/package.json', '/assets/..%2f..%2fpackage.json', '//etc/passwd']) {
    assert.equal((await ask(controlPort, path)).status, 404, path)
  }
})

test('beyond loopback it wants a password, of the page as of the calls', async (t) => {
  await assert.rejects(start(t, { controlHost: '0.0.0.0' }), { slug: 'password-wanted' })
  await assert.rejects(start(t, { controlHost: '0.0.0.0', consolePassword: 'short' }), { slug: 'password-wanted' })
  const { controlPort } = await start(t, { controlHost: '0.0.0.0', consolePassword: 'a long password' })
  assert.equal((await ask(controlPort, '/api/devices')).status, 401)
  const login = (password: string) =>
    ask(controlPort, '/api/login', { method: 'POST', headers: json, body: JSON.stringify({ password }) })
  assert.equal((await login('a long passwort')).status, 401)
  const { headers } = await login('a long password')
  const cookie = String(headers['set-cookie'])
  assert.match(cookie, /^console=[0-9a-f]{64}; Path=\/; HttpOnly; SameSite=Strict$/)
  const session = { headers: { cookie: cookie.split(';', 1)[0] } }
  assert.equal((await ask(controlPort, '/api/devices', session)).status, 200)
  await ask(controlPort, '/api/logout', { method: 'POST', headers: { ...json, ...session.headers }, body: '{}' })
  assert.equal((await ask(controlPort, '/api/devices', session)).status, 401)
})

test('ten wrong passwords in a minute end the guessing from that address, also for a right one, and from no other', () => {
  let now = 0
  const auth = createAuth('a long password', accessKey, () => now)
  const login = (password: string, address = '192.0.2.1') =>
    auth.login({
      ...{ method: 'POST', path: '/api/login', query: new URLSearchParams(), headers: {}, address },
      body: JSON.stringify({ password }),
    }).status
  for (let tries = 0; tries < 10; tries++) assert.equal(login('wrong'), 401)
  assert.equal(login('a long password'), 429)
  assert.equal(login('a long password', '192.0.2.2'), 200)
  now += 60_001
  assert.equal(login('a long password'), 200)
})

test('secrets come only by a POST, and events have none', async (t) => {
  const { controlPort } = await start(t)
  const names = `productKey=${plug.productKey}&deviceName=${plug.deviceName}`
  for (const path of [`/api/device?${names}`, `/api/device/connection?${names}`, '/api/devices', '/api/log']) {
    assert.ok(!(await ask(controlPort, path)).text.includes(plug.deviceSecret), path)
  }
  const { productKey, deviceName } = plug
  const body = JSON.stringify({ productKey, deviceName })
  const shown = await ask(controlPort, '/api/device/connection', { method: 'POST', headers: json, body })
  assert.equal(JSON.parse(shown.text).triple.deviceSecret, plug.deviceSecret)
  // Its parameters log a device in.
  const foreign = { ...json, 'sec-fetch-site': 'cross-site', origin: 'http://evil.example' }
  const stolen = await ask(controlPort, '/api/device/connection', { method: 'POST', headers: foreign, body })
  assert.equal(stolen.status, 403)
})

test('the live stream tells events of all, and of one device its packets, without a password in them', async (t) => {
  const running = await start(t)
  const { productKey, deviceName } = plug
  const stream = (query: string) =>
    fetch(`http://127.0.0.1:${running.controlPort}/api/live${query}`).then(({ body }) => {
      assert.ok(body)
      return body.pipeThrough(new TextDecoderStream()).getReader()
    })
  const [all, one] = await Promise.all([stream(''), stream(`?productKey=${productKey}&deviceName=${deviceName}`)])
  const until = async (reader: typeof all, pattern: RegExp) => {
    let text = ''
    while (!pattern.test(text)) text += (await reader.read()).value ?? assert.fail('the stream ended')
    return text
  }
  await connectDevice(t, running.mqttPort)
  await until(all, /"kind":"event".*"type":"online"/)
  const packets = await until(one, /"kind":"packet".*"type":"connack"/)
  assert.match(packets, /"type":"connect"/)
  assert.doesNotMatch(packets, /password/)
  await Promise.all([all.cancel(), one.cancel()])
})

test('a log of more kinds than there can be is refused, one of a hundred is read', async (t) => {
  const { controlPort } = await start(t)
  const kinds = (count: number) => Array.from({ length: count }, (_, at) => `k${at}`).join()
  assert.equal((await ask(controlPort, `/api/log?types=${kinds(100)}`)).status, 200)
  for (const count of [101, 40_000]) {
    const { status, text } = await ask(controlPort, `/api/log?types=${kinds(count)}`)
    assert.deepEqual([status, JSON.parse(text).error.code], [400, 'bad-call'], `${count}`)
  }
  assert.equal((await ask(controlPort, `/api/log?types=${'offline,'.repeat(40_000)}offline`)).status, 200)
})

for (const [what, head] of [
  ['body', 'POST / HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 100000\r\n\r\nx'],
  ['header', 'GET / HTTP/1.1\r\nhost: 127.0.0.1\r\nx-slow: '],
] as const) {
  test(`a request whose ${what} does not come in is ended with 408`, { timeout: 20_000 }, async (t) => {
    const where = { host: '127.0.0.1', port: 0, flag: '--control-port', requestMs: 50 }
    const server = await serveHttp(where, () => Promise.resolve({ status: 200, body: {} }))
    t.after(() => server.close())
    const socket = connect(server.port, '127.0.0.1').setEncoding('latin1')
    let text = ''
    socket.on('data', (chunk) => (text += chunk))
    socket.on('error', () => undefined)
    socket.write(head)
    await once(socket, 'close')
    assert.match(text, /^HTTP\/1\.1 408 /)
  })
}

test('800 requests that nobody should send get answers below 500, and the platform goes on', async (t) => {
  const { controlPort } = await start(t)
  const { statuses, bad } = await fuzzHttp(controlPort, 800, '20260101')
  assert.deepEqual(bad, [])
  assert.ok((statuses.get(200) ?? 0) > 100 && (statuses.get(400) ?? 0) > 50, JSON.stringify([...statuses]))
  assert.equal((await ask(controlPort, '/api/devices')).status, 200)
})
