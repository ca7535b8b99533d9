import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import { test } from 'node:test'
import fc from 'fast-check'
import mqttPacket, { type Packet } from 'mqtt-packet'
import { budgetBytes } from '../../../firmware/mqtt/reader.ts'
import { remainingLength } from '../../peer/mqtt-bytes.ts'
import { latin1 } from '../support/bytes.ts'
import { holds } from '../support/property.ts'
import { byteByByte, cut, readStream } from '../support/read-stream.ts'

const packetId = fc.integer({ min: 1, max: 65_535 })
const topic = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).filter((name) => !/[+#\0]/.test(name))
const payloadOf = (most: number): fc.Arbitrary<Buffer> =>
  fc
    .tuple(fc.uint8Array({ maxLength: 40 }), fc.nat(most))
    .map(([start, length]) => Buffer.concat([start, Buffer.alloc(length, 0x2e)]))

/** Every packet that a server may send us; PUBLISHes of up to `most` bytes of payload. */
function serverPacket(most: number): fc.Arbitrary<Packet> {
  return fc.oneof(
    fc.record({ cmd: fc.constant('connack' as const), returnCode: fc.nat(5), sessionPresent: fc.boolean() }),
    fc.record({ cmd: fc.constant('puback' as const), messageId: packetId }),
    fc.record({
      cmd: fc.constant('suback' as const),
      messageId: packetId,
      granted: fc.constantFrom(0, 1, 2, 128).map((code) => [code]),
    }),
    fc.constant({ cmd: 'pingresp' as const }),
    fc
      .record({ topic, payload: payloadOf(most), retain: fc.boolean() })
      .map((fields) => ({ ...fields, cmd: 'publish' as const, qos: 0 as const, dup: false })),
    fc
      .record({ topic, payload: payloadOf(most), retain: fc.boolean(), dup: fc.boolean(), messageId: packetId })
      .map((fields) => ({ ...fields, cmd: 'publish' as const, qos: 1 as const })),
  )
}

/** What our reader owes for a packet: its first byte and its content, found by mqtt-packet's idea of its length. */
function expected(written: Buffer): [number, string] {
  let length = 0
  const parser = mqttPacket.parser({ protocolVersion: 4 })
  parser.on('packet', (packet: Packet) => (length = packet.length ?? 0))
  parser.parse(written)
  return [written[0] ?? 0, latin1(written.subarray(written.length - length))]
}

test('reads every packet that mqtt-packet writes and a server may send, to the same bytes', () => {
  holds(
    fc.property(serverPacket(1900), (packet) => {
      const written = mqttPacket.generate(packet)
      assert.deepEqual(readStream([written]), { packets: [expected(written)], verdict: '' })
    }),
    500,
  )
})

test('reads a stream of such packets from any chunks', () => {
  const stream = fc.array(serverPacket(300), { minLength: 1, maxLength: 8 })
  holds(
    fc.property(stream, fc.array(fc.nat(), { maxLength: 20 }), (packets, places) => {
      const written = packets.map((packet) => mqttPacket.generate(packet))
      const bytes = Buffer.concat(written)
      const inOrder = places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b)
      assert.deepEqual(readStream(cut(bytes, inOrder)), { packets: written.map(expected), verdict: '' })
    }),
    300,
  )
})

test('reads a stream with packets that are too large from chunks of any size', () => {
  const stream = fc.array(serverPacket(6000), { minLength: 1, maxLength: 6 })
  holds(
    fc.property(stream, fc.integer({ min: 1, max: 3000 }), (packets, size) => {
      const written = packets.map((packet) => mqttPacket.generate(packet))
      const owed = packets.map((packet, index): [number, string] => {
        const [first, content] = expected(written[index] ?? Buffer.alloc(0))
        if (content.length <= budgetBytes) return [first, content]
        return [
          0,
          packet.cmd === 'publish' && packet.qos === 1
            ? latin1(Buffer.from([(packet.messageId ?? 0) >> 8, packet.messageId ?? 0]))
            : '',
        ]
      })
      const bytes = Buffer.concat(written)
      const places = Array.from({ length: Math.floor(bytes.length / size) }, (_, index) => (index + 1) * size)
      assert.deepEqual(readStream(cut(bytes, places)), { packets: owed, verdict: '' })
    }),
    200,
  )
})

/** Random numbers that are the same in each run; `below(n)` is 0..n-1. */
function randomNumbers(seed: number): (n: number) => number {
  return (n) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((seed / 2 ** 32) * n)
  }
}

const verdicts = ['', 'malformed-packet', 'unexpected-packet']

test('100,000 random streams never throw, and end in a verdict or go on', () => {
  const below = randomNumbers(1)
  const goodStarts = [0x20, 0x30, 0x31, 0x32, 0x33, 0x3a, 0x3b, 0x40, 0x90, 0xd0]
  const counts = new Map<string, number>()
  for (let i = 0; i < 100_000; i++) {
    const stream = Buffer.alloc(1 + below(60))
    for (let at = 0; at < stream.length; at++) stream[at] = below(4) === 0 ? below(256) : below(12)
    if (below(8) > 0) stream[0] = goodStarts[below(goodStarts.length)] ?? 0
    const { packets, verdict } = readStream(below(2) === 0 ? byteByByte(stream) : cut(stream, [below(stream.length)]))
    counts.set(verdict, (counts.get(verdict) ?? 0) + 1)
    assert.ok(verdicts.includes(verdict), `${verdict} for ${stream.toString('hex')}`)
    assert.ok(packets.every(([, content]) => content.length <= budgetBytes))
  }
  // Each verdict is reached often: the streams are not all dead at their first byte.
  for (const verdict of verdicts) assert.ok((counts.get(verdict) ?? 0) > 5000, `${verdict}: ${counts.get(verdict)}`)
})

test('10,000 random streams give the same verdict and packets byte by byte as in one chunk', () => {
  const below = randomNumbers(2)
  for (let i = 0; i < 10_000; i++) {
    const stream = Buffer.alloc(1 + below(40))
    // First bytes of packets, small lengths and topics: mostly well-formed nonsense.
    for (let at = 0; at < stream.length; at++) stream[at] = [0x30, 0x32, 0x20, 0x40, 0, 0, 1, 2, 3, 5][below(10)] ?? 0
    assert.deepEqual(readStream(byteByByte(stream)), readStream([stream]), stream.toString('hex'))
  }
})

test('waits for 2048 bytes and a header at most: by then it has handed over, skipped or refused', () => {
  const below = randomNumbers(3)
  const mostHeld = budgetBytes + 5 + 4
  for (let i = 0; i < 1500; i++) {
    const announced = below(2) === 0 ? below(5000) : below(300_000)
    const topicLength = below(4) === 0 ? below(65_536) : below(2100)
    const header = [
      Buffer.from([below(2) === 0 ? 0x30 : 0x32]),
      remainingLength(announced),
      Buffer.from([topicLength >> 8, topicLength]),
    ]
    const stream = Buffer.concat([...header, Buffer.alloc(mostHeld)]).subarray(0, mostHeld)
    const { packets, verdict } = readStream(cut(stream, [1, 2, 5, 500, 1000, 1500, 2000, 2048]))
    assert.ok(packets.length > 0 || verdict !== '', `held ${mostHeld} bytes of ${announced}, topic of ${topicLength}`)
  }
})
