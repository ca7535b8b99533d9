import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createVirtualClock } from '../../../virtual/virtual-clock.ts'
import { Backplane } from './backplane.ts'
import { Gspi } from './gspi.ts'
import { Sdpcm } from './sdpcm.ts'
import { Station } from './station.ts'
import type { RadioEvent } from './events.ts'

const nothing = { command: () => new Uint8Array(0), frame: () => undefined }

/** The two halves of a word, each with its bytes turned round. */
const turned = (word: number): number => (((word & 0x00ff00ff) << 8) | ((word >>> 8) & 0x00ff00ff)) >>> 0

function setUp(user: ConstructorParameters<typeof Sdpcm>[0] = nothing) {
  const backplane = new Backplane()
  const packets = new Sdpcm(user)
  const gspi = new Gspi(backplane, packets)
  backplane.powerOn()
  gspi.powerOn()
  packets.powerOn()
  const command = (isWrite: boolean, place: number, address: number, bytes: number): number =>
    ((isWrite ? 0xc0000000 : 0x40000000) | (place << 28) | (address << 11) | bytes) >>> 0
  return {
    ...{ gspi, packets },
    choose32Bits: () => gspi.transfer(Uint32Array.of(turned(0xc0000004), turned(0x000204b3)), 0),
    read: (place: number, address: number, bytes: number, words: number): number[] => [
      ...gspi.transfer(Uint32Array.of(command(false, place, address, bytes)), words),
    ],
    write: (place: number, address: number, bytes: number, ...words: number[]): void =>
      void gspi.transfer(Uint32Array.of(command(true, place, address, bytes), ...words), 0),
  }
}

test('after power-on words come with their halves turned round, until 32 bits are chosen', () => {
  const { choose32Bits, gspi, read } = setUp()
  assert.deepEqual([...gspi.transfer(Uint32Array.of(turned(0x4000a004)), 1)], [turned(0xfeedbead)])
  choose32Bits()
  assert.deepEqual(read(0, 0x14, 4, 1), [0xfeedbead])
})

test('what is written behind a window is read back, after the padding of the backplane', () => {
  const { choose32Bits, write, read } = setUp()
  choose32Bits()
  for (const [i, byte] of [0x80, 0x01, 0x00].entries()) write(1, 0x1000a + i, 1, byte)
  write(1, 0x8100, 8, 0x11223344, 0x55667788)
  assert.deepEqual(read(1, 0x0100, 8, 6), [0, 0, 0, 0, 0x11223344, 0x55667788])
  assert.equal((read(1, 0x1000e, 1, 5)[4] ?? 0) & 0xc0, 0xc0)
})

test('a command is answered with its number, and the line says that there is something to read', () => {
  const asked: string[] = []
  const { choose32Bits, gspi, packets, write, read } = setUp({
    command: ({ isSet, number, payload }) => {
      asked.push(`${isSet ? 'set' : 'get'} ${number} ${Buffer.from(payload).toString('latin1')}`)
      return Uint8Array.of(1, 2, 3, 4)
    },
    frame: () => undefined,
  })
  choose32Bits()
  write(0, 6, 2, 0x20)
  const body = Buffer.alloc(12 + 16 + 4)
  body.writeUInt16LE(body.length, 0)
  body.writeUInt16LE(~body.length & 0xffff, 2)
  body[7] = 12
  body.writeUInt32LE(262, 12)
  body.writeUInt32LE(0x00070000, 20)
  body.write('abcd', 28)
  assert.equal(gspi.interrupts, false)
  write(2, 0, body.length, ...Array.from({ length: body.length / 4 }, (_, i) => body.readUInt32LE(4 * i)))
  assert.deepEqual([asked, gspi.interrupts], [['get 262 abcd'], true])
  const length = (read(0, 8, 4, 1)[0] ?? 0) >>> 9
  const answer = Buffer.from(Uint32Array.from(read(2, 0, length, length / 4)).buffer)
  assert.deepEqual([answer.readUInt16LE(0), answer[5], answer.readUInt32LE(20)], [32, 0, 0x00070000])
  assert.deepEqual([...answer.subarray(28)], [1, 2, 3, 4])
  assert.deepEqual([gspi.interrupts, packets.next()], [false, undefined])
})

test('the driver is given new credit although nobody answers its frames', () => {
  const { packets } = setUp()
  const frame = (sequence: number): Uint8Array => {
    const packet = Buffer.alloc(40)
    packet.writeUInt16LE(40, 0)
    packet.writeUInt16LE(~40 & 0xffff, 2)
    packet.set([sequence, 2, 0, 14], 4)
    return packet
  }
  const seen: (number | undefined)[] = []
  for (let sequence = 0; sequence < 12; sequence++) {
    packets.sent(frame(sequence))
    const next = packets.next()
    if (next) {
      seen.push(next[9])
      packets.taken()
    }
  }
  assert.deepEqual(seen, [11, 17])
})

/** The events as `type/status/reason`, with a mark for a link that is up. */
function station(then: (one: Station) => void, waitMs = 5000): string[] {
  const clock = createVirtualClock()
  const seen: string[] = []
  const event = ({ type, status, reason = 0, flags = 0 }: RadioEvent): void =>
    void seen.push(`${type}/${status}/${reason}${flags ? ' up' : ''}`)
  const accessPoints = [{ ssid: 'Home', password: 'pässword' }, { ssid: 'Open' }]
  const one = new Station(clock, { accessPoints }, { event, link: () => undefined })
  then(one)
  clock.advance(waitMs)
  return seen
}

test('the events of a join are those that the driver waits for', () => {
  const password = Buffer.from('pässword').toString('latin1')
  assert.deepEqual(
    station((one) => one.join({ ssid: 'Home', password })),
    ['3/0/0', '7/0/0', '16/0/0 up', '1/0/0', '0/0/0', '46/6/0'],
  )
  assert.deepEqual(
    station((one) => one.join({ ssid: 'Open', password: '' })),
    ['3/0/0', '7/0/0', '16/0/0 up', '1/0/0', '0/0/0'],
  )
  assert.deepEqual(
    station((one) => one.join({ ssid: 'Home', password: 'wrong' })),
    ['3/0/0', '7/0/0', '16/0/0 up', '46/8/14', '6/0/15', '16/0/2'],
  )
  assert.deepEqual(
    station((one) => one.join({ ssid: 'Nowhere', password })),
    ['0/3/0'],
  )
})
