import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import { test } from 'node:test'
import type { Verdict } from '../../../firmware/mqtt/reader.ts'
import { packet, pingresp, publish, remainingLength } from '../../peer/mqtt-bytes.ts'
import { bytes } from '../support/bytes.ts'
import { byteByByte, readStream } from '../support/read-stream.ts'

const types = [
  'reserved',
  'connect',
  'connack',
  'publish',
  'puback',
  'pubrec',
  'pubrel',
  'pubcomp',
  'subscribe',
  'suback',
  'unsubscribe',
  'unsuback',
  'pingreq',
  'pingresp',
  'disconnect',
  'reserved too',
]

// Verdict by the low 4 bits of the first byte: '.' may come, m malformed, u unexpected (MQTT 3.1.1 table 2.2, 3.1).
//                     flags 0123456789abcdef
const never = 'uuuuuuuuuuuuuuuu'
const noFlags = '.mmmmmmmmmmmmmmm'
const publishFlags = '....uummmm..uumm' // bit 0 retain, bits 1-2 QoS, bit 3 dup
const table = types.map((type) =>
  type === 'publish' ? publishFlags : ['connack', 'puback', 'suback', 'pingresp'].includes(type) ? noFlags : never,
)
const words: { readonly [letter: string]: Verdict } = { '.': '', m: 'malformed-packet', u: 'unexpected-packet' }

for (const [type, letters] of table.entries()) {
  test(`first bytes 0x${type.toString(16)}0 to 0x${type.toString(16)}f, ${types[type]}: ${letters}`, () => {
    for (const [flags, letter] of [...letters].entries()) {
      const first = (type << 4) | flags
      const stream = `0x${first.toString(16)}`
      assert.equal(readStream([bytes(first, 0)]).verdict, words[letter], stream)
      assert.equal(readStream([bytes(first)]).verdict, words[letter], `${stream} alone: the first byte is enough`)
      // Behind a good packet the verdict is the same, and the good packet is handed over before it.
      const after = readStream([bytes(0xd0, 0, first)])
      assert.deepEqual([after.verdict, after.packets[0]], [words[letter], [0xd0, '']], stream)
    }
  })
}

test('refuses HTTP on its first byte: "H" would be a PUBACK with flags', () => {
  assert.deepEqual(readStream(['HTTP/1.1 400 Bad Request\r\n']), { packets: [], verdict: 'malformed-packet' })
  assert.equal(readStream(['H']).verdict, 'malformed-packet')
})

for (const first of [0x20, 0x40, 0x90, 0xd0]) {
  test(`0x${first.toString(16)} with more than 3 bytes is malformed at the header, before they come`, () => {
    for (const length of [4, 5, 127, 128, 2048, 2049, 262_144, 268_435_455]) {
      const header = Buffer.concat([Buffer.from([first]), remainingLength(length)])
      assert.deepEqual(readStream([header]), { packets: [], verdict: 'malformed-packet' }, `length ${length}`)
      assert.equal(readStream(byteByByte(header)).verdict, 'malformed-packet', `length ${length}`)
    }
    for (const length of [0, 1, 2, 3]) {
      const content = 'x'.repeat(length)
      assert.deepEqual(readStream([bytes(first, length, content)]), { packets: [[first, content]], verdict: '' })
    }
  })
}

// A remaining length -> what a PUBLISH that announces it is: its header is 5 bytes at most (§2.2.3).
const announced: readonly (readonly [length: string, bytes: readonly number[], verdict: Verdict])[] = [
  ['256 KiB', [0x80, 0x80, 0x10], ''],
  ['256 KiB and 512 bytes of topic and header', [0x80, 0x84, 0x10], ''],
  ['256 KiB and 513 bytes', [0x81, 0x84, 0x10], 'malformed-packet'],
  ['257 KiB', [0x80, 0x88, 0x10], 'malformed-packet'],
  ['2 MiB - 1', [0xff, 0xff, 0x7f], 'malformed-packet'],
  ['2 MiB', [0x80, 0x80, 0x80, 0x01], 'malformed-packet'],
  ['200 MB', [0x80, 0x84, 0xaf, 0x5f], 'malformed-packet'],
  ['268,435,455, the most there is', [0xff, 0xff, 0xff, 0x7f], 'malformed-packet'],
  ['4 bytes with the top bit in each', [0x80, 0x80, 0x80, 0x80], 'malformed-packet'],
  ['4 bytes of 0xff', [0xff, 0xff, 0xff, 0xff], 'malformed-packet'],
  ['5 bytes', [0xff, 0xff, 0xff, 0xff, 0x01], 'malformed-packet'],
  ['5 bytes that mean 0', [0x80, 0x80, 0x80, 0x80, 0x00], 'malformed-packet'],
]
for (const [length, header, verdict] of announced) {
  test(`a PUBLISH that announces ${length} is ${verdict === '' ? 'skipped' : 'malformed at once'}`, () => {
    const topic = [0, 1, 0x74] // "t"
    const expected = { packets: verdict === '' ? [[0, '']] : [], verdict }
    assert.deepEqual(readStream([bytes(0x30, Buffer.from([...header, ...topic]))]), expected)
    assert.deepEqual(readStream(byteByByte(Buffer.from([0x30, ...header, ...topic]))), expected)
    if (verdict !== '')
      assert.equal(readStream([bytes(0x32, Buffer.from(header))]).verdict, verdict, 'nothing but the header')
  })
}

test('a fourth byte of remaining length with its top bit is malformed without waiting for a fifth', () => {
  const sofar = [...byteByByte(Buffer.from([0x30, 0x80, 0x80, 0x80]))]
  assert.equal(readStream(sofar).verdict, '')
  assert.equal(readStream([...sofar, '\x80']).verdict, 'malformed-packet')
})

test('a length written longer than needed is the same length (§2.2.3 does not forbid it)', () => {
  for (const length of [
    [0x80, 0x00],
    [0x80, 0x80, 0x00],
    [0x80, 0x80, 0x80, 0x00],
  ]) {
    const stream = Buffer.concat([Buffer.from([0xd0, ...length]), pingresp()])
    assert.deepEqual(readStream([stream]), {
      packets: [
        [0xd0, ''],
        [0xd0, ''],
      ],
      verdict: '',
    })
    assert.deepEqual(readStream(byteByByte(stream)), {
      packets: [
        [0xd0, ''],
        [0xd0, ''],
      ],
      verdict: '',
    })
  }
  assert.deepEqual(readStream([bytes(0x20, 0x82, 0x80, 0x00, '\0\0')]).packets, [[0x20, '\0\0']])
})

test('what came whole before a malformed packet is still handed over', () => {
  const good = publish({ topicName: 't', payload: 'p' })
  const { packets, verdict } = readStream([Buffer.concat([good, packet(0x21, Buffer.from([0, 0])), good])])
  assert.deepEqual([packets.length, verdict], [1, 'malformed-packet'])
})
