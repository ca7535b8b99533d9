import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMemoryStore } from '../../../../tools/cloud/store/memory-store.ts'
import { bytesOf, createMessageQueues } from '../../../../tools/cloud/session/message-queue.ts'
import { lamp, plug, startMemoryCloud, type RawDevice } from '../../../local-platform/memory-cloud.ts'

const get = '/a1DEMO/plug01/user/get'
const messageBytes = 200_000

/** What a device got: number of the message, and whether it was a duplicate. */
const came = (device: RawDevice) => device.published().map(({ payload, dup }) => [payload[0], dup] as const)

async function puback(device: RawDevice, at: number): Promise<void> {
  await device.send({ cmd: 'puback', messageId: device.published()[at]?.messageId ?? 0 })
}

test('150 messages of 200,000 bytes reach a device that comes back, a megabyte ahead of its PUBACKs at most', async (t) => {
  const cloud = await startMemoryCloud(t)
  const first = await cloud.connect(plug, { clean: false })
  await first.subscribe([get, 1])
  await first.hangUp()
  for (let at = 0; at < 150; at++) {
    assert.equal(cloud.platform.publish(plug, get, Buffer.alloc(messageBytes, at), 1), 'queued')
  }
  const device = await cloud.connect(plug, { clean: false })
  for (let at = 0; at < 150; at++) {
    const ahead = device.published().length - at
    assert.ok(ahead >= 1 && ahead * messageBytes <= 1024 * 1024, `${ahead} ahead of PUBACK ${at}`)
    await puback(device, at)
  }
  assert.equal(device.isClosed, false)
  assert.deepEqual(
    came(device).map(([number]) => number),
    Array.from({ length: 150 }, (_, at) => at),
  )
})

test('what is sent while a device is behind waits its turn, over a broken connection, too', async (t) => {
  const cloud = await startMemoryCloud(t)
  const first = await cloud.connect(plug, { clean: false })
  await first.subscribe([get, 1])
  const send = (number: number) => cloud.platform.publish(plug, get, Buffer.alloc(messageBytes, number), 1)
  assert.deepEqual([0, 1, 2, 3, 4, 5, 6].map(send), ['sent', 'sent', 'sent', 'sent', 'sent', 'queued', 'queued'])
  assert.equal(cloud.seen('queued').length, 2)
  await cloud.clock.settle()
  await puback(first, 0)
  await first.hangUp()
  const second = await cloud.connect(plug, { clean: false })
  assert.deepEqual(came(second), [
    [1, true],
    [2, true],
    [3, true],
    [4, true],
    [5, true],
  ])
  for (let at = 0; at < 6; at++) await puback(second, at)
  assert.deepEqual(came(second).at(-1), [6, false])
  const third = await cloud.connect(plug, { clean: false })
  assert.deepEqual(third.published(), [])
})

test('a short message does not overtake a long one that waits for room', async (t) => {
  const cloud = await startMemoryCloud(t)
  const device = await cloud.connect(plug, { clean: false })
  await device.subscribe([get, 1])
  const send = (number: number, bytes: number) => cloud.platform.publish(plug, get, Buffer.alloc(bytes, number), 1)
  assert.deepEqual([send(0, 700_000), send(1, 700_000), send(2, 1)], ['sent', 'queued', 'queued'])
  await cloud.clock.settle()
  await puback(device, 0)
  assert.deepEqual(came(device), [
    [0, false],
    [1, false],
    [2, false],
  ])
})

test('what waited for more than 7 days is dropped at the login as queue-expired, what is younger is sent', async (t) => {
  const dayMs = 24 * 60 * 60 * 1000
  let now = 1_700_000_000_000
  const cloud = await startMemoryCloud(t, { wallNow: () => now })
  await (await cloud.connect(plug, { clean: false })).hangUp()
  cloud.platform.setProperty(plug, { A: 1 })
  now += 1
  cloud.platform.setProperty(plug, { A: 2 })
  now += 7 * dayMs
  const device = await cloud.connect(plug, { clean: false })
  assert.deepEqual(
    device.published().map(({ payload }) => JSON.parse(payload.toString()).params),
    [{ A: 2 }],
  )
  assert.deepEqual(
    cloud.seen('dropped').map(({ reason }) => reason),
    ['queue-expired'],
  )
})

test('after packetId 65,535 comes 1', async (t) => {
  const store = createMemoryStore()
  const key = `${plug.deviceName}&${plug.productKey}`
  store.write('session', key, { subscribed: [get], turnedOff: [], autoSubscribe: false })
  const sent = { topicName: get, payload: Buffer.from('before'), queuedAtMs: 1_700_000_000_000, packetId: 65_535 }
  store.messages.add({ id: 1, device: key, ...sent })
  const cloud = await startMemoryCloud(t, { store })
  const device = await cloud.connect(plug, { clean: false })
  for (const text of ['one', 'two']) cloud.platform.publish(plug, get, text, 1)
  await cloud.clock.settle()
  assert.deepEqual(
    device.published().map(({ messageId }) => messageId),
    [65_535, 1, 2],
  )
})

test('a packetId that comes again stands for the newer message alone', () => {
  const store = createMemoryStore()
  const queue = createMessageQueues(store.messages)('plug01&a1DEMO')
  const message = (bytes: number) => ({ topicName: get, payload: new Uint8Array(bytes), queuedAtMs: 0 })
  queue.add(message(100), 7)
  queue.add(message(10), 7)
  assert.deepEqual([queue.length, queue.bytesInFlight], [1, bytesOf(message(10))])
  assert.deepEqual(
    store.messages.list().map(({ payload }) => payload.length),
    [10],
  )
  assert.deepEqual([queue.acknowledge(7), queue.acknowledge(7)], [true, false])
  assert.deepEqual([queue.length, queue.bytesInFlight, store.messages.list()], [0, 0, []])
})

test('a device that is deleted leaves no messages behind, another one keeps its own', async (t) => {
  const cloud = await startMemoryCloud(t)
  for (const device of [plug, lamp]) {
    await (await cloud.connect(device, { clean: false })).hangUp()
    cloud.platform.setProperty(device, { A: 1 })
  }
  cloud.platform.removeDevice(plug)
  cloud.platform.addDevice(plug)
  assert.deepEqual((await cloud.connect(plug, { clean: false })).published(), [])
  assert.equal((await cloud.connect(lamp, { clean: false })).published().length, 1)
})
