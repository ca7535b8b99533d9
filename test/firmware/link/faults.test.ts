import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import { test } from 'node:test'
import { connack, packet, pingresp, puback, publish, suback } from '../../peer/mqtt-bytes.ts'
import { deviceAt, topics, type Stage } from '../support/device.ts'

const set = { topicName: topics.set, payload: '{"id":"1","params":{"PowerSwitch_1":1}}' }
const unexpected = 'unexpected-packet'
const malformed = 'malformed-packet'

test('a peer that speaks before the CONNECT is known to be out has got it: 5 in 60 s at most', (t) => {
  const device = deviceAt(t, 'opening')
  let answered = 0
  for (let second = 0; second < 60; second++) {
    for (; answered < device.network.sockets.length; answered++) device.socket().data(Buffer.from('SSH-2.0\r\n'))
    device.seconds(1)
  }
  assert.ok(answered >= 3 && answered <= 5, `${answered} CONNECTs`)
})

// In this state, these bytes -> this fault.
const table: readonly (readonly [stage: Stage, name: string, bytes: Uint8Array, fault: string])[] = [
  ['opening', 'a PINGRESP', pingresp(), unexpected],
  ['opening', 'a PUBLISH', publish(set), unexpected],
  ['greeting', 'HTTP', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'), malformed],
  ['greeting', 'SSH', Buffer.from('SSH-2.0-OpenSSH_9.0\r\n'), unexpected],
  ['greeting', 'a CONNACK of 3 bytes', packet(0x20, Buffer.from([0, 0, 0])), malformed],
  ['greeting', 'a CONNACK of 1 byte', packet(0x20, Buffer.from([0])), malformed],
  ['greeting', 'a CONNACK with flags 0xFE', Buffer.from([0x20, 2, 0xfe, 0]), malformed],
  ['greeting', 'a CONNACK with flags 2', Buffer.from([0x20, 2, 2, 0]), malformed],
  ['greeting', 'a PINGRESP', pingresp(), unexpected],
  ['greeting', 'a PUBLISH', publish(set), unexpected],
  ['greeting', 'a PUBLISH over the budget', publish({ ...set, payload: 'x'.repeat(3000) }), unexpected],
  ['greeting', 'a PUBACK', puback(1), unexpected],
  ['greeting', 'a SUBACK', suback(1, [1]), unexpected],
  ['subscribing', 'a second CONNACK', connack(), unexpected],
  ['subscribing', 'a PINGRESP', pingresp(), unexpected],
  ['subscribing', 'a SUBACK for packetId 2', suback(2, [1]), unexpected],
  ['subscribing', 'a SUBACK for packetId 257', suback(257, [1]), unexpected],
  ['subscribing', 'a SUBACK with 2 codes', suback(1, [1, 1]), malformed],
  ['subscribing', 'a SUBACK without a code', suback(1, []), malformed],
  ['ready', 'a CONNACK', connack(), unexpected],
  ['ready', 'a SUBACK for packetId 3', suback(3, [1]), unexpected],
  ['ready', 'a CONNECT', packet(0x10, Buffer.from([0, 4])), unexpected],
  ['ready', 'a SUBSCRIBE', packet(0x82, Buffer.from([0, 1])), unexpected],
  ['ready', 'an UNSUBACK', packet(0xb0, Buffer.from([0, 1])), unexpected],
  ['ready', 'packet type 0', Buffer.from([0x00, 0]), unexpected],
  ['ready', 'packet type 15', Buffer.from([0xf0, 0]), unexpected],
  ['ready', 'a PUBLISH of QoS 2', publish({ ...set, qos: 2 }), unexpected],
  ['ready', 'a PUBLISH of QoS 3', publish({ ...set, qos: 3 }), malformed],
  ['ready', 'a PUBLISH with dup at QoS 0', publish({ ...set, dup: true }), malformed],
  ['ready', 'a PUBLISH without topic', publish({ topicName: '', payload: 'x' }), malformed],
  ['ready', 'a PUBLISH with a topic longer than the packet', packet(0x30, Buffer.from([0, 5, 0x74])), malformed],
  ['ready', 'a PUBLISH of nothing', packet(0x30), malformed],
  ['ready', 'a PUBLISH of 1 byte', packet(0x30, Buffer.from([0])), malformed],
  ['ready', 'a PUBLISH of QoS 1 without packetId', packet(0x32, Buffer.from([0, 1, 0x74])), malformed],
  ['ready', 'a PUBLISH of QoS 1 with half a packetId', packet(0x32, Buffer.from([0, 1, 0x74, 0])), malformed],
  ['ready', 'a PUBLISH of QoS 1 with packetId 0', publish({ ...set, qos: 1, packetId: 0 }), malformed],
  [
    'ready',
    'another PUBLISH with packetId 0',
    publish({ topicName: 'x', payload: '', qos: 1, packetId: 0 }),
    malformed,
  ],
  ['ready', 'a PINGRESP with content', packet(0xd0, Buffer.from([0])), malformed],
  ['ready', 'a PUBACK of 3 bytes', packet(0x40, Buffer.from([0, 1, 0])), malformed],
  ['ready', 'a PUBACK of 1 byte', packet(0x40, Buffer.from([0])), malformed],
  ['ready', 'a remaining length of 5 bytes', Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff, 0x01]), malformed],
  ['ready', 'a PUBLISH that announces 200 MB', Buffer.from([0x30, 0x80, 0x84, 0xaf, 0x5f]), malformed],
  ['ready', 'a PINGRESP with flags', Buffer.from([0xd1, 0]), malformed],
]
for (const [stage, name, bytes, fault] of table) {
  test(`${stage}: ${name} is ${fault}: the socket is destroyed, one retry is set`, (t) => {
    const device = deviceAt(t, stage)
    if (stage === 'ready') device.flow()
    const written = device.socket().written.length
    // What comes behind the fault in the same chunk, and later, is not looked at.
    device.socket().data(Buffer.concat([bytes, publish(set)]), publish(set))
    assert.deepEqual(device.log('W'), [`W mqtt ${fault}, retry in 1 s (attempt 1)`])
    assert.equal(device.socket().isDestroyed(), true)
    assert.equal(device.socket().written.length, written, 'nothing is said to such a server')
    assert.deepEqual(device.fake.seen('drive'), [])
    assert.equal(device.fake.clock.pending, 2, 'the tick and the retry')
    device.seconds(1)
    device.to('ready')
    assert.equal(device.log('I mqtt ready').length, stage === 'ready' ? 2 : 1)
  })
}

test('what came well before a fault in one chunk has acted', (t) => {
  const device = deviceAt(t, 'ready')
  device.socket().data(Buffer.concat([publish(set), connack()]))
  assert.deepEqual(device.fake.seen('drive'), ['4 1'])
  assert.match(device.log('W mqtt')[0] ?? '', /unexpected-packet/)
})

test('what was owed to a lost socket is not written on the next one', (t) => {
  const device = deviceAt(t, 'ready')
  device.flow()
  device.socket().data(Buffer.concat([publish({ ...set, qos: 1, packetId: 7 }), connack()]))
  device.seconds(1)
  assert.deepEqual(
    device.packets().map(({ cmd }) => cmd),
    ['connect'],
  )
})

const refusals: readonly (readonly [code: number, meaning: string])[] = [
  [1, 'protocol version'],
  [2, 'identifier rejected'],
  [4, 'bad user name or password'],
  [5, 'not authorized'],
]
for (const [code, meaning] of refusals) {
  test(`CONNACK ${code} is connack-refused, ${meaning}, and waits 60 s; never "connected"`, (t) => {
    const device = deviceAt(t, 'greeting')
    device.socket().data(connack(code))
    assert.deepEqual(device.log(), [`W mqtt connack-refused ${code} ${meaning}, retry in 60 s (attempt 1)`])
    assert.equal(device.socket().isEnded(), true)
    device.seconds(59.9)
    assert.equal(device.network.sockets.length, 1)
    device.seconds(0.1)
    assert.equal(device.network.sockets.length, 2)
  })
}

test('CONNACK 3, server unavailable, waits the ordinary backoff', (t) => {
  const device = deviceAt(t, 'greeting')
  device.socket().data(connack(3))
  assert.deepEqual(device.log(), ['W mqtt connack-refused 3 server unavailable, retry in 1 s (attempt 1)'])
})

test('CONNACK 6 and 200 are refusals, too', (t) => {
  for (const code of [6, 200]) {
    const device = deviceAt(t, 'greeting')
    device.socket().data(connack(code))
    assert.match(device.log()[0] ?? '', new RegExp(`^W mqtt connack-refused ${code}.*retry in 60 s`))
  }
})

test('a refused property set is suback-refused with its topic: DISCONNECT, end, wait 60 s', (t) => {
  for (const code of [0x80, 3, 0x7f, 0xff]) {
    const device = deviceAt(t, 'subscribing')
    device.packets()
    device.socket().data(suback(1, [code]))
    assert.deepEqual(device.log('W'), [`W mqtt suback-refused ${topics.set}, retry in 60 s (attempt 1)`])
    assert.deepEqual(
      device.packets().map(({ cmd }) => cmd),
      ['disconnect'],
    )
    assert.equal(device.socket().isEnded(), true)
    assert.equal(device.fake.clock.pending, 2)
  }
})

test('three sessions that the server ends within a minute are identity-stolen, and wait 60 s', (t) => {
  const device = deviceAt(t, 'ready')
  for (let i = 0; i < 3; i++) {
    if (i > 0) {
      device.seconds(1)
      device.to('ready')
    }
    device.seconds(3)
    device.socket().close()
  }
  const faults = device.log('W mqtt').map((line) => line.replace(/retry in [\d.]+ s/, 'retry'))
  assert.deepEqual(faults, [
    'W mqtt socket-closed, retry (attempt 1)',
    'W mqtt socket-closed, retry (attempt 2)',
    'W mqtt identity-stolen: another device uses this identity?, retry (attempt 3)',
  ])
  assert.match(device.log('W mqtt').at(-1) ?? '', /retry in 60 s/)
})

test('a server that kicks after each CONNACK gets at most 5 CONNECTs in any minute, for an hour', (t) => {
  const device = deviceAt(t, 'greeting')
  const opened: number[] = [0]
  for (let second = 1; second <= 3600; second++) {
    device.socket().data(connack())
    device.socket().close()
    device.seconds(1)
    if (device.network.sockets.length > opened.length) {
      opened.push(second)
      device.to('greeting')
    }
  }
  for (const from of opened)
    assert.ok(opened.filter((at) => at >= from && at < from + 60).length <= 5, opened.join(' '))
  assert.ok(opened.length > 30)
})
