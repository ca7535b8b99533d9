import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { plug, startMemoryCloud, type RawDevice } from '../../../local-platform/memory-cloud.ts'
import { ask, bodyOf, own, product } from '../../../local-platform/switch-product.ts'

const bodies = (device: RawDevice, topic: string) =>
  device
    .published()
    .filter((packet) => packet.topic === topic)
    .map(({ payload }) => bodyOf(payload))

test('desired properties: versions, get, delete, conflicts, and a set for who is online', async (t) => {
  const cloud = await startMemoryCloud(t, { product })
  const { platform } = cloud
  assert.deepEqual(platform.setDesired(plug, { Level: 5 }), { outcome: 'changed', versions: { Level: 1 }, id: null })
  const device = await cloud.connect()
  const again = platform.setDesired(plug, { Level: 6 }, { Level: 1 })
  assert.ok(again.outcome === 'changed' && again.id !== null && again.versions.Level === 2)
  await cloud.clock.settle()
  assert.deepEqual(bodies(device, `${own}/service/property/set`)[0]?.params, { Level: 6 })
  const old = platform.setDesired(plug, { Level: 7 }, { Level: 1 })
  assert.ok(old.outcome === 'refused' && old.code === 6661)
  assert.equal(platform.setDesired(plug, { Level: 101 }).outcome, 'refused')
  const data = { Level: { value: 6, version: 2 } }
  assert.deepEqual(await ask(device, 'property/desired/get', ['Level', 'Mode', '__proto__']), [200, data])
  assert.equal((await ask(device, 'property/desired/delete', { Level: { version: 1 } }))[0], 6661)
  assert.deepEqual(await ask(device, 'property/desired/delete', { Level: { version: 2 }, Mode: {} }), [200, {}])
  assert.deepEqual(await ask(device, 'property/desired/get', ['Level']), [200, {}])
  assert.equal((await ask(device, 'property/desired/get', {}))[0], 460)
})

test('tags: update, get, delete, at most 100', async (t) => {
  const cloud = await startMemoryCloud(t)
  const device = await cloud.connect()
  const tag = (attrKey: string, attrValue: string) => ({ attrKey, attrValue })
  assert.deepEqual(await ask(device, 'deviceinfo/update', [tag('room', '客厅'), tag('floor', '2')]), [200, {}])
  assert.deepEqual(await ask(device, 'deviceinfo/delete', [{ attrKey: 'floor' }]), [200, {}])
  assert.deepEqual(await ask(device, 'deviceinfo/get', { attrKeys: ['room'] }), [200, [tag('room', '客厅')]])
  const many = Array.from({ length: 100 }, (_, at) => tag(`k${at}`, 'x'))
  assert.equal((await ask(device, 'deviceinfo/update', many))[0], 460)
  assert.equal((await ask(device, 'deviceinfo/update', [{ attrKey: 1 }]))[0], 460)
  cloud.platform.setTags(plug, { by: 'application' })
  cloud.platform.removeTags(plug, ['room'])
  assert.deepEqual(cloud.platform.tags(plug), { by: 'application' })
  assert.deepEqual(await ask(device, 'deviceinfo/update', many.slice(1)), [200, {}])
  assert.equal(Object.keys(cloud.platform.tags(plug)).length, 100)
})

test('NTP answers times as texts, and the device its own as it came', async (t) => {
  const cloud = await startMemoryCloud(t)
  const device = await cloud.connect()
  for (const deviceSendTime of ['1571724098000', 1571724098000]) {
    await device.publish('/ext/ntp/a1DEMO/plug01/request', { deviceSendTime })
    const now = '1700000000000'
    const answer = bodies(device, '/ext/ntp/a1DEMO/plug01/response').at(-1)
    assert.deepEqual(answer, { deviceSendTime, serverRecvTime: now, serverSendTime: now })
  }
  await device.publish('/ext/ntp/a1DEMO/plug01/request', {})
  assert.equal(cloud.seen('dropped').length, 1)
})

test('remote configuration: off, empty, fetched and pushed with its checksum', async (t) => {
  const off = await (await startMemoryCloud(t)).connect()
  const wish = { configScope: 'product', getType: 'file' }
  assert.equal((await ask(off, 'config/get', wish))[0], 6713)
  const cloud = await startMemoryCloud(t, { product: { remoteConfig: {} } })
  const device = await cloud.connect()
  assert.equal((await ask(device, 'config/get', wish))[0], 6710)
  const config = { interval: 60, name: '灯' }
  assert.equal(cloud.platform.pushConfig('a1DEMO', config), 1)
  await cloud.clock.settle()
  const [push] = bodies(device, `${own}/config/push`)
  await device.publish(`${own}/config/push_reply`, { id: push?.id, code: 200, data: {} })
  await device.publish(`${own}/config/push_reply`, { id: push?.id })
  assert.deepEqual(
    cloud.seen('config-push-reply').map(({ id, code }) => [id, code]),
    [[push?.id, 200]],
  )
  const text = JSON.stringify(config)
  const sign = createHash('sha256').update(text).digest('hex')
  const [code, data] = await ask(device, 'config/get', wish)
  assert.deepEqual([code, data], [200, push?.params])
  assert.ok(typeof data === 'object' && data !== null && 'url' in data && 'sign' in data)
  const response = await fetch(String(data.url))
  assert.deepEqual([await response.text(), data.sign], [text, sign])
})

test('OTA: version, offer now and at each login until it is there, progress', async (t) => {
  const cloud = await startMemoryCloud(t)
  const { platform } = cloud
  const device = await cloud.connect()
  await device.publish('/ota/device/inform/a1DEMO/plug01', { id: '1', params: { version: '1.0.0' } })
  platform.offerFirmware(plug, { version: '1.0.1', url: 'http://127.0.0.1/x', size: 7, md5: 'abc' })
  await cloud.clock.settle()
  const [offer] = bodies(device, '/ota/device/upgrade/a1DEMO/plug01')
  assert.deepEqual([offer?.code, typeof offer?.id, offer?.message], ['1000', 'number', 'success'])
  assert.deepEqual(await ask(device, 'ota/firmware/get', {}), [200, offer?.data])
  await device.publish('/ota/device/progress/a1DEMO/plug01', { id: '2', params: { step: '35', desc: 'half' } })
  const again = await cloud.connect()
  assert.equal(bodies(again, '/ota/device/upgrade/a1DEMO/plug01').length, 1)
  await again.publish('/ota/device/inform/a1DEMO/plug01', { id: '3', params: { version: '1.0.1' } })
  assert.deepEqual(await ask(again, 'ota/firmware/get', {}), [200, {}])
  assert.deepEqual(platform.firmware(plug), { versions: { default: '1.0.1' } })
  assert.deepEqual(
    cloud.seen('ota-progress').map(({ step, text }) => [step, text]),
    [[35, 'half']],
  )
})

test('a device log is taken in, with its levels checked; off by the rule', async (t) => {
  const cloud = await startMemoryCloud(t)
  const device = await cloud.connect()
  const entry = { utcTime: '2026-01-01T00:00:00.000Z', logLevel: 'WARN', module: 'wifi', code: '1', logContent: 'lost' }
  assert.deepEqual(await ask(device, 'log/post', [entry]), [200, {}])
  assert.equal((await ask(device, 'log/post', [{ ...entry, logLevel: 'LOUD' }]))[0], 460)
  const mode = { getType: 'content', content: { mode: 1 } }
  assert.deepEqual(await ask(device, 'config/log/get', { configScope: 'device' }), [200, mode])
  assert.deepEqual(cloud.seen('device-log')[0]?.entries, [entry])
  const off = await (await startMemoryCloud(t, { rules: { deviceLogs: false } })).connect()
  assert.equal((await ask(off, 'log/post', [entry]))[0], 6718)
})

test('the TSL comes on request', async (t) => {
  const cloud = await startMemoryCloud(t, { product })
  const device = await cloud.connect()
  const [code, data] = await ask(device, 'dsltemplate/get', {})
  const { properties, events, services } = product
  assert.deepEqual([code, data], [200, { properties, events, services }])
})

const update = '/shadow/update/a1DEMO/plug01'
const get = '/shadow/get/a1DEMO/plug01'

test('shadow: every error code, versions, deletion and control', async (t) => {
  const cloud = await startMemoryCloud(t, { rules: { uplinkPerSecond: 'unlimited' } })
  const device = await cloud.connect()
  await device.subscribe([get, 0])
  const say = async (message: object | string): Promise<unknown> => {
    await device.publish(update, message)
    const { payload } = bodies(device, get).at(-1) ?? {}
    if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return undefined
    const { content } = payload
    return typeof content === 'object' && content !== null && 'errorcode' in content ? content.errorcode : payload
  }
  const many = Object.fromEntries(Array.from({ length: 129 }, (_, at) => [`a${at}`, at]))
  const reported = { on: 1 }
  for (const [message, code] of [
    ['{', '400'],
    [{}, '401'],
    [{ method: 'update' }, '402'],
    [{ method: 'update', state: { reported }, version: 'x' }, '403'],
    [{ method: 'update', state: {}, version: 1 }, '404'],
    [{ method: 'update', state: { reported: {} }, version: 1 }, '405'],
    [{ method: 'dance' }, '406'],
    [{ method: 'get' }, '407'],
    [{ method: 'update', state: { reported: many }, version: 1 }, '408'],
  ] as const) {
    assert.equal(await say(message), code)
  }
  assert.deepEqual(await say({ method: 'update', state: { reported: { on: 1, level: 2 } }, version: 3 }), {
    status: 'success',
    version: 3,
  })
  assert.equal(await say({ method: 'update', state: { reported }, version: 3 }), '409')
  assert.equal(cloud.platform.updateShadow(plug, { on: 0 }, 3), false)
  assert.equal(cloud.platform.updateShadow(plug, { on: 0 }, 4), true)
  await cloud.clock.settle()
  assert.equal(bodies(device, get).at(-1)?.method, 'control')
  const state = { reported: { on: 1, level: 2 }, desired: { on: 0 } }
  const stamp = { timestamp: 1_700_000_000 }
  const metadata = { reported: { on: stamp, level: stamp }, desired: { on: stamp } }
  assert.deepEqual(await say({ method: 'get' }), { status: 'success', state, metadata })
  assert.equal(bodies(device, get).at(-1)?.version, 4)
  await say({ method: 'delete', state: { reported: { level: 'null' } }, version: 5 })
  assert.deepEqual(cloud.platform.shadow(plug)?.reported, { on: 1 })
  await say({ method: 'delete', state: { reported: 'null' }, version: 6 })
  await say({ method: 'update', state: { desired: 'null' }, version: 7 })
  assert.deepEqual([cloud.platform.shadow(plug)?.reported, cloud.platform.shadow(plug)?.desired], [{}, {}])
  await say({ method: 'update', state: { reported }, version: 0 })
  assert.equal(cloud.platform.shadow(plug)?.version, 0)
})

test('what JSON can hold and no text or number can be made of is no progress, and no log level', async (t) => {
  const cloud = await startMemoryCloud(t, { product })
  const device = await cloud.connect()
  const bare = JSON.parse('{"toString":null,"valueOf":null}') as object
  await device.publish('/ota/device/progress/a1DEMO/plug01', { id: '2', params: { step: bare } })
  assert.equal(cloud.seen('dropped')[0]?.reason, 'not-json')
  const entry = { utcTime: '2020-01-01T00:00:00.000Z', logLevel: bare, module: 'm', code: '1', logContent: 'x' }
  assert.equal((await ask(device, 'log/post', [entry]))[0], 460)
})
