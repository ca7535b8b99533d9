import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createSentCalls } from '../../../../tools/cloud/thing/sent-calls.ts'
import { connectPacket, lamp, plug, startMemoryCloud } from '../../../local-platform/memory-cloud.ts'
import { ask, own, product, request } from '../../../local-platform/switch-product.ts'

const named = (count: number, value: object | number = {}) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`p${at}`, value]))
const unlimited = { rules: { uplinkPerSecond: 'unlimited' } } as const

test('desired: 200 names are read or deleted in one request, 201 are 6104', async (t) => {
  const device = await (await startMemoryCloud(t, unlimited)).connect()
  for (const [count, code] of [
    [200, 200],
    [201, 6104],
  ] as const) {
    assert.equal((await ask(device, 'property/desired/get', Object.keys(named(count))))[0], code)
    assert.equal((await ask(device, 'property/desired/delete', named(count)))[0], code)
  }
})

test('a desired value that was deleted leaves its version behind, so that the next one is higher', async (t) => {
  const cloud = await startMemoryCloud(t)
  const { platform } = cloud
  platform.setDesired(plug, { A: 1 }, { A: 0 })
  const device = await cloud.connect()
  assert.equal((await ask(device, 'property/desired/delete', { A: { version: 1 } }))[0], 200)
  assert.deepEqual(platform.desired(plug)['A'], { version: 2, timeMs: 1_700_000_000_000 })
  const set = (version: number) => platform.setDesired(plug, { A: 1 }, { A: version }).outcome
  assert.deepEqual([set(1), set(0), set(2)], ['refused', 'refused', 'changed'])
  assert.equal(platform.desired(plug)['A']?.version, 3)
  assert.deepEqual(
    cloud.seen('desired').map(({ by }) => by),
    ['application', 'device', 'application'],
  )
})

test('one wrong version among several leaves all desired values as they were', async (t) => {
  const cloud = await startMemoryCloud(t)
  cloud.platform.setDesired(plug, { A: 1, B: 1 })
  assert.equal(cloud.platform.setDesired(plug, { A: 2, B: 2 }, { B: 7 }).outcome, 'refused')
  const device = await cloud.connect()
  assert.equal((await ask(device, 'property/desired/delete', { A: {}, B: { version: 7 } }))[0], 6661)
  const values = Object.values(cloud.platform.desired(plug)).map(({ value, version }) => [value, version])
  assert.deepEqual(values, [
    [1, 1],
    [1, 1],
  ])
  assert.equal(cloud.seen('desired').length, 1)
})

test('by the rule a desired value is only kept, and no set is sent to a device that is online', async (t) => {
  const cloud = await startMemoryCloud(t, { rules: { desiredTriggersSet: false } })
  const device = await cloud.connect()
  assert.deepEqual(cloud.platform.setDesired(plug, { A: 1 }), { outcome: 'changed', versions: { A: 1 }, id: null })
  await cloud.clock.settle()
  assert.deepEqual(device.published(), [])
})

test('a tag may be a number, which becomes a text; a tag without a key or a value changes nothing', async (t) => {
  const cloud = await startMemoryCloud(t)
  const device = await cloud.connect()
  assert.equal((await ask(device, 'deviceinfo/update', [{ attrKey: 'floor', attrValue: 2 }]))[0], 200)
  for (const wrong of [
    {},
    [7],
    [{ attrKey: '', attrValue: 'x' }],
    [{ attrKey: 'a', attrValue: 'x' }, { attrKey: 'b' }],
    [{ attrKey: 'a', attrValue: true }],
  ]) {
    assert.equal((await ask(device, 'deviceinfo/update', wrong))[0], 460, JSON.stringify(wrong))
  }
  for (const wrong of [{}, [{}], ['floor']]) assert.equal((await ask(device, 'deviceinfo/delete', wrong))[0], 460)
  assert.equal((await ask(device, 'deviceinfo/get', { attrKeys: 'floor' }))[0], 460)
  assert.deepEqual(cloud.platform.tags(plug), { floor: '2' })
})

test('a batch has 200 values of properties, 201 are 6106, and what is no series is 460', async (t) => {
  const cloud = await startMemoryCloud(t)
  const device = await cloud.connect()
  const batch = (params: unknown) => ask(device, 'event/property/batch/post', params)
  assert.equal((await batch({ properties: named(200, 1) }))[0], 200)
  assert.equal((await batch({ properties: { A: Array.from({ length: 201 }, () => 1) } }))[0], 6106)
  for (const wrong of [[], 7, { properties: [] }, { properties: {}, events: 7 }]) {
    assert.equal((await batch(wrong))[0], 460, JSON.stringify(wrong))
  }
  const history = (params: unknown) => ask(device, 'event/property/history/post', params)
  assert.equal((await history({ properties: [{ A: { value: 1, time: 5 } }] }))[0], 200, 'without a list and identity')
  for (const wrong of [7, [7], [{ properties: [7] }], [{ identity: 'plug01' }]]) {
    assert.equal((await history(wrong))[0], 460, JSON.stringify(wrong))
  }
  assert.equal((await history([{ identity: { productKey: 'other', deviceName: 'plug01' } }]))[0], 460)
})

test('of two values with the same time the later one stays', async (t) => {
  const cloud = await startMemoryCloud(t)
  const device = await cloud.connect()
  for (const value of [1, 2]) await ask(device, 'event/property/post', { A: { value, time: 1000 } })
  assert.deepEqual(cloud.platform.status(plug)?.properties['A'], { value: 2, timeMs: 1000 })
})

const inform = '/ota/device/inform/a1DEMO/plug01'
const image = { url: 'http://127.0.0.1/x', size: 7, md5: 'abc' }

test('the version of one module neither ends the offer for another, nor is it forgotten', async (t) => {
  const cloud = await startMemoryCloud(t)
  const { platform } = cloud
  const device = await cloud.connect()
  platform.offerFirmware(plug, { ...image, module: 'mcu', version: '2' })
  assert.deepEqual(await ask(device, 'ota/firmware/get', {}), [200, {}], 'nothing for the default module')
  const [, data] = await ask(device, 'ota/firmware/get', { module: 'mcu' })
  assert.deepEqual([Object(data).version, Object(data).module], ['2', 'mcu'])
  for (const params of [{ version: '2' }, { version: '1', module: 'mcu' }]) await device.publish(inform, { params })
  assert.equal(platform.firmware(plug).pending?.module, 'mcu')
  await device.publish(inform, { params: { version: '2', module: 'mcu' } })
  assert.deepEqual(platform.firmware(plug), { versions: { default: '2', mcu: '2' } })
  const events = cloud.seen('ota-version').map(({ module, version }) => `${module} ${version}`)
  assert.deepEqual(events, ['default 2', 'mcu 1', 'mcu 2'])
})

test('progress is a whole number, also a negative one as a text, and a report without a version is none', async (t) => {
  const cloud = await startMemoryCloud(t)
  const device = await cloud.connect()
  const progress = '/ota/device/progress/a1DEMO/plug01'
  for (const step of [100, '-1']) await device.publish(progress, { params: { step } })
  for (const step of [1.5, 'half', null]) await device.publish(progress, { params: { step } })
  await device.publish(inform, { params: { version: 2 } })
  await device.publish(inform, { version: '2' })
  assert.deepEqual(
    cloud.seen('ota-progress').map(({ step, text }) => [step, text]),
    [
      [100, ''],
      [-1, ''],
    ],
  )
  assert.deepEqual([cloud.seen('dropped').length, cloud.seen('ota-version').length], [5, 0])
})

test('a firmware for a device that is offline is not told as offered before its next login', async (t) => {
  const cloud = await startMemoryCloud(t)
  cloud.platform.offerFirmware(plug, { ...image, version: '2' })
  assert.deepEqual(cloud.seen('ota-push'), [])
  await cloud.connect()
  assert.deepEqual(
    cloud.seen('ota-push').map(({ module, version }) => [module, version]),
    [['default', '2']],
  )
})

test('a configuration says its size in bytes, and is kept for who is offline', async (t) => {
  const cloud = await startMemoryCloud(t)
  assert.equal(cloud.platform.pushConfig('a1DEMO', { name: '灯' }), 0)
  assert.deepEqual(cloud.seen('config-push'), [])
  const device = await cloud.connect()
  const [code, data] = await ask(device, 'config/get', {})
  assert.deepEqual([code, Object(data).configSize], [200, Buffer.byteLength('{"name":"灯"}')])
  assert.equal(cloud.platform.pushConfig('another', {}), 0, 'of another product')
  assert.equal((await ask(device, 'config/get', []))[0], 460)
})

test('an event with a value beside other fields is bare, and its time is now', async (t) => {
  const cloud = await startMemoryCloud(t)
  const device = await cloud.connect()
  await ask(device, 'event/Alarm/post', { value: { a: 1 }, b: 2, time: 1000 })
  await ask(device, 'event/Alarm/post', { value: 7, time: 1000 })
  await ask(device, 'event/Alarm/post', { value: { a: 1 } })
  assert.deepEqual(
    cloud.seen('event-post').map(({ value, timeMs }) => [value, timeMs]),
    [
      [{ value: { a: 1 }, b: 2, time: 1000 }, 1_700_000_000_000],
      [{ value: 7, time: 1000 }, 1_700_000_000_000],
      [{ a: 1 }, 1_700_000_000_000],
    ],
  )
})

test('a device log wants entries, each with a level and a text; the state of the network wants p', async (t) => {
  const device = await (await startMemoryCloud(t)).connect()
  const entry = { logLevel: 'INFO', logContent: 'x' }
  for (const [params, code] of [
    [[entry], 200],
    [[], 460],
    [{}, 460],
    [[entry, 7], 460],
    [[entry, { logLevel: 'INFO' }], 460],
  ] as const) {
    assert.equal((await ask(device, 'log/post', params))[0], code, JSON.stringify(params))
  }
  const diag = async (params: object) =>
    (await request(device, '/sys/a1DEMO/plug01/_thing/diag/post', { id: '1', params }))?.code
  assert.deepEqual([await diag({ p: 0 }), await diag({})], [200, 460])
})

test('a synchronous service whose reply is no Alink is refused with 6207', async (t) => {
  const cloud = await startMemoryCloud(t, { product })
  const device = await cloud.connect()
  for (const reply of ['not JSON', '7', '{"id":"1"}', '{"code":200}']) {
    const pending = cloud.platform.invokeService(plug, 'Measure', {})
    await cloud.clock.settle()
    const { topic = '' } = device.published().at(-1) ?? {}
    await device.publish(topic.replace('request', 'response'), reply)
    const result = await pending
    assert.deepEqual([result.outcome, 'code' in result && result.code], ['refused', 6207], reply)
  }
  assert.deepEqual(cloud.seen('service-reply'), [])
})

test('without bit 0 of ext a synchronous service goes over the system topic', async (t) => {
  const cloud = await startMemoryCloud(t, { product })
  for (const ext of ['0', '2', 'x']) {
    const device = cloud.dial()
    await device.send(connectPacket(plug, `signmethod=hmacsha256,ext=${ext}`))
    void cloud.platform.invokeService(plug, 'Measure', {})
    await cloud.clock.settle()
    assert.match(device.published()[0]?.topic ?? '', /^\/sys\/a1DEMO\/plug01\/rrpc\/request\//, ext)
  }
})

test('a broadcast, and a configuration, reach the devices of their product alone', async (t) => {
  const other = { ...lamp, productKey: 'a1OTHER' }
  const cloud = await startMemoryCloud(t, { devices: [plug, other] })
  const [device, stranger] = [await cloud.connect(plug), await cloud.connect(other)]
  assert.deepEqual([cloud.platform.broadcast('a1DEMO', 'x'), cloud.platform.pushConfig('a1DEMO', { a: 1 })], [1, 1])
  await cloud.clock.settle()
  const topics = device.published().map(({ topic }) => topic.replace(/\d+$/, 'N'))
  assert.deepEqual(topics, ['/sys/a1DEMO/plug01/broadcast/request/N', `${own}/config/push`])
  assert.deepEqual(stranger.published(), [])
})

test('of calls that nobody waits for the newest 10,000 are remembered, each until its reply', () => {
  let now = 0
  const sent = createSentCalls({ now: () => now })
  for (let id = 0; id <= 10_000; id++) sent.note(plug, String(id))
  now = 7
  assert.deepEqual([sent.take(plug, '0'), sent.take(plug, '1'), sent.take(plug, '1')], [null, 7, null])
  assert.equal(sent.take(lamp, '2'), null, 'of another device')
  assert.equal(sent.take(plug, '10000'), 7)
})

test('a second reply to a property set is told, but nobody waits for it', async (t) => {
  const cloud = await startMemoryCloud(t)
  const device = await cloud.connect()
  const { id, result } = cloud.platform.setProperty(plug, { A: 1 })
  const reply = (code: number) => device.publish(`${own}/service/property/set_reply`, { id, code, data: {} })
  await reply(200)
  await reply(500)
  await device.publish(`${own}/event/property/post`, { id: '1', params: { A: 1 } })
  const end = await result
  assert.equal(end.outcome === 'answered' && end.reply.code, 200)
  assert.deepEqual(
    cloud.seen('set-reply').map(({ latencyMs }) => latencyMs),
    [0, null],
  )
})
