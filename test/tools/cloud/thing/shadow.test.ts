import assert from 'node:assert/strict'
import { test } from 'node:test'
import { plug, startMemoryCloud, type RawDevice } from '../../../local-platform/memory-cloud.ts'
import { bodyOf } from '../../../local-platform/switch-product.ts'

const update = '/shadow/update/a1DEMO/plug01'
const get = '/shadow/get/a1DEMO/plug01'
const answers = (device: RawDevice) =>
  device
    .published()
    .filter(({ topic }) => topic === get)
    .map(({ payload }) => bodyOf(payload))

test('a shadow holds 128 attributes, counts its versions from -1 on, and gives a token back', async (t) => {
  const cloud = await startMemoryCloud(t, { rules: { uplinkPerSecond: 'unlimited' } })
  const device = await cloud.connect()
  await device.subscribe([get, 0])
  const say = async (version: number, reported: object) => {
    await device.publish(update, { method: 'update', state: { reported }, version, clientToken: 'mine' })
    const { payload, clientToken, ...rest } = answers(device).at(-1) ?? {}
    assert.deepEqual(Object.keys(rest), ['method', 'timestamp'])
    return [Object(payload).content?.errorcode ?? Object(payload).status, Object(payload).version, clientToken]
  }
  assert.deepEqual(await say(1, Object.fromEntries(Array.from({ length: 128 }, (_, at) => [`p${at}`, 1]))), [
    'success',
    1,
    'mine',
  ])
  assert.deepEqual(await say(2, { another: 1 }), ['408', undefined, 'mine'])
  assert.deepEqual(await say(2, { p0: 2 }), ['success', 2, 'mine'])
  assert.deepEqual(await say(-2, { p0: 2 }), ['403', undefined, 'mine'])
  assert.deepEqual(await say(1.5, { p0: 2 }), ['403', undefined, 'mine'])
  assert.deepEqual(await say(-1, { p0: 2 }), ['success', 0, 'mine'])
})

test('what a shadow deletes it deletes with its time, and what it keeps keeps its own', async (t) => {
  let now = 5_900
  const cloud = await startMemoryCloud(t, { wallNow: () => now })
  const device = await cloud.connect()
  const say = (message: object) => device.publish(update, message)
  await say({ method: 'update', state: { reported: { a: 1, b: 1 } }, version: 1 })
  now = 8_100
  await say({ method: 'update', state: { reported: { b: 2 } }, version: 2 })
  assert.deepEqual(cloud.platform.shadow(plug)?.times.reported, { a: 5, b: 8 })
  await say({ method: 'delete', state: { reported: { b: 'null', a: 1 } }, version: 3 })
  const { reported, times } = cloud.platform.shadow(plug) ?? {}
  assert.deepEqual([reported, times?.reported], [{ a: 1 }, { a: 5 }])
  cloud.platform.updateShadow(plug, { on: 1 }, 4)
  await say({ method: 'delete', state: { desired: 'null', reported: 'null' }, version: 5 })
  assert.deepEqual(cloud.platform.shadow(plug), {
    ...{ version: 5, reported: {}, desired: {} },
    times: { reported: {}, desired: {} },
  })
})

test('at each login a device is told what its shadow wants, as long as it wants something', async (t) => {
  const cloud = await startMemoryCloud(t)
  const told = async () => {
    const device = await cloud.connect(plug, { clean: false })
    if (answers(device).length === 0) await device.subscribe([get, 1])
    return answers(device).map(({ method }) => method)
  }
  assert.deepEqual(await told(), [])
  cloud.platform.updateShadow(plug, { on: 1 }, 1)
  assert.deepEqual(await told(), ['control'])
  const device = await cloud.connect(plug, { clean: false })
  await device.publish(update, { method: 'update', state: { desired: 'null' }, version: 2 })
  assert.deepEqual(await told(), [])
})
