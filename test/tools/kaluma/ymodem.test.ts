import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  cancel,
  control,
  crc16,
  headerOf,
  packetOf,
  sendFile,
  TransferFailed,
  type ByteLine,
} from '../../../tools/kaluma/ymodem.ts'

const { ack, nak, can, c, eot, soh, stx } = control

/** A receiver in a script: for each write the bytes that it answers with; what is not read when the next comes is dropped. */
function lineOf(answers: (packet: Uint8Array, at: number) => readonly number[]) {
  const sent: Uint8Array[] = []
  let queue: number[] = []
  const line: ByteLine = {
    read: () => Promise.resolve(queue.shift()),
    drain: () => void (queue = []),
    write(bytes) {
      queue.push(...answers(bytes, sent.length))
      sent.push(bytes)
      return Promise.resolve()
    },
  }
  return { line, sent }
}

/** Sends so many bytes; `answers` may override what is answered to the write of that index. */
async function send(bytes: number, answers: Readonly<Record<number, readonly number[]>> = {}) {
  const file = { name: 'firmware.js', bytes: Uint8Array.from({ length: bytes }, (_, at) => at & 0x7f) }
  const { line, sent } = lineOf((packet, at) => answers[at] ?? (isHeader(packet) ? [ack, c] : [ack]))
  const progress: number[] = []
  let begun = 0
  const hooks = { onBegin: () => begun++, onProgress: (done: number) => progress.push(done) }
  await sendFile(line, file, hooks)
  assert.equal(begun, 1)
  return { file, sent, progress }
}

const isHeader = (packet: Uint8Array): boolean => packet[0] === soh && packet[1] === 0 && packet[3] !== 0
const textOf = (packet: Uint8Array): string => Buffer.from(packet.subarray(3, -2)).toString('latin1')

test('CRC-16/XMODEM: the check value of the catalogue, nothing, and bytes with the top bit', () => {
  assert.equal(crc16(Buffer.from('123456789')), 0x31c3)
  assert.equal(crc16(new Uint8Array(0)), 0)
  assert.equal(crc16(Uint8Array.of(0xff, 0x80)), 0x9277)
})

test('a packet: SOH, number, number inverted, 128 bytes padded with 1A, CRC high byte first', () => {
  const packet = packetOf(1, Buffer.from('ab'))
  assert.equal(packet.length, 133)
  assert.deepEqual([...packet.subarray(0, 6)], [soh, 1, 0xfe, 0x61, 0x62, 0x1a])
  const crc = crc16(packet.subarray(3, 131))
  assert.deepEqual([...packet.subarray(131)], [crc >> 8, crc & 0xff])
  const long = packetOf(255, new Uint8Array(129).fill(7))
  assert.deepEqual([long.length, ...long.subarray(0, 3)], [1029, stx, 255, 0])
  assert.deepEqual([...packetOf(256, Uint8Array.of(1)).subarray(1, 3)], [0, 255], 'numbers go round')
})

test('the header has name, NUL, size and a blank, then NULs; the last one is empty', () => {
  assert.match(textOf(headerOf('firmware.js', 16_225)), /^firmware\.js\x0016225 \x00+$/)
  assert.match(textOf(headerOf('')), /^\x00{128}$/)
  assert.deepEqual([...headerOf('').subarray(0, 3)], [soh, 0, 0xff])
  assert.deepEqual([...headerOf('').subarray(-2)], [0, 0])
})

for (const [bytes, blocks] of [
  [0, []],
  [1, [128]],
  [127, [128]],
  [128, [128]],
  [129, [1024]],
  [1023, [1024]],
  [1024, [1024]],
  [1025, [1024, 128]],
  [2048, [1024, 1024]],
  [300_000, undefined],
] as const)
  test(`a file of ${bytes} bytes arrives: header, data numbered from 1, EOT, empty header`, async () => {
    const { file, sent, progress } = await send(bytes)
    const data = sent.slice(1, -2)
    if (blocks !== undefined) assert.deepEqual(data.map(({ length }) => length - 5), blocks) // prettier-ignore
    assert.deepEqual(data.map((packet) => packet[1]), data.map((_, at) => (at + 1) & 0xff)) // prettier-ignore
    assert.equal(
      Buffer.concat(data.map((packet) => packet.subarray(3, -2)))
        .subarray(0, bytes)
        .equals(file.bytes),
      true,
    )
    for (const packet of sent.filter(({ length }) => length > 1)) {
      assert.equal((packet.at(-2)! << 8) | packet.at(-1)!, crc16(packet.subarray(3, -2)))
      assert.equal(packet[1]! ^ 0xff, packet[2])
    }
    assert.deepEqual([...(sent.at(-2) ?? [])], [eot])
    assert.match(textOf(sent.at(-1)!), /^\x00+$/)
    assert.equal(progress.at(-1), bytes === 0 ? undefined : bytes)
  })

test('a refused packet, or one that is asked for twice, is sent again as it was; the others once', async () => {
  for (const refusal of [[nak], [c, c], [0x55, nak], [c, 0x0d, c]]) {
    const { sent } = await send(2048, { 1: refusal })
    assert.equal(sent.length, 6)
    assert.deepEqual(sent[1], sent[2])
    assert.equal(sent[3]?.[1], 2)
  }
})

test('one C before an acknowledgement is of before the packet: nothing is sent twice', async () => {
  const { sent } = await send(2048, { 0: [c, ack, c], 1: [c, ack], 3: [c, ack] })
  assert.equal(sent.length, 5)
})

test('an acknowledgement too many is dropped, and noise is skipped', async () => {
  const { sent } = await send(2048, { 1: [ack, ack], 2: [0x0d, 0x0a, 0x41, ack] })
  assert.equal(sent.length, 5)
})

test('an end that is not acknowledged is said again', async () => {
  const { sent } = await send(1, { 2: [nak] })
  assert.deepEqual(sent.slice(2, 4).map((packet) => [...packet]), [[eot], [eot]]) // prettier-ignore
})

test('silence after the very last packet is no failure: the board has ended', async () => {
  assert.equal((await send(1, { 3: [] })).sent.length, 4)
})

async function reasonOf(answers: Readonly<Record<number, readonly number[]>>): Promise<string> {
  try {
    await send(4096, answers)
  } catch (error) {
    if (error instanceof TransferFailed) return error.why
    throw error
  }
  return 'none'
}

test('CAN CAN ends it, CAN alone does not; so does silence', async () => {
  for (const at of [0, 1, 3, 5]) assert.equal(await reasonOf({ [at]: [can, can] }), 'cancelled', String(at))
  assert.equal(await reasonOf({ 1: [can, ack] }), 'none')
  assert.equal(await reasonOf({ 1: [can, 0x20, can, ack] }), 'none')
  for (const at of [0, 1, 5]) assert.equal(await reasonOf({ [at]: [] }), 'silent', String(at))
})

test('a packet that ten tries do not bring through ends it', async () => {
  const refused = Object.fromEntries(Array.from({ length: 10 }, (_, at) => [at + 1, [nak]]))
  assert.equal(await reasonOf(refused), 'damaged')
  assert.equal(await reasonOf({ ...refused, 10: [ack] }), 'none')
})

test('from here it is cancelled with CAN CAN', async () => {
  const { line, sent } = lineOf(() => [])
  await cancel(line)
  assert.deepEqual([...(sent[0] ?? [])], [can, can])
})
