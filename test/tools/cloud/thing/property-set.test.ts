import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  plug,
  soFar,
  startMemoryCloud,
  type MemoryCloud,
  type RawDevice,
} from '../../../local-platform/memory-cloud.ts'

const own = '/sys/a1DEMO/plug01/thing'
const setReply = `${own}/service/property/set_reply`
const post = `${own}/event/property/post`

/** Sends a property set and lets it arrive; what becomes of it is still to come. */
async function set(cloud: MemoryCloud, value: number) {
  const result = cloud.platform.setProperty(plug, { PowerSwitch_1: value }).result
  await cloud.clock.settle()
  return { result }
}

async function answer(device: RawDevice, id: string, code = 200): Promise<void> {
  await device.publish(setReply, { code, data: {}, id, message: 'success', version: '1.0' })
}

test('a property set arrives on its topic with method, id, params and version', async (t) => {
  const cloud = await startMemoryCloud(t)
  const device = await cloud.connect()
  await set(cloud, 1)
  const [publish] = device.published()
  assert.deepEqual([publish?.topic, publish?.qos], [`${own}/service/property/set`, 1])
  assert.deepEqual(JSON.parse(publish?.payload.toString() ?? ''), {
    method: 'thing.service.property.set',
    id: '1',
    params: { PowerSwitch_1: 1 },
    version: '1.0.0',
  })
})

test('a rule sends property set with QoS 0', async (t) => {
  const cloud = await startMemoryCloud(t, { rules: { propertySetQos: 0 } })
  const device = await cloud.connect()
  await set(cloud, 1)
  assert.equal(device.published()[0]?.qos, 0)
})

test('tells the reply, how long it took, and the property post that followed', async (t) => {
  const cloud = await startMemoryCloud(t)
  const device = await cloud.connect()
  const { result } = await set(cloud, 1)
  await cloud.clock.run(40)
  await answer(device, '1')
  await cloud.clock.run(10)
  await device.publish(post, { id: '5', params: { PowerSwitch_1: 1 } })
  assert.deepEqual(await soFar(cloud.clock, result), {
    outcome: 'answered',
    id: '1',
    reply: { id: '1', code: 200, data: {}, message: 'success' },
    latencyMs: 40,
    post: { params: { PowerSwitch_1: 1 }, afterMs: 50 },
  })
  assert.deepEqual(
    cloud.seen('set-reply').map(({ id, code, latencyMs }) => [id, code, latencyMs]),
    [['1', 200, 40]],
  )
})

test('a post of the value set that comes before the reply counts; one of an older value does not', async (t) => {
  const cloud = await startMemoryCloud(t)
  const device = await cloud.connect()
  const { result } = await set(cloud, 1)
  await device.publish(post, { id: '5', params: { PowerSwitch_1: 0 } })
  await cloud.clock.run(5)
  await device.publish(post, { id: '6', params: { PowerSwitch_1: 1 } })
  await answer(device, '1')
  const answered = await soFar(cloud.clock, result)
  assert.ok(answered !== 'pending' && answered.outcome === 'answered')
  assert.deepEqual(answered.post, { params: { PowerSwitch_1: 1 }, afterMs: 5 })
})

test('of several values set, a post before the reply must have all that it names', async (t) => {
  const cloud = await startMemoryCloud(t)
  const device = await cloud.connect()
  const result = cloud.platform.setProperty(plug, { PowerSwitch_1: 1, PowerSwitch_2: 1 }).result
  await cloud.clock.settle()
  await device.publish(post, { id: '5', params: { PowerSwitch_1: 1, PowerSwitch_2: 0 } })
  await cloud.clock.run(5)
  await device.publish(post, { id: '6', params: { PowerSwitch_2: 1 } })
  await answer(device, '1')
  const answered = await soFar(cloud.clock, result)
  assert.ok(answered !== 'pending' && answered.outcome === 'answered')
  assert.deepEqual(answered.post, { params: { PowerSwitch_2: 1 }, afterMs: 5 })
})

test('gives up the post 2 s after the reply', async (t) => {
  const cloud = await startMemoryCloud(t)
  const device = await cloud.connect()
  const { result } = await set(cloud, 1)
  await answer(device, '1')
  await cloud.clock.run(2_000)
  const answered = await soFar(cloud.clock, result)
  assert.ok(answered !== 'pending' && answered.outcome === 'answered')
  assert.equal(answered.post, null)
})

test('waits for no post after a code other than 200', async (t) => {
  const cloud = await startMemoryCloud(t)
  const device = await cloud.connect()
  const { result } = await set(cloud, 7)
  await answer(device, '1', 100_000)
  const answered = await soFar(cloud.clock, result)
  assert.ok(answered !== 'pending' && answered.outcome === 'answered')
  assert.equal(answered.reply.code, 100_000)
})

test('gives up the reply after 8 s, and a later one is answered to nobody', async (t) => {
  const cloud = await startMemoryCloud(t)
  const device = await cloud.connect()
  const { result } = await set(cloud, 1)
  await cloud.clock.run(8_000)
  assert.deepEqual(await soFar(cloud.clock, result), { outcome: 'no-reply', id: '1', waitedMs: 8_000, post: null })
  await answer(device, '1')
  assert.equal(cloud.seen('set-reply')[0]?.latencyMs, null)
})

test('replies find their sets by id, in whatever order they come', async (t) => {
  const cloud = await startMemoryCloud(t)
  const device = await cloud.connect()
  const first = await set(cloud, 1)
  const second = await set(cloud, 0)
  await answer(device, '2')
  await answer(device, '9')
  await answer(device, '1')
  await cloud.clock.run(2_000)
  const ids = [await soFar(cloud.clock, first.result), await soFar(cloud.clock, second.result)].map(
    (result) => result !== 'pending' && 'id' in result && result.id,
  )
  assert.deepEqual(ids, ['1', '2'])
  assert.deepEqual(
    cloud.seen('set-reply').map(({ id, latencyMs }) => [id, latencyMs]),
    [
      ['2', 0],
      ['9', null],
      ['1', 0],
    ],
  )
})

test('says at once that a device is offline', async (t) => {
  const cloud = await startMemoryCloud(t)
  const { result } = await set(cloud, 1)
  assert.deepEqual(await soFar(cloud.clock, result), { outcome: 'offline' })
})

test('a set_reply that is not JSON or lacks its code is dropped', async (t) => {
  const cloud = await startMemoryCloud(t)
  const device = await cloud.connect()
  await set(cloud, 1)
  await device.publish(setReply, 'x')
  await device.publish(setReply, { id: '1' })
  assert.deepEqual(
    cloud.seen('dropped').map(({ reason }) => reason),
    ['not-json', 'not-json'],
  )
})

test('a post after the reply counts whatever its value: the device may have decided otherwise', async (t) => {
  const cloud = await startMemoryCloud(t)
  const device = await cloud.connect()
  const { result } = await set(cloud, 1)
  await answer(device, '1')
  await device.publish(post, { id: '5', params: { PowerSwitch_2: 1 } })
  await device.publish(post, { id: '6', params: { PowerSwitch_1: 0 } })
  const answered = await soFar(cloud.clock, result)
  assert.ok(answered !== 'pending' && answered.outcome === 'answered')
  assert.deepEqual(answered.post?.params, { PowerSwitch_1: 0 })
})
