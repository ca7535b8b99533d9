import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import { test } from 'node:test'
import { budgetBytes, resetReader } from '../../../firmware/mqtt/reader.ts'
import { connack, pingresp, publish, suback } from '../../peer/mqtt-bytes.ts'
import { bytes, latin1 } from '../support/bytes.ts'
import { byteByByte, cut, feedChunk, readStream } from '../support/read-stream.ts'

/** A PUBLISH whose remaining length is exactly `length`; topic "t". */
function publishOf(length: number, qos: 0 | 1 = 0): Buffer {
  return publish({ topicName: 't', payload: 'x'.repeat(length - 3 - 2 * qos), qos, packetId: 0x1234 })
}

const ping: [number, string] = [0xd0, '']

// A login and a set, as the platform sends them, with one of each kind of length.
const five = [
  connack(),
  publish({ topicName: 'a/b', payload: '{"id":"1"}', qos: 1, packetId: 0x0102 }),
  suback(1, [1]),
  publish({ topicName: 'long', payload: 'y'.repeat(150) }),
  pingresp(),
]
const fiveRead: [number, string][] = [
  [0x20, '\0\0'],
  [0x32, bytes(0, 3, 'a/b', 1, 2, '{"id":"1"}')],
  [0x90, '\0\x01\x01'],
  [0x30, bytes(0, 4, 'long', 'y'.repeat(150))],
  ping,
]

test('reads five packets that come in one chunk, in order', () => {
  assert.deepEqual(readStream([Buffer.concat(five)]), { packets: fiveRead, verdict: '' })
})

test('reads the same five packets when they come one byte at a time', () => {
  assert.deepEqual(readStream(byteByByte(Buffer.concat(five))), { packets: fiveRead, verdict: '' })
})

test('reads the same five packets from two chunks, split anywhere', () => {
  const stream = Buffer.concat(five)
  for (let at = 0; at <= stream.length; at++) {
    assert.deepEqual(readStream(cut(stream, [at])), { packets: fiveRead, verdict: '' }, `split at ${at}`)
  }
})

test('reads the same five packets from three chunks, split at any two places', () => {
  const stream = Buffer.concat(five)
  for (let at = 0; at <= stream.length; at++) {
    for (let to = at; to <= stream.length; to++) {
      const { packets, verdict } = readStream(cut(stream, [at, to]))
      if (verdict !== '' || packets.length !== 5 || packets.some(([, content], i) => content !== fiveRead[i]?.[1]))
        assert.fail(`split at ${at} and ${to}`)
    }
  }
})

test('hands over each packet as soon as its last byte is there, not later', () => {
  const ends = five.map((_, index) => Buffer.concat(five.slice(0, index + 1)).length)
  const stream = latin1(Buffer.concat(five))
  let count = 0
  resetReader()
  for (let at = 0; at < stream.length; at++) {
    feedChunk(stream.charAt(at), () => {
      count++
      return ''
    })
    assert.equal(count, ends.filter((end) => end <= at + 1).length, `after ${at + 1} bytes`)
  }
})

test('an empty chunk changes nothing', () => {
  assert.deepEqual(readStream(['', '\xd0', '', '\0', '']), { packets: [ping], verdict: '' })
})

test('reads a PUBLISH without payload', () => {
  assert.deepEqual(readStream([publish({ topicName: 'a/b', payload: '' })]).packets, [[0x30, '\0\x03a/b']])
  const qos1 = publish({ topicName: 'a/b', payload: '', qos: 1, packetId: 9 })
  assert.deepEqual(readStream([qos1]).packets, [[0x32, '\0\x03a/b\0\x09']])
})

test('hands over a PUBLISH of 0 to 3 bytes: what is missing in it is for others to see', () => {
  for (const content of ['', '\0', '\0\x01', '\0\x01t']) {
    assert.deepEqual(readStream([bytes(0x30, content.length, content)]), { packets: [[0x30, content]], verdict: '' })
  }
})

test('stops at the first packet that its reader refuses', () => {
  const seen: number[] = []
  resetReader()
  const verdict = feedChunk(latin1(Buffer.concat(five)), (first) => {
    seen.push(first)
    return first === 0x32 ? 'unexpected-packet' : ''
  })
  assert.deepEqual([verdict, seen], ['unexpected-packet', [0x20, 0x32]])
})

test('stops when its reader refuses a packet that is too large, too', () => {
  const seen: number[] = []
  resetReader()
  const verdict = feedChunk(latin1(Buffer.concat([publishOf(3000), pingresp()])), (first) => {
    seen.push(first)
    return 'unexpected-packet'
  })
  assert.deepEqual([verdict, seen], ['unexpected-packet', [0]])
})

test('a reset forgets half a packet, and half a skipped one', () => {
  for (const half of [publishOf(200).subarray(0, 100), publishOf(4000).subarray(0, 1000)]) {
    readStream([half])
    assert.deepEqual(readStream([pingresp()]), { packets: [ping], verdict: '' })
  }
})

test('the budget is 2048 bytes', () => {
  assert.equal(budgetBytes, 2048)
})

for (const length of [127, 128, 2047, 2048]) {
  test(`keeps a PUBLISH of ${length} bytes and hands it over whole`, () => {
    const { packets, verdict } = readStream([publishOf(length), pingresp()])
    assert.deepEqual(
      [verdict, packets.map(([first, content]) => [first, content.length])],
      [
        '',
        [
          [0x30, length],
          [0xd0, 0],
        ],
      ],
    )
  })
}

for (const length of [2049, 16_383, 16_384, 262_144]) {
  test(`skips a PUBLISH of ${length} bytes: first byte 0, no packetId at QoS 0, its packetId at QoS 1`, () => {
    for (const [qos, packetId] of [
      [0, ''],
      [1, '\x12\x34'],
    ] as const) {
      const stream = Buffer.concat([pingresp(), publishOf(length, qos), pingresp()])
      assert.deepEqual(readStream([stream]), { packets: [ping, [0, packetId], ping], verdict: '' })
    }
  })
}

test('reads on correctly after a skipped packet, wherever the stream is split around its edges', () => {
  for (const [length, qos] of [
    [2047, 1],
    [2048, 0],
    [2048, 1],
    [2049, 0],
    [2049, 1],
    [2050, 1],
  ] as const) {
    const stream = Buffer.concat([pingresp(), publishOf(length, qos), pingresp(), connack()])
    const whole = readStream([stream])
    assert.equal(whole.packets.length, 4)
    const near = (at: number): number[] => Array.from({ length: 16 }, (_, i) => at - 8 + i)
    for (const at of [...near(10), ...near(2048), ...near(stream.length - 8)]) {
      assert.deepEqual(readStream(cut(stream, [at])), whole, `${length} bytes, QoS ${qos}, split at ${at}`)
    }
    assert.deepEqual(readStream(byteByByte(stream)), whole)
  }
})

test('tells of a packet that is too large before its bytes have come', () => {
  const [qos0, qos1] = [publishOf(100_000), publishOf(100_000, 1)]
  assert.deepEqual(readStream([qos0.subarray(0, 7)]).packets, [[0, '']])
  // PUBLISH, remaining length in 3 bytes, topic length in 2, "t", packetId in 2
  assert.deepEqual(readStream([qos1.subarray(0, 8)]).packets, [])
  assert.deepEqual(readStream([qos1.subarray(0, 9)]).packets, [[0, '\x12\x34']])
})

test('reads two packets that are too large in one chunk', () => {
  const stream = Buffer.concat([publishOf(3000, 1), publishOf(5000), pingresp()])
  assert.deepEqual(readStream([stream]).packets, [[0, '\x12\x34'], [0, ''], ping])
})

test('finds the packetId behind a topic of up to 2046 bytes', () => {
  for (const topicBytes of [1, 127, 128, 255, 256, 1000, 2044, 2046]) {
    const large = publish({ topicName: 't'.repeat(topicBytes), payload: 'x'.repeat(3000), qos: 1, packetId: 0xfffe })
    for (const chunks of [[large], byteByByte(large)]) {
      assert.deepEqual(readStream(chunks), { packets: [[0, '\xff\xfe']], verdict: '' }, `topic of ${topicBytes}`)
    }
  }
})

test('a packet that is too large with a topic over the budget is malformed', () => {
  const large = publish({ topicName: 't'.repeat(2100), payload: 'x'.repeat(3000), qos: 1 })
  assert.equal(readStream([large]).verdict, 'malformed-packet')
  assert.equal(readStream(byteByByte(large)).verdict, 'malformed-packet')
})
