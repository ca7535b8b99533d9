import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import { test } from 'node:test'
import fc from 'fast-check'
import mqttPacket, { type Packet } from 'mqtt-packet'
import {
  disconnect,
  encodeConnect,
  encodePacket,
  encodeString,
  encodeSubscribe,
  pingreq,
} from '../../../firmware/mqtt/packet.ts'
import { bytes, utf8, wire } from '../support/bytes.ts'
import { holds } from '../support/property.ts'

const encodePublish = (topicName: string, payload: string) => encodePacket('0', encodeString(topicName) + payload)
const encodePublish1 = (topicName: string, packetId: string, payload: string) =>
  encodePacket('2', encodeString(topicName) + packetId + payload)

/** What mqtt-packet reads in our bytes; it must be exactly one packet. */
function read(written: string): Packet {
  const packets: Packet[] = []
  const parser = mqttPacket.parser({ protocolVersion: 4 })
  parser.on('packet', (packet: Packet) => packets.push(packet))
  parser.on('error', (error: Error) => {
    throw error
  })
  assert.equal(parser.parse(wire(written)), 0, 'bytes are left over or missing')
  const [packet] = packets
  assert.ok(packet !== undefined && packets.length === 1, `${packets.length} packets instead of one`)
  return packet
}

/** The fields that `wanted` names, of what was read. */
function readsAs(written: string, wanted: object): void {
  const got = Object.entries(read(written)).filter(([name]) => Object.hasOwn(wanted, name))
  assert.deepEqual(Object.fromEntries(got), wanted)
}

/** Our bytes are those that mqtt-packet writes for the same fields: nothing missing, no length longer than needed. */
function same(written: string, packet: Packet): void {
  assert.equal(wire(written).toString('hex'), mqttPacket.generate(packet).toString('hex'))
}

const number16 = fc.integer({ min: 1, max: 65_535 })
const packetIdBytes = (packetId: number): string => bytes(packetId >> 8, packetId & 0xff)
/** Text without lone surrogates; with U+0000 only where MQTT allows it. */
const text = fc.string({ unit: 'grapheme', maxLength: 60 })
const topic = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).filter((name) => !/[+#\0]/.test(name))
const payload = fc.uint8Array({ maxLength: 400 })

test('CONNECT is, byte by byte, MQTT 3.1.1 with user name, password and clean session', () => {
  // prettier-ignore
  assert.deepEqual([...wire(encodeConnect('id', 'user', 'pass', 60))], [
    0x10, 26,                             // CONNECT, remaining length
    0, 4, 0x4d, 0x51, 0x54, 0x54,         // "MQTT"
    4,                                    // level of 3.1.1
    0xc2,                                 // user name, password, clean session
    0, 60,                                // keep alive, s
    0, 2, 0x69, 0x64,                     // "id"
    0, 4, 0x75, 0x73, 0x65, 0x72,         // "user"
    0, 4, 0x70, 0x61, 0x73, 0x73,         // "pass"
  ])
})

test('SUBSCRIBE asks for one filter at QoS 1, its flags are 2', () => {
  // prettier-ignore
  assert.deepEqual([...wire(encodeSubscribe('\x12\x34', 'a/b'))], [
    0x82, 8,                              // SUBSCRIBE with its reserved flags, remaining length
    0x12, 0x34,                           // packetId
    0, 3, 0x61, 0x2f, 0x62,               // "a/b"
    1,                                    // QoS 1
  ])
})

test('PUBLISH has a packetId at QoS 1 only', () => {
  // prettier-ignore
  assert.deepEqual([...wire(encodePublish('t', 'hi'))], [0x30, 5, 0, 1, 0x74, 0x68, 0x69])
  // prettier-ignore
  assert.deepEqual([...wire(encodePublish1('t', '\x01\x02', 'hi'))], [0x32, 7, 0, 1, 0x74, 1, 2, 0x68, 0x69])
})

test('PINGREQ and DISCONNECT are their two bytes', () => {
  assert.deepEqual([...wire(pingreq)], [0xc0, 0])
  assert.deepEqual([...wire(disconnect)], [0xe0, 0])
  readsAs(pingreq, { cmd: 'pingreq', length: 0 })
  readsAs(disconnect, { cmd: 'disconnect', length: 0 })
})

test('mqtt-packet reads every CONNECT to the same fields, and writes the same bytes', () => {
  holds(
    fc.property(
      text.filter((id) => id !== ''),
      text,
      text,
      number16,
      (clientId, username, password, keepAliveS) => {
        const written = encodeConnect(utf8(clientId), utf8(username), utf8(password), keepAliveS)
        readsAs(written, {
          cmd: 'connect',
          protocolId: 'MQTT',
          protocolVersion: 4,
          clean: true,
          clientId,
          username,
          password: Buffer.from(password),
          keepalive: keepAliveS,
        })
        assert.equal('will' in read(written), false)
        if (username !== '' && password !== '')
          same(written, {
            cmd: 'connect',
            clientId,
            username,
            password: Buffer.from(password),
            keepalive: keepAliveS,
          })
      },
    ),
  )
})

test('mqtt-packet reads every SUBSCRIBE to the same fields, and writes the same bytes', () => {
  holds(
    fc.property(number16, topic, (packetId, filter) => {
      const written = encodeSubscribe(packetIdBytes(packetId), utf8(filter))
      const wanted = { cmd: 'subscribe', messageId: packetId, subscriptions: [{ topic: filter, qos: 1 }] } as const
      readsAs(written, wanted)
      same(written, { ...wanted, subscriptions: [...wanted.subscriptions] })
    }),
  )
})

test('mqtt-packet reads every PUBLISH of QoS 0 to the same fields, and writes the same bytes', () => {
  holds(
    fc.property(topic, payload, (topicName, content) => {
      const written = encodePublish(utf8(topicName), bytes(content))
      const wanted = {
        cmd: 'publish',
        topic: topicName,
        payload: Buffer.from(content),
        qos: 0,
        dup: false,
        retain: false,
      } as const
      readsAs(written, wanted)
      same(written, wanted)
    }),
  )
})

test('mqtt-packet reads every PUBLISH of QoS 1 to the same fields, and writes the same bytes', () => {
  holds(
    fc.property(topic, payload, number16, (topicName, content, packetId) => {
      const written = encodePublish1(utf8(topicName), packetIdBytes(packetId), bytes(content))
      const wanted = {
        cmd: 'publish',
        topic: topicName,
        payload: Buffer.from(content),
        qos: 1,
        messageId: packetId,
        dup: false,
        retain: false,
      } as const
      readsAs(written, wanted)
      same(written, wanted)
    }),
  )
})

// Remaining length -> its bytes (MQTT 3.1.1 table 2.4: the edges of 1 and 2 bytes; the firmware writes no longer packet).
const edges: readonly (readonly [length: number, ...bytes: number[]])[] = [
  [3, 0x03],
  [126, 0x7e],
  [127, 0x7f],
  [128, 0x80, 0x01],
  [129, 0x81, 0x01],
  [255, 0xff, 0x01],
  [256, 0x80, 0x02],
  [16_382, 0xfe, 0x7f],
  [16_383, 0xff, 0x7f],
]
for (const [length, ...header] of edges) {
  test(`a remaining length of ${length} takes ${header.length} ${header.length === 1 ? 'byte' : 'bytes'}`, () => {
    const written = encodePublish('t', 'x'.repeat(length - 3))
    assert.deepEqual([...wire(written).subarray(1, 1 + header.length)], header)
    assert.equal(written.length, 1 + header.length + length)
    readsAs(written, { cmd: 'publish', topic: 't', length })
  })
}

test('strings keep their length at every edge up to 16,000 bytes', () => {
  for (const length of [0, 1, 127, 128, 255, 256, 16_000]) {
    const name = 'n'.repeat(length)
    readsAs(encodeConnect('id', name, 'p', 60), { username: name })
    if (length > 0) readsAs(encodePublish(name, 'x'), { topic: name, payload: Buffer.from('x') })
    if (length > 0) readsAs(encodeSubscribe('\0\x01', name), { subscriptions: [{ topic: name, qos: 1 }] })
  }
})
