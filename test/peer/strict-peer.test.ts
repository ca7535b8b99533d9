import assert from 'node:assert/strict'
import { test } from 'node:test'
import mqttPacket from 'mqtt-packet'
import { connack, packet, puback, publish } from './mqtt-bytes.ts'
import { connect, createBench, subscribe, text } from './test-client.ts'

const pingreq = [0xc0, 0]
const disconnect = [0xe0, 0]
const id1 = Buffer.from([0, 1])
const hello = { topicName: 'a/b', payload: 'hi' }
/** What a bad client writes, one chunk a write, and the statement it breaks by the last of them. */
const broken: readonly (readonly [statement: string, what: string, ...chunks: (Uint8Array | readonly number[])[]])[] = [
  ['[§2.2.1]', 'packet type 0', [0x00, 0]],
  ['[§2.2.1]', 'packet type 15', [0xf0, 0]],
  ['[§2.2.1]', 'a CONNACK from a client', connect(), [0x20, 2, 0, 0]],
  ['[§2.2.3]', 'remaining length of 5 bytes', [0x10, 0x80, 0x80, 0x80, 0x80, 0x01]],
  ['[§2.2.3]', 'remaining length 0 in two bytes', connect(), [0xc0, 0x80, 0x00]],
  ['[MQTT-1.5.3-1]', 'a clientId that is not UTF-8', connect({ payload: [text(Buffer.from([0xc3, 0x28]))] })],
  ['[MQTT-1.5.3-1]', 'a surrogate in a topic', connect(), packet(0x30, text(Buffer.from([0xed, 0xa0, 0x80])))],
  ['[MQTT-1.5.3-2]', 'U+0000 in a topic', connect(), packet(0x30, text('a\0b'))],
  ['[MQTT-2.2.2-1]', 'CONNECT with flags', connect({ firstByte: 0x11 })],
  ['[MQTT-2.2.2-1]', 'PINGREQ with flags', connect(), [0xc1, 0]],
  ['[MQTT-2.2.2-1]', 'PUBACK with flags', connect(), [0x42, 2, 0, 1]],
  ['[MQTT-2.3.1-1]', 'SUBSCRIBE with packetId 0', connect(), subscribe(0, 'a')],
  ['[MQTT-2.3.1-1]', 'PUBLISH with QoS 1 and packetId 0', connect(), publish({ ...hello, qos: 1, packetId: 0 })],
  ['[MQTT-2.3.1-1]', 'PUBLISH with QoS 1 without packetId', connect(), packet(0x32, text('a/b'))],
  ['[MQTT-2.3.1-6]', 'PUBACK for what was never sent', connect(), puback(9)],
  ['[MQTT-2.3.1-6]', 'PUBREC for what was never sent', connect(), [0x50, 2, 0, 1]],
  ['[MQTT-3.1.0-1]', 'PINGREQ first', pingreq],
  ['[MQTT-3.1.0-2]', 'a second CONNECT', connect(), connect()],
  ['[MQTT-3.1.2-1]', 'the protocol name of 3.1', connect({ protocolName: 'MQIsdp' })],
  ['[MQTT-3.1.2-2]', 'the protocol level of 5.0', connect({ level: 5 })],
  ['[MQTT-3.1.2-3]', 'the reserved connect flag', connect({ flags: 0xc3 })],
  ['[MQTT-3.1.2-9]', 'a will flag without a will', connect({ flags: 0x06, payload: [text('id')] })],
  ['[MQTT-3.1.2-13]', 'will QoS without a will', connect({ flags: 0xca })],
  ['[MQTT-3.1.2-14]', 'will QoS 3', connect({ flags: 0xde })],
  ['[MQTT-3.1.2-15]', 'will retain without a will', connect({ flags: 0xe2 })],
  ['[MQTT-3.1.2-18]', 'a username without its flag', connect({ flags: 0x02 })],
  ['[MQTT-3.1.2-19]', 'a username flag without username', connect({ flags: 0x82, payload: [text('id')] })],
  ['[MQTT-3.1.2-20]', 'a password without its flag', connect({ flags: 0x82 })],
  ['[MQTT-3.1.2-21]', 'a password flag without password', connect({ payload: [text('id'), text('name')] })],
  ['[MQTT-3.1.2-22]', 'a password flag without username flag', connect({ flags: 0x42 })],
  ['[MQTT-3.1.3-1]', 'bytes behind the password', connect({ payload: ['i', 'n', 'p', 'x'].map(text) })],
  ['[MQTT-3.1.3-3]', 'no clientId', connect({ flags: 2, payload: [] })],
  ['[MQTT-3.1.3-7]', 'an empty clientId without cleanSession', connect({ flags: 0, payload: [text('')] })],
  ['[MQTT-3.3.1-2]', 'DUP with QoS 0', connect(), publish({ ...hello, dup: true })],
  ['[MQTT-3.3.1-4]', 'QoS 3', connect(), publish({ ...hello, qos: 3 })],
  ['[MQTT-3.3.2-1]', 'a topic cut short', connect(), packet(0x30, Buffer.from([0, 9, 0x61]))],
  ['[MQTT-3.3.2-2]', 'a wildcard in a topic name', connect(), publish({ ...hello, topicName: 'a/+' })],
  ['[MQTT-4.7.3-1]', 'an empty topic name', connect(), publish({ ...hello, topicName: '' })],
  ['[MQTT-4.7.3-1]', 'an empty topic filter', connect(), subscribe(1, '')],
  ['[MQTT-3.6.1-1]', 'PUBREL with flags 0', connect(), [0x60, 2, 0, 1]],
  ['[MQTT-4.3.3-1]', 'PUBREL out of nowhere', connect(), [0x62, 2, 0, 1]],
  ['[MQTT-4.3.3-2]', 'PUBCOMP out of nowhere', connect(), [0x70, 2, 0, 1]],
  ['[§3.4.1]', 'PUBACK of 3 bytes', connect(), packet(0x40, Buffer.from([0, 1, 0]))],
  ['[MQTT-3.8.1-1]', 'SUBSCRIBE with flags 0', connect(), subscribe(1, 'a', 1, 0x80)],
  ['[MQTT-3.8.3-3]', 'SUBSCRIBE without a filter', connect(), packet(0x82, id1)],
  ['[§3.8.3]', 'a filter without its QoS', connect(), packet(0x82, Buffer.concat([id1, text('a')]))],
  ['[MQTT-3.8.3-4]', 'SUBSCRIBE with QoS 3', connect(), subscribe(1, 'a', 3)],
  ['[MQTT-3.8.3-4]', 'SUBSCRIBE with a reserved bit', connect(), subscribe(1, 'a', 0x81)],
  ['[MQTT-4.7.1-2]', '# in the middle of a filter', connect(), subscribe(1, 'a/#/b')],
  ['[MQTT-4.7.1-3]', '+ as a part of a level', connect(), subscribe(1, 'a/b+')],
  ['[MQTT-3.10.1-1]', 'UNSUBSCRIBE with flags 0', connect(), packet(0xa0, Buffer.concat([id1, text('a')]))],
  ['[MQTT-3.10.3-2]', 'UNSUBSCRIBE without a filter', connect(), packet(0xa2, id1)],
  ['[§3.12.1]', 'PINGREQ with a body', connect(), packet(0xc0, id1)],
  ['[MQTT-3.14.1-1]', 'DISCONNECT with flags', connect(), [0xe1, 0]],
  ['[§3.14.1]', 'DISCONNECT with a body', connect(), packet(0xe0, id1)],
  ['[MQTT-3.14.4-2]', 'PINGREQ after DISCONNECT', connect(), [...disconnect, ...pingreq]],
  ['[MQTT-4.3.2-1]', 'a first PUBLISH with DUP', connect(), publish({ ...hello, qos: 1, packetId: 7, dup: true })],
  ['[own: waits for CONNACK]', 'SUBSCRIBE before CONNACK', Buffer.concat([connect(), subscribe(1, 'a')])],
  ['[aliyun: no QoS 2]', 'PUBLISH with QoS 2', connect(), publish({ ...hello, qos: 2 })],
]

for (const [statement, what, ...chunks] of broken) {
  test(`the strict peer names ${statement} for ${what}, and resets the connection`, () => {
    const bench = createBench()
    if (statement.startsWith('[own')) bench.peer.onOpen((connection) => connection.hold('connack'))
    if (statement === '[MQTT-3.14.4-2]') bench.peer.on('disconnect', () => undefined)
    for (const [i, chunk] of chunks.entries()) {
      assert.deepEqual(bench.peer.violations, [], `broken before write ${i}`)
      bench.write(chunk)
    }
    assert.deepEqual(
      bench.peer.violations.map((violation) => violation.statement),
      [statement],
    )
    assert.match(bench.heard.at(-1) ?? '', /reset$/)
    assert.throws(() => bench.peer.assertStrict(), new RegExp(statement.replace(/[[\].]/g, '\\$&')))
  })
}

test('the strict peer names [MQTT-2.3.1-2] when a packetId is used before its SUBACK, and not after it', () => {
  const bench = createBench()
  bench.write(connect())
  bench.write(subscribe(1, 'a'))
  bench.write(subscribe(1, 'b'))
  bench.peer.assertStrict()
  bench.peer.current.hold('suback')
  bench.write(subscribe(1, 'c'))
  bench.write(subscribe(1, 'd'))
  assert.equal(bench.peer.violations[0]?.statement, '[MQTT-2.3.1-2]')
})

test('the strict peer names [MQTT-2.3.1-6] for a second PUBACK and [MQTT-4.6.0-2] for one out of order', () => {
  for (const [acks, statement] of [
    [[1, 1], '[MQTT-2.3.1-6]'],
    [[2], '[MQTT-4.6.0-2]'],
    [[1, 2, 3], undefined],
  ] as const) {
    const bench = createBench()
    bench.write(connect())
    for (const packetId of [1, 2, 3]) bench.peer.current.send(publish({ ...hello, qos: 1, packetId }))
    for (const packetId of acks) bench.write(puback(packetId))
    assert.equal(bench.peer.violations[0]?.statement, statement)
  }
})

test('the strict peer wants one PUBACK for each time a PUBLISH was sent, and says which are missing', () => {
  const bench = createBench()
  bench.write(connect())
  bench.peer.current.set('1', { PowerSwitch_1: 1 }, { qos: 1 })
  bench.peer.current.set('2', { PowerSwitch_1: 0 }, { qos: 1 })
  bench.peer.current.set('2', { PowerSwitch_1: 0 }, { qos: 1, packetId: 2, dup: true })
  bench.write(puback(1), puback(2))
  assert.deepEqual(bench.peer.current.unacknowledged, [2])
  assert.throws(() => bench.peer.assertAcknowledged(), /\[MQTT-4.3.2-2\] no PUBACK for 2 of connection 1/)
  bench.write(puback(2))
  bench.peer.assertAcknowledged()
  bench.peer.assertStrict()
})

test('the strict peer names [§3.2.2.3] for a packet after a refused CONNACK', () => {
  const bench = createBench()
  bench.peer.on('connect', (connection) => connection.send(connack(5)))
  bench.write(connect())
  bench.write(pingreq)
  assert.equal(bench.peer.violations[0]?.statement, '[§3.2.2.3]')
})

test('the strict peer names [MQTT-3.1.2-23] one grace after keepAlive, and closes at 1.5 x keepAlive', () => {
  const bench = createBench({ keepAliveGraceMs: 500 })
  bench.write(connect({ keepAliveS: 30 }))
  bench.clock.advance(29_000)
  bench.write(pingreq)
  const heardAt = bench.clock.now() - 1
  bench.clock.advance(100_000)
  assert.deepEqual(
    bench.peer.violations.map(({ statement, at }) => [statement, at]),
    [['[MQTT-3.1.2-23]', heardAt + 30_500]],
  )
  assert.equal(bench.heard.at(-1), `${heardAt + 45_000 + 1} end`)
})

test('the strict peer blames nobody for silence with keepAlive 0, after DISCONNECT, while paused, or once abandoned', () => {
  const cases: ((bench: ReturnType<typeof createBench>) => void)[] = [
    (bench) => bench.write(disconnect),
    (bench) => bench.peer.current.pause(),
    (bench) => {
      bench.network.cutAll()
      bench.peer.abandonAll()
    },
  ]
  for (const quiet of cases) {
    const bench = createBench()
    bench.write(connect())
    quiet(bench)
    bench.clock.advance(1_000_000)
    bench.peer.assertStrict()
  }
  const bench = createBench()
  bench.write(connect({ keepAliveS: 0 }))
  bench.clock.advance(1_000_000)
  bench.peer.assertStrict()
})

test('the strict peer finds nothing in 8 packets that mqtt-packet writes, whatever the chunks', () => {
  const flags = { dup: false, retain: false }
  const packets: mqttPacket.Packet[] = [
    { cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: '/sys/+/x/#', qos: 1 }] },
    { cmd: 'unsubscribe', messageId: 2, unsubscriptions: ['/sys/+/x/#', '+'] },
    { cmd: 'publish', topic: 'a', payload: '', qos: 0, ...flags },
    { cmd: 'publish', topic: '/客厅', payload: 'x'.repeat(300), qos: 1, messageId: 3, ...flags, retain: true },
    { cmd: 'publish', topic: '/客厅', payload: 'x'.repeat(20_000), qos: 1, messageId: 4, ...flags },
    { cmd: 'pingreq' },
    { cmd: 'disconnect' },
  ]
  const good = Buffer.concat(packets.map((fields) => mqttPacket.generate(fields)))
  const will = { topic: 'w', payload: Buffer.from('bye'), qos: 1, retain: true } as const
  const first = mqttPacket.generate({
    cmd: 'connect',
    clientId: '',
    keepalive: 1200,
    clean: true,
    protocolVersion: 4,
    will,
  })
  for (const size of [1, 2, 3, 7, 536, 100_000]) {
    const bench = createBench()
    bench.write(first)
    for (let at = 0; at < good.length; at += size) bench.write(good.subarray(at, at + size))
    bench.peer.assertStrict()
    assert.deepEqual(
      bench.peer.received.map(({ packet }) => packet.type),
      ['connect', 'subscribe', 'unsubscribe', 'publish', 'publish', 'publish', 'pingreq', 'disconnect'],
    )
  }
})
