import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { createTrafficRing } from '../../../../tools/cloud/console-api/traffic-ring.ts'
import { createWebApp } from '../../../../tools/cloud/console-api/web-app.ts'
import { makeAccessKey } from '../../../../tools/cloud/openapi/access-key.ts'
import { createSetBook } from '../../../../tools/cloud/openapi/set-book.ts'
import { recordEvents } from '../../../../tools/cloud/store/recorder.ts'
import { openState } from '../../../../tools/cloud/store/state.ts'
import { connectPacket, lamp, plug, startMemoryCloud, type RawDevice } from '../../../local-platform/memory-cloud.ts'
import { ask, bodyOf, own, product } from '../../../local-platform/switch-product.ts'

const { productKey, deviceName } = plug
const name = { productKey, deviceName }

/** The console's calls on a platform in memory, of a product with services and events. */
async function start(t: TestContext) {
  const state = openState(':memory:', assert.fail)
  const rules = { downlinkPerSecond: 'unlimited', uplinkPerSecond: 'unlimited' } as const
  const cloud = await startMemoryCloud(t, { store: state.store, rules, product })
  const { platform } = cloud
  platform.onEvent(recordEvents(state, () => 1_700_000_000_000))
  const traffic = createTrafficRing(platform)
  t.after(() => (traffic.close(), state.close()))
  const parts = { platform, state, traffic, sets: createSetBook(platform), boards: [] }
  const page = { file: () => Promise.resolve(undefined) }
  const app = createWebApp({ ...parts, mqtt: { host: '', port: 0 }, accessKey: makeAccessKey(), page })
  async function call(method: string, path: string, given: Readonly<Record<string, string>>, body = '') {
    const answer = await app({ method, path, query: new URLSearchParams(given), body, headers: {}, address: '' })
    assert.ok('body' in answer)
    const said = Object(answer.body)
    return { status: answer.status, body: said, code: said.error?.code as unknown }
  }
  const get = (path: string, query: Readonly<Record<string, string>> = name) => call('GET', path, query)
  const post = (path: string, body: object = {}) => call('POST', path, {}, JSON.stringify({ ...name, ...body }))
  /** Makes a call that waits for the device: `answer` gets what the device received for it. */
  async function postAnd(path: string, body: object, answer: (topic: string, payload: string) => Promise<void>) {
    const pending = post(path, body)
    await cloud.clock.settle()
    const last = lastOf(device)
    await answer(last.topic, last.payload.toString())
    await cloud.clock.settle()
    return (await pending).body
  }
  let device = await cloud.connect()
  return {
    ...{ cloud, get, post, postAnd },
    get device() {
      return device
    },
    /** Logs the device in again, with that in its clientId. */
    async login(extension: string) {
      device = cloud.dial()
      await device.send(connectPacket(plug, `securemode=3,signmethod=hmacsha256,${extension}`))
      return device
    },
  }
}

function lastOf(device: RawDevice) {
  const last = device.published().at(-1)
  assert.ok(last !== undefined, 'the device got something')
  return last
}

test('a synchronous service tells its time-out, after 8 s, from an error of the device', async (t) => {
  const { postAnd, cloud, device } = await start(t)
  const measure = { identifier: 'Measure', args: {} }
  const reply = (code: number) => async (topic: string, payload: string) => {
    const { id = '' } = bodyOf(payload)
    await cloud.clock.run(20)
    await device.publish(topic.replace('request', 'response'), { id, code, data: { ampere: 2 }, message: 'hot' })
  }
  const good = await postAnd('/api/service', measure, reply(200))
  assert.deepEqual([good.outcome, good.code, good.data, good.latencyMs], ['answered', 200, { ampere: 2 }, 20])
  const bad = await postAnd('/api/service', measure, reply(100001))
  assert.deepEqual([bad.outcome, bad.code, bad.message], ['answered', 100001, 'hot'])
  const late = await postAnd('/api/service', measure, () => cloud.clock.run(8_000))
  assert.deepEqual([late.outcome, late.waitedMs], ['no-reply', 8_000])
})

test('what the thing model lacks is refused, unless it is to be sent unchecked, and then as one says', async (t) => {
  const { post, device, cloud } = await start(t)
  for (const [body, code] of [
    [{ identifier: 'Dance', args: {} }, 5161],
    [{ identifier: 'Dance', args: {}, callType: 'sync' }, 5161],
    [{ identifier: 'Blink', args: { times: 10 } }, 6306],
    [{ identifier: 'a/b', args: {}, unchecked: true }, 5161],
  ] as const) {
    const { outcome, code: refused } = (await post('/api/service', body)).body
    assert.deepEqual([outcome, refused], ['refused', code])
  }
  assert.equal((await post('/api/service', { identifier: 'Dance', args: {}, callType: 'later' })).code, 'bad-call')
  assert.equal(device.published().length, 0)
  const any = { identifier: 'Dance', args: { times: 10 }, unchecked: true }
  assert.equal((await post('/api/service', any)).body.outcome, 'sent')
  await cloud.clock.settle()
  assert.equal(lastOf(device).topic, `${own}/service/Dance`)
  void post('/api/service', { ...any, callType: 'sync' })
  await cloud.clock.settle()
  assert.match(lastOf(device).topic, /\/rrpc\/request\/\d+$/)
})

test('an RRPC carries text or bytes on the system topic; a custom topic wants ext=1 in the clientId', async (t) => {
  const { postAnd, post, login, get, device } = await start(t)
  const respond = (payload: string) => (topic: string) => device.publish(topic.replace('request', 'response'), payload)
  const text = await postAnd('/api/rrpc', { payload: 'ping' }, respond('pong'))
  assert.deepEqual([text.outcome, text.text, text.latencyMs], ['answered', 'pong', 0])
  const topic = '/a1DEMO/plug01/user/get'
  assert.equal((await get('/api/device')).body.session.takesCustomRrpc, false)
  const refused = await post('/api/rrpc', { payload: 'ping', topic })
  assert.deepEqual([refused.status, refused.code], [409, 'no-ext'])
  for (const wrong of ['user/get', '/a/+', `/${'x'.repeat(128)}`]) {
    assert.equal((await post('/api/rrpc', { payload: '', topic: wrong })).code, 'bad-topic', wrong)
  }
  const again = await login('ext=1')
  await again.subscribe([`/ext/rrpc/+${topic}`, 0])
  const { session } = (await get('/api/device')).body
  assert.deepEqual([session.takesCustomRrpc, session.subscribed], [true, [`/ext/rrpc/+${topic}`]])
  const custom = await postAnd('/api/rrpc', { payload: 'ping', topic }, (asked, payload) => {
    assert.match(asked, /^\/ext\/rrpc\/\d+\/a1DEMO\/plug01\/user\/get$/)
    assert.equal(payload, 'ping')
    return again.sendBytes(publishOf(asked, Buffer.from([0xff, 0])))
  })
  assert.deepEqual([custom.outcome, custom.text, custom.base64], ['answered', undefined, '/wA='])
  await again.hangUp()
  assert.equal((await post('/api/rrpc', { payload: 'ping', topic })).body.outcome, 'offline')
})

/** A PUBLISH at QoS 0 (MQTT 3.1.1 §3.3). */
function publishOf(topic: string, payload: Buffer): Buffer {
  const rest = Buffer.concat([Buffer.from([topic.length >> 8, topic.length & 255]), Buffer.from(topic), payload])
  return Buffer.concat([Buffer.from([0x30, rest.length]), rest])
}

test('tags are set and removed together, at most 100, each a text', async (t) => {
  const { post, get } = await start(t)
  const tags = async () => (await get('/api/device')).body.tags
  await post('/api/tags', { tags: { room: 'hall', floor: '1' } })
  assert.deepEqual((await post('/api/tags', { tags: { room: '大厅' }, remove: ['floor'] })).body, {
    outcome: 'changed',
  })
  assert.deepEqual(await tags(), { room: '大厅' })
  const many = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`t${at}`, '']))
  const refused = { outcome: 'refused', code: 460, message: 'more than 100 tags' }
  assert.deepEqual((await post('/api/tags', { tags: many })).body, refused)
  for (const wrong of [{ tags: { a: 1 } }, { tags: { '': 'x' } }, { tags: [] }, { remove: 'room' }, { remove: [1] }]) {
    assert.equal((await post('/api/tags', wrong)).code, 'bad-call', JSON.stringify(wrong))
  }
  assert.deepEqual(await tags(), { room: '大厅' })
  assert.deepEqual((await post('/api/tags', { tags: many, remove: ['room'] })).body, { outcome: 'changed' })
})

test("the shadow's desired part is set with the next version or a higher one, and the device is told", async (t) => {
  const { post, get, device, cloud } = await start(t)
  await device.subscribe(['/shadow/get/a1DEMO/plug01', 0])
  assert.deepEqual((await get('/api/shadow')).body, { shadow: null })
  const set = async (desired: object, version?: number) => (await post('/api/shadow', { desired, version })).body
  assert.deepEqual(await set({ Color: 'red', Level: 1 }), { outcome: 'changed', version: 1 })
  assert.deepEqual(await set({ Color: 'green' }, 7), { outcome: 'changed', version: 7 })
  const conflict = { outcome: 'refused', code: 409, message: 'version 7 is not above 7' }
  assert.deepEqual(await set({ Color: 'blue' }, 7), conflict)
  await set({ Level: null })
  await cloud.clock.settle()
  const { method, payload } = bodyOf(lastOf(device).payload)
  assert.deepEqual([method, Object(payload).state], ['control', { desired: { Color: 'green' } }])
  const { shadow } = (await get('/api/shadow')).body
  assert.deepEqual(
    [shadow.version, shadow.desired, Object.keys(shadow.times.desired)],
    [8, { Color: 'green' }, ['Color']],
  )
  for (const wrong of [{ desired: {} }, { desired: [] }, { desired: { a: 1 }, version: 0 }]) {
    assert.equal((await post('/api/shadow', wrong)).code, 'bad-call', JSON.stringify(wrong))
  }
})

test('a configuration is kept for the product, and its push says what the device replied', async (t) => {
  const { post, postAnd, get, device, cloud } = await start(t)
  const path = '/api/remote-config'
  assert.deepEqual((await get(path, { productKey })).body, { config: null })
  const none = { outcome: 'refused', code: 6713, message: 'remote config service is off' }
  assert.deepEqual((await post(`${path}/push`)).body, none)
  await post(path, { config: {} })
  assert.deepEqual((await post(`${path}/push`)).body, { outcome: 'refused', code: 6710, message: 'no remote config' })
  assert.deepEqual((await post(path, { config: { interval: 60 } })).body, { config: { interval: 60 } })
  assert.deepEqual((await get(path, { productKey })).body, { config: { interval: 60 } })
  const reply = (code: number) => async (topic: string, payload: string) => {
    assert.equal(topic, `${own}/config/push`)
    await cloud.clock.run(30)
    await device.publish(`${topic}_reply`, { id: bodyOf(payload)['id'] ?? '', code, data: {} })
  }
  const taken = await postAnd(`${path}/push`, {}, reply(200))
  assert.deepEqual([taken.outcome, taken.reply.code, taken.latencyMs], ['answered', 200, 30])
  const refused = await postAnd(`${path}/push`, {}, reply(460))
  assert.deepEqual([refused.outcome, refused.reply.code], ['answered', 460])
  const silent = await postAnd(`${path}/push`, {}, () => cloud.clock.run(8_000))
  assert.deepEqual([silent.outcome, silent.waitedMs], ['no-reply', 8_000])
  await device.hangUp()
  assert.deepEqual((await post(`${path}/push`)).body, { outcome: 'offline' })
  assert.equal((await post(path, { config: { x: 'x'.repeat(65_536) } })).code, 'bad-call')
  assert.equal((await post(path, { config: [] })).code, 'bad-call')
  assert.equal((await get(path, { productKey: 'nobody' })).code, 'no-such-product')
})

test("a device's log is taken while it is switched on, and the device is told of each change", async (t) => {
  const { post, get, device, cloud } = await start(t)
  const line = [{ utcTime: '2026-01-01T00:00:00.000Z', logLevel: 'INFO', module: 'm', code: '0', logContent: 'hi' }]
  const mode = async () => Object((await ask(device, 'config/log/get', { configScope: 'device' }))[1]).content.mode
  assert.deepEqual([await mode(), (await ask(device, 'log/post', line))[0]], [1, 200])
  assert.deepEqual((await post('/api/device-log', { isOn: false })).body, { isOn: false, sent: 'sent' })
  await cloud.clock.settle()
  const { params } = bodyOf(lastOf(device).payload)
  assert.deepEqual([lastOf(device).topic, Object(params).content], [`${own}/config/log/push`, { mode: 0 }])
  assert.deepEqual([await mode(), (await ask(device, 'log/post', line))[0]], [0, 6718])
  assert.equal((await get('/api/device')).body.postsLogs, false)
  assert.equal((await get('/api/device', { ...name, deviceName: lamp.deviceName })).body.postsLogs, true)
  assert.equal((await post('/api/device-log', { isOn: 'yes' })).code, 'bad-call')
  assert.equal(cloud.seen('device-log').length, 1)
})

test('a broadcast reaches the devices of its product that are online, or that subscribed to its topic', async (t) => {
  const { post, device, cloud } = await start(t)
  assert.deepEqual((await post('/api/broadcast', { payload: 'hi' })).body, { reached: 1 })
  await cloud.clock.settle()
  assert.match(lastOf(device).topic, /^\/sys\/a1DEMO\/plug01\/broadcast\/request\/\d+$/)
  assert.deepEqual((await post('/api/broadcast', { payload: 'hi', name: 'news' })).body, { reached: 0 })
  await device.subscribe(['/broadcast/a1DEMO/news', 0])
  assert.deepEqual((await post('/api/broadcast', { payload: 'hi', name: 'news' })).body, { reached: 1 })
  assert.equal((await post('/api/broadcast', { payload: 'hi', name: 'a/+' })).code, 'bad-topic')
  assert.equal((await post('/api/broadcast', { payload: 'hi', productKey: 'nobody' })).code, 'no-such-product')
})

test('the log has the events that were refused, with their codes, and each reading of the network', async (t) => {
  const { get, device } = await start(t)
  await ask(device, 'event/Overload/post', { value: { ampere: 3 } })
  await ask(device, 'event/Overload/post', { value: { ampere: 33 } })
  await ask(device, 'event/Nothing/post', {})
  await ask(device, 'event/Overload/post', 7)
  const { entries } = (await get('/api/log', { ...name, types: 'event-post,event-refused' })).body
  const said = entries.map(({ event }: { event: Record<string, unknown> }) => [event['identifier'], event['code']])
  assert.deepEqual(said, [
    ['Overload', 460],
    ['Nothing', 5160],
    ['Overload', 6307],
    ['Overload', undefined],
  ])
  const [first, second] = [
    { wifi: { rssi: -60 }, _time: 5 },
    { wifi: { rssi: -61 }, lte: { rssi: -90 } },
  ]
  const diag = (params: object) => device.publish('/sys/a1DEMO/plug01/_thing/diag/post', { id: '1', params })
  await diag({ p: [first, second, 7], model: 'x' })
  await diag({ p: 7 })
  const [network, ...more] = (await get('/api/log', { ...name, types: 'network' })).body.entries
  assert.deepEqual(more, [])
  assert.deepEqual(network.event.readings, [
    { timeMs: 5, bearer: 'wifi', values: { rssi: -60 } },
    { timeMs: 1_700_000_000_000, bearer: 'wifi', values: { rssi: -61 } },
    { timeMs: 1_700_000_000_000, bearer: 'lte', values: { rssi: -90 } },
  ])
})
