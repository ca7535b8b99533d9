import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { controlToken } from '../../../tools/cloud/console-api/auth.ts'
import { setCommand } from '../../../tools/set-status/set-command.ts'
import { statusCommand } from '../../../tools/set-status/status-command.ts'

const key = { accessKeyId: 'LOCAL1', accessKeySecret: 'secret' }
const [plug, lamp] = [
  { productKey: 'a1DEMO', deviceName: 'plug01' },
  { productKey: 'a1DEMO', deviceName: 'lamp01' },
]

interface Replies {
  readonly devices?: readonly object[]
  /** What the OpenAPI says, whatever it is asked. */
  readonly openApi?: object | ((action: string) => object)
  /** The status of that; 200 unless told otherwise. */
  readonly status?: number
  readonly result?: object
}

/** What stands where the platform should: it gives these replies. Returns the flags that lead there. */
async function start(
  t: TestContext,
  { devices = [plug], openApi = {}, status: openApiStatus = 200, result = {} }: Replies,
) {
  const paths: string[] = []
  const server = createServer((request, response) => {
    const { url = '', headers } = request.resume()
    paths.push(url)
    const isOurs = headers.authorization === `Bearer ${controlToken(key)}`
    const control = url.startsWith('/api/devices') ? { devices, productKeys: [] } : result
    const refused = { error: { code: 'password-wanted', message: 'log in first' } }
    const answer = typeof openApi === 'function' ? openApi(String(headers['x-acs-action'])) : openApi
    const body = url.startsWith('/api/') ? (isOurs ? control : refused) : answer
    response
      .writeHead(url.startsWith('/api/') ? 200 : openApiStatus, { 'content-type': 'application/json' })
      .end(JSON.stringify(body))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => (server.close(), server.closeAllConnections()))
  const folder = mkdtempSync(join(tmpdir(), 'set-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'access-key.json')
  writeFileSync(file, JSON.stringify(key))
  const { port } = server.address() as AddressInfo
  const printed: string[] = []
  const where = ['--control', `http://127.0.0.1:${port}`, '--key-file', file]
  const print = (text: string) => void printed.push(text)
  const run = (...words: string[]) => setCommand([...where, ...words], print, {})
  const status = (...words: string[]) => statusCommand([...where, ...words], print, {})
  return { run, status, paths, said: () => printed.join('') }
}

const sent = { Success: true, Code: '', Data: { MessageId: '7' } }
const post = { params: { A: 1 }, afterMs: 20.25 }
const answered = { outcome: 'answered', id: '7', latencyMs: 12.34, post }
const reply = { id: '7', code: 200, data: {}, message: 'success' }

for (const [what, result, lines] of [
  ['done', { ...answered, reply }, ['id 7 code 200 after 12.3 ms', '{"A":1} after 20.3 ms']],
  [
    'done, with a word of its own',
    { ...answered, reply: { ...reply, message: 'already on' } },
    ['id 7 code 200 already on after 12.3 ms', '{"A":1} after 20.3 ms'],
  ],
  ['done, but not posted', { ...answered, reply, post: null }, ['id 7 code 200 after 12.3 ms', 'nothing yet']],
  ['queued', { outcome: 'queued', id: '7' }, []],
] as const) {
  test(`set says what became of it: ${what}`, async (t) => {
    const { run, said, paths } = await start(t, { openApi: sent, result })
    await run('A=1')
    const found = said().split('\n').slice(1, -1)
    assert.deepEqual(
      found.map((line) => line.slice(11)),
      lines,
    )
    assert.equal(paths.at(-1), '/api/set-result?messageId=7')
  })
}

for (const [result, slug, message] of [
  [{ ...answered, reply: { ...reply, code: 460 }, post: null }, 'set-refused', 'plug01 answered code 460'],
  [{ outcome: 'no-reply', id: '7', waitedMs: 8000, post: null }, 'set-timeout', 'no set_reply from plug01 in 8 s'],
  [{ outcome: 'offline' }, 'device-offline', /^plug01 is offline/],
  [{ outcome: 'not-subscribed' }, 'not-subscribed', /^plug01 has not subscribed/],
  [{ outcome: 'rate-limited' }, 'rate-limited', /^plug01 is sent too much/],
  [{ outcome: 'stopped' }, 'platform-stopped', /^plug01 did not answer/],
] as const) {
  test(`set that ends as ${result.outcome} is ${slug}, with exit code 2, after its result was printed`, async (t) => {
    const { run, said } = await start(t, { openApi: sent, result })
    await assert.rejects(run('A=1', '--json'), { slug, message, exitCode: 2 })
    const { messageId, outcome, params } = JSON.parse(said())
    assert.deepEqual([messageId, outcome, params], ['7', result.outcome, { A: 1 }])
    assert.doesNotMatch(said(), /posted {5}nothing/)
  })
}

for (const [code, slug] of [
  ['iot.messagebroker.OFFLINE', 'device-offline'],
  ['iot.messagebroker.RateLimit', 'rate-limited'],
  ['iot.messagebroker.NotSubscribed', 'not-subscribed'],
  ['iot.device.SetDevicePropertyFailed', 'cloud-refused'],
] as const) {
  test(`a set that the OpenAPI refuses with ${code} is ${slug}, and no result is waited for`, async (t) => {
    const { run, paths } = await start(t, { openApi: { Success: false, Code: code, ErrorMessage: 'no' } })
    await assert.rejects(run('A=1'), { slug, exitCode: 2 })
    assert.ok(!paths.some((path) => path.startsWith('/api/set-result')))
  })
}

for (const [code, hint] of [
  ['InvalidTimeStamp.Expired', "this computer's clock is off"],
  ['InvalidAccessKeyId.NotFound', /AccessKey of this cloud/],
  ['SignatureDoesNotMatch', /AccessKey of this cloud/],
  ['Throttling', ''],
] as const) {
  test(`a gateway that says ${code} has refused, and the hint is ${hint || 'none'}`, async (t) => {
    const { status } = await start(t, { openApi: { Code: code, Message: 'no' }, status: 400 })
    await assert.rejects(status(), { slug: 'cloud-refused', message: `${code}: no`, hint, exitCode: 2 })
  })
}

test('of several devices one must be named, by its name, its product or both', async (t) => {
  const other = { productKey: 'a1OTHER', deviceName: 'plug01' }
  const { status, said } = await start(t, {
    devices: [plug, lamp, other],
    openApi: { ...sent, Data: { Status: 'ONLINE' } },
  })
  const ambiguous = { slug: 'device-ambiguous', exitCode: 1, hint: /--device NAME/ }
  await assert.rejects(status(), { ...ambiguous, message: 'say which: plug01, lamp01, plug01' })
  await assert.rejects(status('--device', 'plug01'), ambiguous)
  await assert.rejects(status('--product-key', 'a1DEMO'), { ...ambiguous, message: 'say which: plug01, lamp01' })
  const nobody = {
    slug: 'no-such-device',
    hint: /^there is plug01 of product a1DEMO, lamp01 of .*, plug01 of product a1OTHER$/,
  }
  await assert.rejects(status('--device', 'nobody'), { ...nobody, message: 'no device is --device nobody' })
  await assert.rejects(status('--device', 'lamp01', '--product-key', 'a1OTHER'), nobody)
  await status('--device', 'plug01', '--product-key', 'a1OTHER')
  await status('--device', 'lamp01')
  const devices = said().match(/^device.*/gm)
  assert.deepEqual(devices, ['device     plug01 of product a1OTHER', 'device     lamp01 of product a1DEMO'])
})

test('status shows each property as JSON that cannot command a terminal, and which was never reported', async (t) => {
  const list = [
    { Identifier: 'A', Value: '1', Time: '1000' },
    { Identifier: 'B', Value: 'plain \u001b[2J\u202e' },
  ]
  const openApi = { ...sent, Data: { Status: 'OFFLINE', List: { PropertyStatusInfo: list } } }
  const { status, said } = await start(t, { openApi })
  await status()
  const lines = said().split('\n')
  assert.deepEqual(lines.slice(1, 3), ['status     OFFLINE', 'property   A 1  1970-01-01T00:00:01.000Z'])
  assert.match(lines[3] ?? '', /^property {3}B "plain .*" {2}never reported$/)
  assert.doesNotMatch(said().replaceAll('\n', ''), /[\p{Cc}\p{Cf}]/u)
})

test('a control that refuses, and what is no platform, are told', async (t) => {
  const { run } = await start(t, { devices: [] })
  await assert.rejects(run('on'), { slug: 'no-such-device' })
  for (const control of ['https://127.0.0.1:1', 'ftp://x', 'http://']) {
    await assert.rejects(run('on', '--control', control), { slug: 'bad-flag' }, control)
  }
  await assert.rejects(run('on', '--key-file', 'no-such-file.json'), { slug: 'no-platform', hint: /npm start/ })
})

test('a value that the thing model refuses is told with what its property takes, where the cloud knows', async (t) => {
  const refusal = { Success: false, Code: 'iot.device.x', ErrorMessage: 'tsl parse: bool specs error -> Pump' }
  const info = (dataType: string) => ({ PropertyStatusInfo: [{ Identifier: 'Pump', DataType: dataType }] })
  for (const [type, hint] of [
    ['bool', 'Pump takes 0 or 1'],
    ['int', 'Pump takes a whole number within its range'],
    ['array', ''],
  ] as const) {
    const openApi = (action: string) =>
      action === 'QueryDevicePropertyStatus' ? { Success: true, Data: { List: info(type) } } : refusal
    const { run } = await start(t, { openApi })
    await assert.rejects(run('Pump=2'), { slug: 'cloud-refused', hint, exitCode: 2 })
  }
})
