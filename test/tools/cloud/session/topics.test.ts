import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultTopics } from '../../../../tools/cloud/model/product.ts'
import { covers, topicRights } from '../../../../tools/cloud/session/topics.ts'
import { plug, startMemoryCloud } from '../../../local-platform/memory-cloud.ts'

const rights = topicRights(plug, { ...defaultTopics, 'user/both': 'pub-sub', 'user/any/#': 'sub' })

for (const [topicFilter, narrower, expected] of [
  ['a/b', 'a/b', true],
  ['a/+', 'a/b', true],
  ['a/+', 'a/b/c', false],
  ['a/+', 'a', false],
  ['a/#', 'a', true],
  ['a/#', 'a/b/c', true],
  ['a/+/c', 'a/b/c', true],
  ['a/b', 'a/+', false],
  ['a/+', 'a/+', true],
  ['a/+', 'a/#', false],
  ['a/#', 'a/+/#', true],
  ['/a', 'a', false],
] as const) {
  test(`${topicFilter} ${expected ? 'covers' : 'does not cover'} ${narrower}`, () => {
    assert.equal(covers(topicFilter, narrower), expected)
  })
}

const subscribable = [
  '/sys/a1DEMO/plug01/thing/service/property/set',
  '/sys/a1DEMO/plug01/thing/event/+/post_reply',
  '/sys/a1DEMO/plug01/thing/service/#',
  '/sys/a1DEMO/plug01/rrpc/request/+',
  '/ext/rrpc/#',
  '/ext/ntp/a1DEMO/plug01/response',
  '/ota/device/upgrade/a1DEMO/plug01',
  '/shadow/get/a1DEMO/plug01',
  '/broadcast/a1DEMO/news',
  '/a1DEMO/plug01/user/get',
  '/a1DEMO/plug01/user/any/thing',
]
const unsubscribable = [
  '#',
  '/#',
  '/sys/#',
  '/sys/+/+/thing/service/property/set',
  '/sys/a1DEMO/lamp/thing/service/property/set',
  '/sys/a1DEMO/plug01',
  '/sys/a1DEMO/plug012/thing/service/property/set',
  '/ota/device/upgrade/a1DEMO/lamp',
  '/ota/device/upgrade/#',
  '/shadow/get/a1DEMO/+',
  '/broadcast/other/news',
  '/a1DEMO/plug01/user/update',
  '/a1DEMO/plug01/user/undefined',
  '/a1DEMO/plug01/user/+',
  '/a1DEMO/plug01/#',
  '/a1DEMO/lamp/user/get',
  '$SYS/#',
  '$uplink/#',
  `/sys/a1DEMO/plug01/${'x'.repeat(128)}`,
]

test('SUBACK grants a device its own system topics and the classes with Sub, at the QoS asked for', async (t) => {
  const topics = { ...defaultTopics, 'user/any/#': 'sub' } as const
  const cloud = await startMemoryCloud(t, { product: { topics } })
  const device = await cloud.connect()
  for (const topicFilter of subscribable) {
    assert.deepEqual(await device.subscribe([topicFilter, 0]), [0], topicFilter)
    assert.deepEqual(await device.subscribe([topicFilter, 1]), [1], topicFilter)
  }
})

test('SUBACK answers 0x80 for every other filter, and the session goes on', async (t) => {
  const cloud = await startMemoryCloud(t)
  const device = await cloud.connect()
  for (const topicFilter of unsubscribable) {
    assert.deepEqual(await device.subscribe([topicFilter, 1]), [0x80], topicFilter)
  }
  assert.equal(device.isClosed, false)
})

test('SUBACK answers each filter of one SUBSCRIBE for itself', async (t) => {
  const cloud = await startMemoryCloud(t)
  const device = await cloud.connect()
  const codes = await device.subscribe(
    ['/a1DEMO/plug01/user/get', 1],
    ['/a1DEMO/lamp/user/get', 1],
    ['/sys/a1DEMO/plug01/thing/service/property/set', 0],
  )
  assert.deepEqual(codes, [1, 0x80, 0])
  assert.deepEqual(
    cloud.seen('subscribe').map(({ granted }) => granted),
    codes,
  )
})

for (const [subscribeQos2, granted] of [
  ['lower', 1],
  ['refuse', 0x80],
] as const) {
  test(`a SUBSCRIBE with QoS 2 is answered with ${granted} by the rule ${subscribeQos2}`, async (t) => {
    const cloud = await startMemoryCloud(t, { rules: { subscribeQos2 } })
    const device = await cloud.connect()
    assert.deepEqual(await device.subscribe(['/a1DEMO/plug01/user/get', 2]), [granted])
  })
}

test('a device may publish to its own topics and the classes with Pub, and to no others', () => {
  for (const topicName of [
    '/sys/a1DEMO/plug01/thing/event/property/post',
    '/ext/ntp/a1DEMO/plug01/request',
    '/ota/device/inform/a1DEMO/plug01',
    '/shadow/update/a1DEMO/plug01',
    '/a1DEMO/plug01/user/update',
    '/a1DEMO/plug01/user/update/error',
    '/a1DEMO/plug01/user/both',
  ]) {
    assert.equal(rights.mayPublish(topicName), true, topicName)
  }
  for (const topicName of [
    '/sys/a1DEMO/lamp/thing/event/property/post',
    '/a1DEMO/plug01/user/get',
    '/a1DEMO/plug01/user/any/thing',
    '/a1DEMO/lamp/user/update',
    '/broadcast/a1DEMO/news',
    '$SYS/x',
    'x',
  ]) {
    assert.equal(rights.mayPublish(topicName), false, topicName)
  }
})

test('only what a device may both publish and subscribe comes back to it', () => {
  const topics = ['user/both', 'user/update', 'user/any/thing'].map((suffix) => `/a1DEMO/plug01/${suffix}`)
  assert.deepEqual(topics.map(rights.isEchoed), [true, false, false])
  assert.equal(rights.isEchoed('/sys/a1DEMO/plug01/thing/event/property/post'), false)
})
