import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import { test } from 'node:test'
import type { Packet } from 'mqtt-packet'
import { connack, pingresp, puback, publish, suback } from '../../peer/mqtt-bytes.ts'
import { wire } from '../support/bytes.ts'
import { connectPacket, createDevice, deviceAt, topics, type Device } from '../support/device.ts'

/** A packet in few words: its kind and what tells it from others. */
function word(packet: Packet): string {
  if (packet.cmd === 'subscribe')
    return `subscribe ${packet.messageId} ${packet.subscriptions.map(({ topic, qos }) => `${topic} ${qos}`).join()}`
  if (packet.cmd === 'publish') return `publish ${packet.topic}`
  return packet.cmd === 'puback' ? `puback ${packet.messageId}` : packet.cmd
}

const words = (device: Device): string[] => device.packets().map(word)
const subscribeSet = `subscribe 1 ${topics.set} 1`
const subscribeGet = `subscribe 2 ${topics.get} 1`
const setOn = JSON.stringify({ id: '1', params: { PowerSwitch_1: 1 } })

test('opens the host and port it was given, once, and writes CONNECT, nothing else', (t) => {
  const device = createDevice(t)
  device.start()
  assert.deepEqual(device.network.asked, ['broker:1883'])
  assert.deepEqual(device.socket().written, [wire(connectPacket).toString('hex')])
  device.seconds(5)
  assert.equal(device.socket().written.length, 1)
})

test('the happy path in order: CONNECT, SUBSCRIBE, SUBSCRIBE, the state, hi!', (t) => {
  const device = createDevice(t)
  device.start()
  assert.deepEqual(words(device), ['connect'])
  device.to('greeting')
  assert.deepEqual(words(device), [])
  device.socket().data(connack())
  assert.deepEqual(words(device), [subscribeSet])
  device.socket().drain()
  assert.deepEqual(words(device), [])
  device.socket().data(suback(1, [1]))
  assert.deepEqual(device.flow().map(word), [subscribeGet, `publish ${topics.post}`, `publish ${topics.update}`])
  device.socket().data(suback(2, [1]), puback(3))
  assert.deepEqual(device.flow(), [])
  assert.deepEqual(device.log('W'), [])
})

test('hi! is a PUBLISH of QoS 1 with a packetId, the state one of QoS 0', (t) => {
  const device = deviceAt(t, 'ready')
  const published = device.flow().filter((packet) => packet.cmd === 'publish')
  assert.deepEqual(
    published.map(({ topic, qos, payload }) => [topic, qos, topic === topics.update ? payload.toString() : '']),
    [
      [topics.post, 0, ''],
      [topics.update, 1, 'hi!'],
    ],
  )
  assert.ok(Number(published[1]?.messageId) > 0)
})

test('logs connected with host, port and a count, then ready', (t) => {
  const device = deviceAt(t, 'ready')
  assert.deepEqual(device.log('I mqtt'), ['I mqtt connected broker:1883 session 1', 'I mqtt ready'])
})

test('CONNACK, SUBACK and a PUBLISH in one chunk are handled in order', (t) => {
  const device = deviceAt(t, 'greeting')
  device.packets()
  device.socket().data(Buffer.concat([connack(), suback(1, [0]), publish({ topicName: topics.set, payload: setOn })]))
  assert.deepEqual(device.fake.seen('drive'), ['4 1'])
  assert.deepEqual(words(device).slice(0, 2), [subscribeSet, subscribeGet])
})

test('CONNACK in four chunks of one byte is a CONNACK', (t) => {
  const device = deviceAt(t, 'greeting')
  device.packets()
  device.socket().data(...Array.from(connack(), (byte) => Uint8Array.of(byte)))
  assert.deepEqual(words(device), [subscribeSet])
})

test('CONNACK before the socket says that it is open counts: data comes before queued events', (t) => {
  const device = deviceAt(t, 'opening')
  device.socket().data(connack(), suback(1, [1]))
  device.socket().drain()
  assert.deepEqual(device.log('I mqtt').length, 2)
  assert.deepEqual(device.log('W'), [])
})

test('sessionPresent is no reason to refuse a CONNACK', (t) => {
  const device = deviceAt(t, 'greeting')
  device.packets()
  device.socket().data(connack(0, true))
  assert.deepEqual(words(device), [subscribeSet])
})

test('a SUBACK that grants QoS 0, 1 or 2 makes the link ready', (t) => {
  for (const granted of [0, 1, 2]) {
    const device = deviceAt(t, 'subscribing')
    device.socket().data(suback(1, [granted]))
    assert.deepEqual(device.log('I mqtt ready').length, 1)
  }
})

test('neither state nor hi! is published before SUBACK', (t) => {
  const device = deviceAt(t, 'subscribing')
  device.seconds(5)
  assert.deepEqual(words(device), ['connect', subscribeSet])
})

test('a PUBLISH of QoS 0 is not acknowledged', (t) => {
  const device = deviceAt(t, 'ready')
  device.flow()
  device.publish({ topicName: topics.get, payload: 'text' })
  assert.deepEqual(
    [device.log('I mqtt message'), device.flow()],
    [['I mqtt message /a1B2c3D4e5F/plug01/user/get "text"'], []],
  )
})

test('a PUBLISH of QoS 1 is acknowledged with its own packetId, whatever its topic, dup or retain', (t) => {
  const device = deviceAt(t, 'ready')
  device.flow()
  for (const topicName of [topics.set, topics.get, topics.postReply, 'other']) {
    for (const packetId of [1, 255, 256, 0x1234, 65_535]) {
      for (const flags of [{}, { dup: true }, { retain: true }, { dup: true, retain: true }]) {
        device.publish({ topicName, payload: '{}', qos: 1, packetId, ...flags })
        assert.deepEqual(words(device), [`puback ${packetId}`], `${topicName} ${JSON.stringify(flags)}`)
        device.socket().drain()
      }
    }
  }
})

test('a set of QoS 1 is acknowledged, and the reply follows', (t) => {
  const device = deviceAt(t, 'ready')
  device.flow()
  device.publish({ topicName: topics.set, payload: setOn, qos: 1, packetId: 5 })
  const all = device.flow().map(word)
  assert.deepEqual(all.sort(), ['puback 5', `publish ${topics.post}`, `publish ${topics.setReply}`])
})

test('the PUBACKs of one chunk go out in order', (t) => {
  const device = deviceAt(t, 'ready')
  device.flow()
  const sets = [7, 8, 9].map((packetId) => publish({ topicName: topics.set, payload: setOn, qos: 1, packetId }))
  device.socket().data(Buffer.concat(sets))
  const pubacks = device
    .flow()
    .map(word)
    .filter((each) => each.startsWith('puback'))
  assert.deepEqual(pubacks, ['puback 7', 'puback 8', 'puback 9'])
})

test('a set before the SUBACK acts and is acknowledged at once; its reply comes once, ready at latest', (t) => {
  const device = deviceAt(t, 'subscribing')
  device.packets()
  device.publish({ topicName: topics.set, payload: setOn, qos: 1, packetId: 5 })
  const atOnce = words(device)
  assert.deepEqual([device.fake.seen('drive'), atOnce[0]], [['4 1'], 'puback 5'])
  device.socket().drain()
  device.socket().data(suback(1, [1]))
  const all = [...atOnce, ...device.flow().map(word)]
  assert.deepEqual(
    all.filter((each) => each.startsWith('publish')),
    [topics.setReply, topics.post, topics.update].map((topic) => `publish ${topic}`),
  )
})

test('a set that was retained does not act: an old "on" must not come true', (t) => {
  const device = deviceAt(t, 'ready')
  device.flow()
  for (const flags of [{}, { qos: 1, packetId: 9 }, { qos: 1, packetId: 9, dup: true }] as const) {
    device.publish({ topicName: topics.set, payload: setOn, retain: true, ...flags })
  }
  assert.deepEqual(device.fake.seen('drive'), [])
})

test('PUBACKs and PINGRESPs while ready are taken and change nothing', (t) => {
  const device = deviceAt(t, 'ready')
  device.flow()
  device.socket().data(puback(3), puback(999), pingresp())
  assert.deepEqual([device.flow(), device.log('W')], [[], []])
})

test('a refused user/get is one warning with its topic, and the link goes on', (t) => {
  const device = deviceAt(t, 'ready')
  device.socket().data(suback(2, [0x80]))
  assert.deepEqual(device.log('W'), [`W mqtt refused, going on without: ${topics.get}`])
  device.set(setOn)
  assert.ok(device.flow().map(word).includes(`publish ${topics.setReply}`))
})

test('a PUBLISH over the budget is skipped, acknowledged at QoS 1, and told once', (t) => {
  const device = deviceAt(t, 'ready')
  device.flow()
  device.publish({ topicName: topics.set, payload: setOn.padEnd(3000) })
  device.publish({ topicName: topics.set, payload: setOn.padEnd(3000), qos: 1, packetId: 77 })
  assert.deepEqual(words(device), ['puback 77'])
  assert.deepEqual(device.fake.seen('drive'), [])
  device.seconds(3)
  assert.deepEqual(device.log('W'), ['W mqtt 2 packets over 2048 bytes skipped'])
  device.set(setOn)
  assert.deepEqual(device.fake.seen('drive'), ['4 1'])
})

test('an oversize PUBLISH before the SUBACK is skipped and acknowledged, too', (t) => {
  const device = deviceAt(t, 'subscribing')
  device.packets()
  device.publish({ topicName: topics.set, payload: 'x'.repeat(3000), qos: 1, packetId: 77 })
  assert.deepEqual([words(device), device.socket().isEnded()], [['puback 77'], false])
})

test('pings 24 s after its last word, each time, and kicks the watchdog each second', (t) => {
  const device = deviceAt(t, 'ready')
  device.flow()
  const kicks = device.fake.kicks()
  let pings = 0
  for (let second = 1; second <= 240; second++) {
    device.seconds(1)
    for (const packet of words(device)) {
      assert.equal(packet, 'pingreq')
      pings++
      device.socket().drain()
      device.socket().data(pingresp())
    }
  }
  assert.ok(pings >= 9 && pings <= 10, `${pings} pings in 240 s`)
  assert.equal(device.fake.kicks() - kicks, 240)
  assert.deepEqual(device.log('W'), [])
})

test('an unanswered ping ends the attempt with pingresp-timeout within 40 s of the last byte', (t) => {
  const device = deviceAt(t, 'ready')
  device.socket().data(suback(2, [1]))
  const socket = device.socket()
  for (let second = 0; second < 40; second++) {
    socket.drain()
    device.seconds(1)
  }
  assert.match(device.log('W mqtt').join('\n'), /^W mqtt pingresp-timeout, retry in 1 s \(attempt 1\)$/)
  assert.equal(socket.isEnded(), true)
})
