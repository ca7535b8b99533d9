import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { IPublishPacket, Packet } from 'mqtt-packet'
import { utf8 } from '../support/bytes.ts'
import { deviceAt, readyDevice, topics, type Device } from '../support/device.ts'

const app = (): void => undefined
const dropped = (count: number): string => `W mqtt ${count} messages dropped, too many wait`

const isPublish = (packet: Packet): packet is IPublishPacket => packet.cmd === 'publish'
const publishes = (device: Device): IPublishPacket[] => device.flow().filter(isPublish)

test('a message goes out at once at QoS 0, not retained, to the topic of this device', (t) => {
  const device = readyDevice(t, { app })
  device.api.publish('user/update', 'hello')
  const [packet, ...more] = device.packets()
  assert.ok(packet?.cmd === 'publish')
  const { topic, payload, qos, retain, messageId } = packet
  assert.deepEqual(
    [topic, payload.toString(), qos, retain, messageId, more],
    [topics.update, 'hello', 0, false, undefined, []],
  )
})

test('a topic with a leading slash stands as it is, another one is below /{productKey}/{deviceName}/', (t) => {
  const device = readyDevice(t, { app })
  const wanted = [
    ['user/a', '/a1B2c3D4e5F/plug01/user/a'],
    ['/a1B2c3D4e5F/plug01/user/a', '/a1B2c3D4e5F/plug01/user/a'],
    ['/broadcast', '/broadcast'],
    ['x', '/a1B2c3D4e5F/plug01/x'],
  ] as const
  for (const [given] of wanted) device.api.publish(given, '')
  assert.deepEqual(
    device.published().map(({ topic }) => topic),
    wanted.map(([, whole]) => whole),
  )
})

test('qos is as the options say, and nothing is retained; at QoS 1 each message has another packetId, never 0', (t) => {
  const device = readyDevice(t, { app })
  const options = [{ qos: 1 }, { qos: 0 }, {}, { retain: true } as object] as const
  for (const each of options) device.api.publish('x', 'text', each)
  const packets = publishes(device)
  assert.deepEqual(
    packets.map(({ qos, retain, payload }) => [qos, retain, payload.toString()]),
    [
      [1, false, 'text'],
      [0, false, 'text'],
      [0, false, 'text'],
      [0, false, 'text'],
    ],
  )
  for (let i = 0; i < 240; i += 20) {
    for (let j = 0; j < 20; j++) device.api.publish('x', '', { qos: 1 })
    packets.push(...publishes(device))
  }
  const ids = packets.flatMap(({ messageId }) => messageId ?? [])
  assert.deepEqual([ids.length, new Set(ids).size, ids.includes(0)], [241, 241, false])
})

test('a payload is bytes: UTF-8 and any other pass as they are', (t) => {
  const device = readyDevice(t, { app })
  const every = String.fromCharCode(...Array.from({ length: 256 }, (_, byte) => byte))
  for (const payload of [utf8('客厅'), every, '']) device.api.publish('x', payload)
  assert.deepEqual(
    publishes(device).map(({ payload }) => (payload as Buffer).toString('latin1')),
    [utf8('客厅'), every, ''],
  )
})

test('messages wait for the link, from the first line of the application on, and go out in order, once', (t) => {
  const device = deviceAt(t, 'opening', { app: ({ publish }) => publish('x', 'first') })
  device.api.publish('x', 'second', { qos: 1 })
  device.to('ready')
  const texts = (): string[] => device.published().map(({ payload }) => payload)
  assert.deepEqual(texts(), ['first', 'second'])
  device.socket().close()
  device.api.publish('x', 'third')
  device.seconds(1)
  device.to('ready')
  assert.deepEqual(texts(), ['third'])
})

test('messages of 4,096 bytes may wait, each 200 more than its payload: what is beyond is dropped, counted, and told once a second', (t) => {
  const device = deviceAt(t, 'opening', { app })
  device.api.publish('x', 'a'.repeat(3600))
  device.api.publish('x', 'b'.repeat(97))
  device.api.publish('x', 'c'.repeat(96))
  device.api.publish('x', 'd')
  device.seconds(1)
  assert.deepEqual(device.log('W'), [dropped(2)])
  device.seconds(3)
  assert.equal(device.log('W').length, 1)
  device.to('ready')
  const firsts = (): string[] => device.published().map(({ payload }) => payload[0] ?? '')
  assert.deepEqual(firsts(), ['a', 'c'])
  device.socket().drain()
  device.api.publish('x', 'e'.repeat(3896))
  assert.deepEqual(firsts(), ['e'], 'what has gone out makes room')
  device.api.publish('x', 'f'.repeat(3897))
  device.seconds(1)
  assert.deepEqual(device.log('W').slice(1), ['W mqtt message of 3897 bytes not sent: too long'])
})

test('19 messages of up to 15 bytes may wait: each costs memory of its own', (t) => {
  const device = deviceAt(t, 'opening', { app })
  for (let i = 1; i <= 1000; i++) device.api.publish('x', `${i}`.padEnd(15))
  device.seconds(1)
  assert.deepEqual(device.log('W'), [dropped(981)])
  device.to('ready')
  assert.deepEqual(
    device.published().map(({ payload }) => Number(payload)),
    Array.from({ length: 19 }, (_, i) => i + 1),
  )
})

test('replies come first, then the state, then the rest in its order', (t) => {
  const device = readyDevice(t, {
    app: ({ keepPosted, onProps, postProps, publish }) => {
      keepPosted(() => '{"State":1}')
      onProps(() => {
        publish('x', 'one')
        postProps({ A: 1 })
        publish('x', 'two', { qos: 1 })
        postProps({ A: 2 })
      })
    },
  })
  // Five go out at once, so that all that follows waits.
  for (let i = 0; i < 5; i++) device.api.publish('x', '')
  device.packets()
  device.sets([1, 2].map((id) => ({ id: `${id}`, params: { A: 1 } })))
  const seen = device.published().map(({ topic, payload }) => {
    if (topic === topics.setReply) return `reply ${JSON.parse(payload).id}`
    return topic === topics.post ? JSON.stringify(JSON.parse(payload).params) : payload
  })
  assert.deepEqual(seen, ['reply 1', 'reply 2', '{"State":1}', 'one', '{"A":2}', 'two', 'one', 'two'])
})
