import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Rules } from '../../../../tools/cloud/model/rules.ts'
import { createDelivery } from '../../../../tools/cloud/session/auto-delivery.ts'
import { connectPacket, lamp, plug, soFar, startMemoryCloud } from '../../../local-platform/memory-cloud.ts'

const setTopic = '/sys/a1DEMO/plug01/thing/service/property/set'
const userGet = '/a1DEMO/plug01/user/get'

for (const [autoDelivery, extension, delivered] of [
  ['always', 'signmethod=hmacsha256', 1],
  ['ss', 'signmethod=hmacsha256', 0],
  ['ss', 'signmethod=hmacsha256,_ss=0', 0],
  ['ss', 'signmethod=hmacsha256,_ss=1', 1],
  ['never', 'signmethod=hmacsha256,_ss=1', 0],
] as const) {
  test(`auto-delivery ${autoDelivery} gives ${delivered} property set to a session with ${extension}`, async (t) => {
    const rules: Partial<Rules> = { autoDelivery }
    const cloud = await startMemoryCloud(t, { rules })
    const device = cloud.dial()
    await device.send(connectPacket(plug, extension))
    const result = cloud.platform.setProperty(plug, { PowerSwitch_1: 1 }).result
    await cloud.clock.settle()
    assert.equal(device.published().length, delivered)
    if (delivered === 0) assert.deepEqual(await soFar(cloud.clock, result), { outcome: 'not-subscribed' })
  })
}

test('nothing is delivered twice: automatic delivery and three matching subscriptions make one PUBLISH', async (t) => {
  const cloud = await startMemoryCloud(t)
  const device = await cloud.connect()
  await device.subscribe([setTopic, 1], ['/sys/a1DEMO/plug01/thing/service/+/+', 0], ['/sys/a1DEMO/plug01/#', 1])
  void cloud.platform.setProperty(plug, { PowerSwitch_1: 1 })
  await cloud.clock.settle()
  assert.equal(device.published().length, 1)
})

for (const autoDelivery of ['always', 'never'] as const) {
  test(`UNSUBSCRIBE ends the delivery of property set, with auto-delivery ${autoDelivery}`, async (t) => {
    const cloud = await startMemoryCloud(t, { rules: { autoDelivery } })
    const device = await cloud.connect()
    await device.subscribe([setTopic, 1])
    await device.send({ cmd: 'unsubscribe', messageId: 9, unsubscriptions: [setTopic] })
    const result = cloud.platform.setProperty(plug, { PowerSwitch_1: 1 }).result
    assert.deepEqual(await soFar(cloud.clock, result), { outcome: 'not-subscribed' })
    await device.subscribe([setTopic, 1])
    void cloud.platform.setProperty(plug, { PowerSwitch_1: 1 })
    await cloud.clock.settle()
    assert.equal(device.published().length, 1)
  })
}

test('of a filter that is subscribed again no session remembers that it was turned off', () => {
  const delivery = createDelivery(plug, 'always', false, { subscribed: [], turnedOff: [setTopic, userGet] })
  assert.equal(delivery.wants(setTopic), false)
  delivery.subscribe(setTopic)
  assert.equal(delivery.wants(setTopic), true)
  assert.deepEqual([[...delivery.subscribed], [...delivery.turnedOff]], [[setTopic], [userGet]])
})

test('what was decided for a topic is decided anew after each SUBSCRIBE and UNSUBSCRIBE', () => {
  const delivery = createDelivery(plug, 'always', false)
  const wanted = () => [delivery.wants(setTopic), delivery.wants(userGet)]
  const seen = [wanted()]
  for (const step of ['unsubscribe', 'subscribe', 'unsubscribe'] as const) {
    for (const topic of [setTopic, userGet]) delivery[step](topic)
    seen.push(wanted())
  }
  assert.deepEqual(seen, [
    [true, false],
    [false, false],
    [true, true],
    [false, false],
  ])
})

for (const subscribed of [0, 1] as const) {
  for (const sent of [0, 1] as const) {
    test(`a message published with QoS ${sent} arrives with it at a subscription with QoS ${subscribed}`, async (t) => {
      const cloud = await startMemoryCloud(t)
      const device = await cloud.connect()
      await device.subscribe([userGet, subscribed])
      assert.equal(cloud.platform.publishToUser(plug, 'user/get', 'hello', sent), true)
      await cloud.clock.settle()
      assert.deepEqual(
        device.published().map(({ topic, payload, qos }) => [topic, payload.toString(), qos]),
        [[userGet, 'hello', sent]],
      )
    })
  }
}

test('a custom topic is never delivered without a subscription', async (t) => {
  const cloud = await startMemoryCloud(t)
  const device = await cloud.connect()
  assert.equal(cloud.platform.publishToUser(plug, 'user/get', 'hello'), false)
  await cloud.clock.settle()
  assert.deepEqual(device.published(), [])
})

test('a hundred messages of mixed QoS to a kept session arrive in order, none lost', async (t) => {
  const cloud = await startMemoryCloud(t, { rules: { downlinkPerSecond: 'unlimited' } })
  const device = await cloud.connect(plug, { clean: false })
  await device.subscribe([userGet, 0])
  const sent = Array.from({ length: 100 }, (_, at) => String(at))
  sent.forEach((text, at) => cloud.platform.publishToUser(plug, 'user/get', text, at % 3 === 0 ? 1 : 0))
  await cloud.clock.settle()
  assert.deepEqual(
    device.published().map(({ payload }) => payload.toString()),
    sent,
  )
})

test('a kept session gets its unacknowledged QoS 1 again at the next login, and its subscription is still there', async (t) => {
  const cloud = await startMemoryCloud(t)
  const first = await cloud.connect(plug, { clean: false })
  await first.subscribe([userGet, 1])
  cloud.platform.publishToUser(plug, 'user/get', 'once more', 1)
  await cloud.clock.settle()
  await first.hangUp()
  // SDKs put another timestamp into each clientId; the session is the device's all the same.
  const second = cloud.dial()
  await second.send({ ...connectPacket(plug, 'signmethod=hmacsha256,_v=2'), clean: false })
  const [connack] = second.received
  assert.ok(connack?.cmd === 'connack' && connack.sessionPresent)
  assert.deepEqual(
    second.published().map(({ payload, qos }) => [payload.toString(), qos]),
    [['once more', 1]],
  )
  assert.equal(cloud.platform.publishToUser(plug, 'user/get', 'new'), true)
})

test('nothing arrives with the retain flag, not even the echo of a PUBLISH that had it', async (t) => {
  const cloud = await startMemoryCloud(t, { product: { topics: { 'user/both': 'pub-sub' } } })
  const device = await cloud.connect(plug, { clean: false })
  const topic = '/a1DEMO/plug01/user/both'
  await device.subscribe([topic, 1])
  await device.send({ cmd: 'publish', topic, payload: 'echo', qos: 0, dup: false, retain: true })
  void cloud.platform.setProperty(plug, { PowerSwitch_1: 1 })
  await cloud.clock.settle()
  assert.deepEqual(
    device.published().map((packet) => [packet.topic, packet.retain]),
    [
      [topic, false],
      [setTopic, false],
    ],
  )
})

test('what a device publishes reaches no other device', async (t) => {
  const topics = { 'user/both': 'pub-sub' } as const
  const cloud = await startMemoryCloud(t, { product: { topics } })
  const device = await cloud.connect(plug)
  const other = await cloud.connect(lamp)
  await other.subscribe(['/sys/a1DEMO/lamp/#', 1], ['/ext/#', 1])
  await device.publish('/ext/ntp/a1DEMO/plug01/request', '{}', 1)
  await device.publish('/sys/a1DEMO/lamp/thing/service/property/set', '{}', 1)
  assert.deepEqual(other.published(), [])
})

test('what a device publishes to a class with Pub and Sub comes back to it, once, with its QoS', async (t) => {
  const cloud = await startMemoryCloud(t, { product: { topics: { 'user/both': 'pub-sub' } } })
  const device = await cloud.connect()
  await device.subscribe(['/a1DEMO/plug01/user/both', 0])
  await device.publish('/a1DEMO/plug01/user/both', 'echo', 1)
  assert.deepEqual(
    device.published().map(({ payload, qos }) => [payload.toString(), qos]),
    [['echo', 1]],
  )
})
