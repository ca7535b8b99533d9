import assert from 'node:assert/strict'
import { test } from 'node:test'
import { flashWith } from './image.ts'
import { putProgram, readProgram } from './program.ts'
import { crc16, sendByYmodem } from './ymodem.ts'

/** An image of 512 bytes: 256 of boot block, a stack pointer and an entry behind it. */
const plain = new Uint8Array(512)
new DataView(plain.buffer).setUint32(0x100, 0x20042000, true)
new DataView(plain.buffer).setUint32(0x104, 0x100001f7, true)

test('a UF2, an ELF and a .bin give the same flash', () => {
  const uf2 = Buffer.alloc(1024)
  for (const at of [0, 1]) {
    const words = [0x0a324655, 0x9e5d5157, 0x2000, 0x10000000 + 256 * at, 256, at, 2, 0xe48bff56]
    words.forEach((word, i) => uf2.writeUInt32LE(word, 512 * at + 4 * i))
    uf2.set(plain.subarray(256 * at, 256 * at + 256), 512 * at + 32)
  }
  const elf = Buffer.alloc(52 + 32 + 512)
  elf.writeUInt32LE(0x464c457f, 0)
  elf.writeUInt32LE(52, 28)
  elf.writeUInt16LE(32, 42)
  elf.writeUInt16LE(1, 44)
  for (const [i, word] of [1, 84, 0x10000000, 0x10000000, 512, 512].entries()) elf.writeUInt32LE(word, 52 + 4 * i)
  elf.set(plain, 84)
  const expected = Buffer.from(flashWith(plain))
  assert.equal(expected.length, 2 * 1024 * 1024)
  assert.ok(expected.equals(flashWith(uf2)) && expected.equals(flashWith(elf)))
  assert.throws(() => flashWith(new Uint8Array(512)), /no vector table/)
})

test('a program is put where Kaluma looks for it, and read back', () => {
  const flash = flashWith(plain)
  assert.equal(readProgram(flash), '')
  putProgram(flash, 'print("ä")')
  assert.equal(readProgram(flash), 'print("ä")')
  assert.equal(flash[0x100000], 0x70)
  putProgram(flash, '')
  assert.equal(readProgram(flash), '')
  assert.throws(() => putProgram(flash, 'x'.repeat(512 * 1024)), /of at most/)
})

test('YMODEM sends a header, packets of 1 KiB, EOT and an empty header, each when the one before is acknowledged', () => {
  const typed: Uint8Array[] = []
  const upload = sendByYmodem({ type: (bytes) => typed.push(bytes) }, 'a.js', Buffer.alloc(1500, 'x'))
  upload.heard(Buffer.from('text '))
  assert.equal(typed.length, 0)
  for (const answer of ['C', '\x06C', '\x15', '\x06', '\x06', '\x06C', '\x06'])
    upload.heard(Buffer.from(answer, 'latin1'))
  assert.deepEqual(
    typed.map((bytes) => [bytes[0], bytes.length]),
    [
      [1, 133],
      [2, 1029],
      [2, 1029],
      [2, 1029],
      [4, 1],
      [1, 133],
    ],
  )
  assert.equal(upload.state, 'done')
  assert.equal(crc16(Buffer.from('123456789')), 0x31c3)
})
