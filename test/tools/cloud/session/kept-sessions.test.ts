import assert from 'node:assert/strict'
import { test } from 'node:test'
import { highestWaitingId } from '../../../../tools/cloud/session/kept-sessions.ts'
import { createMemoryStore } from '../../../../tools/cloud/store/memory-store.ts'
import { connectPacket, plug, startMemoryCloud } from '../../../local-platform/memory-cloud.ts'

const get = '/a1DEMO/plug01/user/get'
const setTopic = '/sys/a1DEMO/plug01/thing/service/property/set'

test('new ids go on from the highest that waits, whatever else applications have sent', () => {
  const store = createMemoryStore()
  assert.equal(highestWaitingId(store), 0)
  const payloads = [
    '{"id":"7"}',
    '{"id":"12"}',
    '{"id":"3"}',
    '{"id":99}',
    '{"id":"1700000000000"}',
    '{"id":"1e3"}',
    'x',
  ]
  payloads.forEach((payload, at) =>
    store.messages.add({ id: at + 1, device: 'd', topicName: 't', payload: Buffer.from(payload), queuedAtMs: 0 }),
  )
  assert.equal(highestWaitingId(store), 12)
})

test('a kept session remembers while it is offline what was subscribed, what was turned off, and _ss=1', async (t) => {
  const cloud = await startMemoryCloud(t, { rules: { autoDelivery: 'ss' } })
  const { platform } = cloud
  const device = cloud.dial()
  await device.send({ ...connectPacket(plug, 'signmethod=hmacsha256,_ss=1'), clean: false })
  await device.subscribe([get, 1])
  await device.hangUp()
  const send = (topicName: string, qos: 0 | 1 = 1) => platform.publish(plug, topicName, 'x', qos)
  assert.deepEqual([send(get), send(setTopic), send('/ext/x')], ['queued', 'queued', 'offline'])
  assert.equal(send(get, 0), 'offline', 'QoS 0 does not wait')
  const again = await cloud.connect(plug, { clean: false })
  await again.send({ cmd: 'unsubscribe', messageId: 9, unsubscriptions: [get] })
  await again.hangUp()
  assert.deepEqual([send(get), send(setTopic)], ['offline', 'offline'], 'its last login was without _ss=1')
})

test('a login with clean session 1 ends what was kept: what waited, and what was subscribed', async (t) => {
  const store = createMemoryStore()
  const cloud = await startMemoryCloud(t, { store })
  const kept = await cloud.connect(plug, { clean: false })
  await kept.subscribe([get, 1])
  await kept.hangUp()
  cloud.platform.publish(plug, get, 'x', 1)
  assert.equal(store.messages.list().length, 1)
  await (await cloud.connect(plug, { clean: true })).hangUp()
  assert.deepEqual([store.messages.list(), store.list('session')], [[], []])
  assert.equal(cloud.platform.publish(plug, get, 'x', 1), 'offline')
  const [connack] = (await cloud.connect(plug, { clean: false })).received
  assert.equal(connack?.cmd === 'connack' && connack.sessionPresent, false)
})

test('when the queue of a device that is online is full, a message is still sent, and counted as dropped', async (t) => {
  const cloud = await startMemoryCloud(t, { rules: { queueLength: 2 } })
  const device = await cloud.connect(plug, { clean: false })
  await device.subscribe([get, 1])
  const sent = [1, 2, 3].map((at) => cloud.platform.publish(plug, get, `${at}`, 1))
  await cloud.clock.settle()
  assert.deepEqual([sent, device.published().length], [['sent', 'sent', 'sent'], 3])
  assert.deepEqual(
    cloud.seen('dropped').map(({ reason }) => reason),
    ['queue-full'],
  )
  const again = await cloud.connect(plug, { clean: false })
  assert.deepEqual(
    again.published().map(({ payload }) => payload.toString()),
    ['1', '2'],
  )
})

test('a new message takes no packetId of those that are sent again', async (t) => {
  const store = createMemoryStore()
  const device = 'plug01&a1DEMO'
  store.write('session', device, { subscribed: [get], turnedOff: [], autoSubscribe: false })
  for (const packetId of [3, 1]) {
    const payload = Buffer.from(`${packetId}`)
    store.messages.add({ id: packetId, device, topicName: get, payload, queuedAtMs: 1_700_000_000_000, packetId })
  }
  const cloud = await startMemoryCloud(t, { store })
  const online = await cloud.connect(plug, { clean: false })
  for (const text of ['new', 'newer', 'newest']) cloud.platform.publish(plug, get, text, 1)
  await cloud.clock.settle()
  assert.deepEqual(
    online.published().map(({ messageId, dup }) => [messageId, dup]),
    [
      [3, true],
      [1, true],
      [4, false],
      [5, false],
      [6, false],
    ],
  )
})
