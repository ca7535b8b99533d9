import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import type { BoardFeed } from '../../../../tools/cloud/console-api/board-feed.ts'
import { createTrafficRing } from '../../../../tools/cloud/console-api/traffic-ring.ts'
import { createWebApp } from '../../../../tools/cloud/console-api/web-app.ts'
import { makeAccessKey } from '../../../../tools/cloud/openapi/access-key.ts'
import { createSetBook } from '../../../../tools/cloud/openapi/set-book.ts'
import { recordEvents } from '../../../../tools/cloud/store/recorder.ts'
import { openState } from '../../../../tools/cloud/store/state.ts'
import { lamp, plug, startMemoryCloud } from '../../../local-platform/memory-cloud.ts'
import { ask } from '../../../local-platform/switch-product.ts'

const { productKey, deviceName } = plug
const name = { productKey, deviceName }
const own = '/sys/a1DEMO/plug01/thing'
const userGet = '/a1DEMO/plug01/user/get'

const pins = {
  D2: { use: 'output', value: 1 },
  D5: { use: 'pwm', value: 0.25, freqHz: 1000 },
  D4: { use: 'input', value: 1, pull: 'up', isDriven: false },
  D34: { use: 'analog', value: 0 },
} as const
const dials = [{ name: 'room', unit: '°C', min: -10, max: 40, value: 21 }]

/** The console's calls on a platform in memory, without a server before them. */
async function start(t: TestContext) {
  const state = openState(':memory:', assert.fail)
  const cloud = await startMemoryCloud(t, { store: state.store, rules: { downlinkPerSecond: 'unlimited' } })
  const { platform } = cloud
  platform.onEvent(recordEvents(state, () => 1_700_000_000_000))
  const traffic = createTrafficRing(platform)
  t.after(() => (traffic.close(), state.close()))
  const power: boolean[] = []
  const moved: unknown[][] = []
  const board: BoardFeed = {
    device: name,
    what: 'ESP32',
    state: () => ({ isPowered: power.at(-1) ?? true, pins, dials }),
    setPower: (isOn) => void power.push(isOn),
    movePin: (...move) => void moved.push(move),
    setDial: (...move) => void moved.push(move),
    onChange: () => () => undefined,
  }
  const parts = { platform, state, traffic, sets: createSetBook(platform), boards: [board] }
  const mqtt = { host: '192.0.2.7', port: 1884 }
  const page = { file: () => Promise.resolve(undefined) }
  const app = createWebApp({ ...parts, mqtt, accessKey: makeAccessKey(), page })
  async function call(method: string, path: string, given: object) {
    const asked = Object.entries(method === 'GET' ? given : {}).map(([key, value]) => [key, String(value)] as const)
    const query = new URLSearchParams(Object.fromEntries(asked))
    const body = method === 'GET' ? '' : JSON.stringify(given)
    const answer = await app({ method, path, query, body, headers: {}, address: '' })
    assert.ok('body' in answer)
    const said = Object(answer.body)
    return { status: answer.status, body: said, code: said.error?.code as unknown }
  }
  return {
    cloud,
    ...{ power, moved },
    get: (path: string, query: object = name) => call('GET', path, query),
    post: (path: string, body: object = {}) => call('POST', path, { ...name, ...body }),
  }
}

test('a device is made once, with names that Aliyun takes, described, disabled, enabled and removed', async (t) => {
  const { get, post, cloud } = await start(t)
  const fresh = { productKey: 'x'.repeat(20), deviceName: 'new-1' }
  assert.deepEqual((await post('/api/devices', fresh)).body, fresh)
  assert.match(cloud.platform.device(fresh)?.deviceSecret ?? '', /^[0-9a-f]{32}$/)
  assert.deepEqual((await get('/api/devices')).body.productKeys, ['a1DEMO', fresh.productKey])
  const again = await post('/api/devices', fresh)
  assert.deepEqual([again.status, again.code], [409, 'device-exists'])
  for (const key of ['x'.repeat(21), 'a1-b', 'a1&b']) {
    assert.equal((await post('/api/devices', { ...fresh, productKey: key })).code, 'bad-name', key)
  }
  for (const [disabled, status] of [
    [true, 'DISABLE'],
    [false, 'UNACTIVE'],
  ] as const) {
    await post('/api/device/disable', { ...fresh, disabled })
    assert.equal((await get('/api/device', fresh)).body.status, status)
  }
  assert.deepEqual((await post('/api/device/remove', fresh)).body, { removed: true })
  assert.deepEqual((await get('/api/devices')).body.productKeys, ['a1DEMO'])
  assert.equal((await get('/api/device', fresh)).status, 404)
})

test('a device is described with its times, its board, and how long it lasts', async (t) => {
  const { get, cloud } = await start(t)
  const before = (await get('/api/device')).body
  assert.deepEqual([before.keepAliveLeftMs, before.activatedAtMs, before.status], [null, undefined, 'UNACTIVE'])
  assert.deepEqual(before.board, { what: 'ESP32', isSwitch: true, movesPins: true, isPowered: true, pins, dials })
  assert.equal((await get('/api/device', { productKey, deviceName: lamp.deviceName })).body.board, null)
  const device = await cloud.connect()
  const online = (await get('/api/device')).body
  assert.deepEqual([online.status, online.keepAliveLeftMs, online.address], ['ONLINE', 90_000, 'memory'])
  assert.deepEqual([online.activatedAtMs, online.lastOnlineAtMs], [1_700_000_000_000, 1_700_000_000_000])
  await device.hangUp()
  assert.equal((await get('/api/device')).body.status, 'OFFLINE')
})

test('a device asks for desired values if its present session does, or its last one did', async (t) => {
  const { get, cloud } = await start(t)
  const asks = async () => (await get('/api/device')).body.asksDesired
  const first = await cloud.connect()
  assert.equal(await asks(), false)
  assert.deepEqual(await ask(first, 'property/desired/get', ['Level']), [200, {}])
  assert.equal(await asks(), true)
  await first.hangUp()
  assert.equal(await asks(), true)
  const other = await cloud.connect()
  await other.hangUp()
  assert.equal(await asks(), false)
})

test('the parameters that are copied log a device in, at the address of the platform', async (t) => {
  const { post, cloud } = await start(t)
  const { mqtt, triple } = (await post('/api/device/connection')).body
  assert.deepEqual(triple, { ...plug })
  assert.deepEqual([mqtt.mqttHostUrl, mqtt.port], ['192.0.2.7', 1884])
  const { clientId, username, passwd } = mqtt
  const device = await cloud.connect(plug, { clientId, username, password: Buffer.from(passwd) })
  assert.equal(device.isClosed, false)
})

test('history comes oldest first, and is cut by time and by number, which keeps the newest', async (t) => {
  const { get, cloud } = await start(t)
  const device = await cloud.connect()
  for (const time of [1000, 2000, 3000]) {
    await device.publish(`${own}/event/property/post`, { id: '1', params: { A: { value: time / 1000, time } } })
  }
  const values = async (query: object) => {
    const { points } = (await get('/api/history', { ...name, identifier: 'A', ...query })).body
    return points.map(({ value }: { value: unknown }) => value)
  }
  assert.deepEqual(await values({}), [1, 2, 3])
  assert.deepEqual(await values({ limit: 2 }), [2, 3])
  assert.deepEqual(await values({ fromMs: 2000, toMs: 2999 }), [2])
  for (const wrong of [{ limit: 0 }, { limit: 1001 }, { fromMs: -1 }, { toMs: 1.5 }, { limit: '' }, { limit: 'x' }]) {
    const { status, code } = await get('/api/history', { ...name, identifier: 'A', ...wrong })
    assert.deepEqual([status, code], [400, 'bad-call'], JSON.stringify(wrong))
  }
  assert.equal((await get('/api/history', { ...name, identifier: 'A', limit: 1000 })).status, 200)
  assert.equal((await get('/api/history', name)).code, 'bad-call')
})

test('the log comes newest first: 200 entries, or as many as asked for, up to 500, before an entry, of a device', async (t) => {
  const { get, cloud } = await start(t)
  for (let at = 0; at < 600; at++) cloud.platform.setFaults(at % 2 === 0 ? plug : lamp, { delayMs: at })
  const ids = async (query: object): Promise<number[]> =>
    (await get('/api/log', query)).body.entries.map(({ id }: { id: number }) => id)
  const newest = await ids({})
  assert.deepEqual([newest.length, newest.at(0)], [200, 600])
  assert.equal((await ids({ limit: 500 })).length, 500)
  assert.deepEqual(await ids({ limit: 3, beforeId: 10 }), [9, 8, 7])
  assert.deepEqual(await ids({ ...name, limit: 3, beforeId: 10 }), [9, 7, 5])
  assert.deepEqual(await ids({ types: 'online', limit: 3 }), [])
  for (const wrong of [
    { limit: 501 },
    { limit: 0 },
    { beforeId: -1 },
    { deviceName },
    { deviceName: 'x', productKey },
  ]) {
    assert.ok((await get('/api/log', wrong)).status >= 400, JSON.stringify(wrong))
  }
})

test('a message is published as text, base64 or JSON, with its QoS, and only on a topic name', async (t) => {
  const { post, cloud } = await start(t)
  const device = await cloud.connect()
  await device.subscribe([userGet, 1])
  for (const [given, text, qos] of [
    [{ payload: 'aGk=' }, 'aGk=', 0],
    [{ payload: 'aGk=', encoding: 'base64', qos: 1 }, 'hi', 1],
    [{ payload: { a: [1] }, qos: 0 }, '{"a":[1]}', 0],
    [{ payload: [1] }, '[1]', 0],
  ] as const) {
    assert.deepEqual((await post('/api/publish', { topicName: userGet, ...given })).body, { sent: 'sent' })
    await cloud.clock.settle()
    const last = device.published().at(-1)
    assert.deepEqual([last?.payload.toString(), last?.qos], [text, qos])
  }
  const longest = `/${'x'.repeat(127)}`
  assert.deepEqual((await post('/api/publish', { topicName: longest, payload: '' })).body, { sent: 'not-subscribed' })
  for (const topicName of [`${longest}x`, 'a/+', 'a/#', 'a\0']) {
    assert.equal((await post('/api/publish', { topicName, payload: '' })).code, 'bad-topic', topicName)
  }
  for (const wrong of [{ payload: 7 }, {}, { payload: '', qos: 2 }, { payload: '', qos: -1 }]) {
    assert.equal((await post('/api/publish', { topicName: userGet, ...wrong })).code, 'bad-call')
  }
  assert.equal(device.published().length, 4)
})

test('faults are switched one by one, and stay as they were where nothing is said', async (t) => {
  const { post, cloud } = await start(t)
  const change = async (faults: object) => (await post('/api/fault', { fault: 'switch', ...faults })).body.faults
  const none = { swallowPingResp: false, refuseConnect: null, delayMs: 0 }
  assert.deepEqual(await change({ swallowPingResp: true }), { ...none, swallowPingResp: true })
  assert.deepEqual(await change({ delayMs: 120_000 }), { ...none, swallowPingResp: true, delayMs: 120_000 })
  assert.deepEqual(await change({ swallowPingResp: 'no', refuseConnect: 5, delayMs: 0 }), {
    ...none,
    ...{ swallowPingResp: true, refuseConnect: 5 },
  })
  assert.deepEqual(await change({ swallowPingResp: false, refuseConnect: null }), none)
  for (const wrong of [{ delayMs: 120_001 }, { delayMs: -1 }, { refuseConnect: 0 }, { refuseConnect: 6 }]) {
    assert.equal((await post('/api/fault', { fault: 'switch', ...wrong })).code, 'bad-call', JSON.stringify(wrong))
  }
  assert.equal((await post('/api/fault', { fault: 'dance' })).code, 'bad-call')
  assert.deepEqual((await post('/api/fault', { fault: 'drop' })).body, { done: false })
  await cloud.connect()
  assert.deepEqual((await post('/api/fault', { fault: 'drop' })).body, { done: true })
  await cloud.connect()
  assert.deepEqual((await post('/api/fault', { fault: 'kick' })).body, { done: true })
  assert.deepEqual(
    cloud.seen('offline').map(({ reason, detail }) => [reason, detail]),
    [
      ['dropped', 'asked for'],
      ['kicked', 'by the platform'],
    ],
  )
})

test('a board is powered by true alone; a device without one is no-such-board', async (t) => {
  const { post, power } = await start(t)
  assert.equal((await post('/api/board', { isPowered: false })).body.isPowered, false)
  assert.equal((await post('/api/board', { isPowered: true })).body.isPowered, true)
  await post('/api/board', { isPowered: 'true' })
  assert.deepEqual(power, [false, true, false])
  const other = await post('/api/board', { deviceName: lamp.deviceName })
  assert.deepEqual([other.status, other.code], [404, 'no-such-board'])
})

test('inputs are moved and dials turned within their ends; what cannot be moved says which pins can', async (t) => {
  const { post, moved, power } = await start(t)
  const only = { productKey: undefined, deviceName: undefined }
  for (const [pin, value] of [
    ['D4', 0],
    ['D4', 1],
    ['D4', null],
    ['D34', 0],
    ['D34', 0.3],
    ['D34', 1],
  ] as const)
    assert.deepEqual((await post('/api/board', { ...only, pin, value })).body, { isPowered: true, pins, dials }, pin)
  await post('/api/board', { dial: 'room', value: -10 })
  const done = [...['D4', 'D4', 'D4', 'D34', 'D34', 'D34'].entries()].map(([at, pin]) => [
    pin,
    [0, 1, undefined, 0, 0.3, 1][at],
  ])
  assert.deepEqual(moved.splice(0), [...done, ['room', -10]])
  for (const [asked, status, code, says] of [
    [{ pin: 'D4', value: 0.5 }, 400, 'bad-call', 'value of D4 wants 0, 1 or null'],
    [{ pin: 'D4', value: true }, 400, 'bad-call', 'value of D4 wants 0, 1 or null'],
    [{ pin: 'D34', value: 1.01 }, 400, 'bad-call', 'value of D34 wants a number from 0 to 1'],
    [{ pin: 'D34', value: null }, 400, 'bad-call', 'value of D34 wants a number from 0 to 1'],
    [{ pin: 'D34' }, 400, 'bad-call', 'value of D34 wants a number from 0 to 1'],
    [{ pin: 'D99', value: 1 }, 404, 'no-such-pin', 'the script uses no pin D99: it reads D4, D34'],
    [{ pin: 'toString', value: 1 }, 404, 'no-such-pin', 'the script uses no pin toString: it reads D4, D34'],
    [{ pin: 'D2', value: 0 }, 409, 'pin-is-output', 'the script drives D2: it reads D4, D34'],
    [{ pin: 'D5', value: 1 }, 409, 'pin-is-output', 'the script drives D5: it reads D4, D34'],
    [{ pin: 34, value: 1 }, 400, 'bad-call', 'pin wants a text'],
    [{ dial: 'rain', value: 1 }, 404, 'no-such-dial', 'the board has no dial rain: it has room'],
    [{ dial: 'room', value: 41 }, 400, 'bad-call', 'value of room wants a number from -10 to 40'],
  ] as const) {
    const answer = await post('/api/board', asked)
    assert.deepEqual([answer.status, answer.code, answer.body.error.message], [status, code, says])
  }
  await post('/api/board', { isPowered: false })
  assert.equal((await post('/api/board', { pin: 'D4', value: 0 })).code, 'no-power')
  assert.deepEqual([moved, power], [[], [false]])
})

test('the state of the only board is read without a name', async (t) => {
  const { get } = await start(t)
  assert.deepEqual((await get('/api/board', {})).body, { isPowered: true, pins, dials })
  assert.equal((await get('/api/board', { productKey, deviceName: lamp.deviceName })).code, 'no-such-board')
})

test('a set that nobody remembers, desired values and services say what became of them', async (t) => {
  const { get, post } = await start(t)
  const unknown = await get('/api/set-result', { messageId: '99' })
  assert.deepEqual([unknown.status, unknown.code], [404, 'no-such-set'])
  const desired = await post('/api/desired', { values: { A: 1 } })
  assert.deepEqual(desired.body, { outcome: 'changed', versions: { A: 1 }, id: null })
  assert.deepEqual((await post('/api/service', { identifier: 'Blink', args: {} })).body, { outcome: 'offline' })
  for (const [path, wrong] of [
    ['/api/desired', { values: [1] }],
    ['/api/service', { identifier: 'Blink' }],
    ['/api/service', { args: {} }],
  ] as const) {
    assert.equal((await post(path, wrong)).code, 'bad-call')
  }
})

test('a login is asked about by GET, and begun and ended by POST', async (t) => {
  const { get, post } = await start(t)
  assert.deepEqual((await get('/api/session')).body, { needsPassword: false, isAllowed: true })
  for (const path of ['/api/login', '/api/logout']) {
    assert.equal((await get(path)).code, 'no-such-path', path)
    assert.equal((await post(path)).status, 200, path)
  }
  assert.equal((await post('/api/session')).code, 'no-such-path')
})
