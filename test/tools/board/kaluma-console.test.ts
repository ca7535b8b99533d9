import assert from 'node:assert/strict'
import { test } from 'node:test'
import { KalumaConsole } from '../../../tools/board/kaluma-console/kaluma-console.ts'
import { createKalumaBoard } from '../../../tools/board/kaluma/kaluma-board.ts'
import { crc16, headerOf, packetOf } from '../../../tools/kaluma/ymodem.ts'
import { createMemoryNetwork } from '../../virtual/memory-network.ts'
import { createVirtualClock } from '../../virtual/virtual-clock.ts'

const prompt = '\x1b[0m\r\x1b7> \x1b[H\x1b[900C\x1b[6n\x1b8\x1b[2C'

/** The console of a simulated Pico W; `type` returns what it says at once. */
function desk(script = '') {
  const clock = createVirtualClock()
  const board = createKalumaBoard({ script, clock, transport: createMemoryNetwork(clock) })
  const console = new KalumaConsole(board.repl, clock)
  let said = ''
  console.onOutput = (bytes) => void (said += Buffer.from(bytes).toString('latin1'))
  board.boot()
  const take = (): string => {
    const text = said
    said = ''
    return text
  }
  const type = (text: string | Uint8Array): string => {
    take()
    console.input(Buffer.from(text as string, 'latin1'))
    return take()
  }
  const after = (ms: number): string => {
    clock.advance(ms)
    return take()
  }
  return { board, console, clock, type, after }
}

test('an empty line brings the prompt, byte for byte as src/repl.c says it', () => {
  assert.equal(desk().type('\r'), `\r\n${prompt}`)
})

test('a line is echoed and evaluated in strict mode; strings are yellow, errors red', () => {
  const { type } = desk()
  assert.equal(type('1+1\r'), `1+1\r\n\x1b[95m2\x1b[0m\r\n${prompt}`)
  assert.equal(type("'a'+'b'\r"), `'a'+'b'\r\n\x1b[93m'ab'\x1b[0m\r\n${prompt}`)
  assert.match(type('nothing.there\r'), /\x1b\[31mReferenceError: nothing/)
})

test('backspace takes a character away; escape sequences are no text, and unknown ones go back', () => {
  const { type } = desk()
  type('1+12\x7f')
  assert.match(type('\r'), /\x1b\[95m2\x1b/)
  assert.equal(type('\x1b[2H'), '\x1b[2H')
  assert.equal(type('\x1b[24;80R'), '', 'the width of a terminal')
})

test('a line holds 1,023 characters; each one more is refused', () => {
  const { type } = desk()
  type(`'${'x'.repeat(1022)}`)
  assert.match(type("'"), /REPL buffer overflow/)
})

test('.flash says size, room and the program, with a carriage return before each line feed; -e erases it', () => {
  const { type, board } = desk('var a = 1\nvar b\n')
  assert.equal(type('.flash -s\r'), `.flash -s\r\n16\r\n${prompt}`)
  assert.equal(type('.flash -t\r'), `.flash -t\r\n524288\r\n${prompt}`)
  assert.equal(type('.flash -r\r'), `.flash -r\r\nvar a = 1\r\nvar b\r\n\r\n${prompt}`)
  assert.match(type('.flash -e\r'), /Flash has erased/)
  assert.equal(board.flash.program, undefined)
  assert.equal(type('.flash -s\r'), `.flash -s\r\n0\r\n${prompt}`)
  assert.match(type('.nothing\r'), /Unknown command: \.nothing/)
  assert.match(type('.hi\r'), /Welcome to Kaluma v1\.2\.1/)
  assert.equal(type('.echo off\r'), '.echo off\r\n\x1b[0m')
  assert.equal(type('1\r'), '\x1b[95m1\x1b[0m\r\n\x1b[0m')
})

test('asks each second for a transfer, and for ever before it has begun', () => {
  const { type, after } = desk()
  assert.match(type('.flash -w\r'), /YMODEM\.\.\. \(press 'a' to abort\)\r\n$/)
  assert.equal(after(999), '')
  assert.equal(after(1), 'C')
  assert.equal(after(60_000), 'C'.repeat(60))
  assert.equal(type('a'), '\x18\x18')
  assert.equal(after(500), `\r\nAborted\r\n${prompt}`)
})

test('the header packet erases at once, before a byte of the file has come', () => {
  const { type, after, board } = desk('print("old")')
  type('.flash -w\r')
  after(1_000)
  assert.equal(type(headerOf('a.js', 5)), '')
  assert.equal(board.flash.program, undefined)
  assert.equal(after(1_200), '\x06C')
  assert.equal(type(packetOf(1, Buffer.from('hello'))), '\x06')
  assert.equal(type('\x04'), '\x06')
  assert.equal(type(headerOf('')), '\x06')
  assert.equal(Buffer.from(board.flash.program ?? []).toString(), 'hello')
  assert.equal(after(500), `\r\nDone\r\n${prompt}`)
})

test('a packet of another number counts as received: nothing gets through any more', () => {
  const { type, after } = desk()
  type('.flash -w\r')
  type(headerOf('a.js', 3_000))
  after(1_200)
  assert.equal(type(packetOf(1, Buffer.alloc(1024, 'x'))), '\x06')
  assert.equal(type(packetOf(1, Buffer.alloc(1024, 'x'))), '\x15')
  assert.equal(type(packetOf(2, Buffer.alloc(1024, 'x'))), '\x15')
  assert.equal(type('\x18\x18'), '\x06')
  assert.equal(after(500), `\r\nAborted\r\n${prompt}`)
})

test('after five errors it says CAN CAN, each second, but does not end', () => {
  const { type, after } = desk()
  type('.flash -w\r')
  type(headerOf('a.js', 3_000))
  after(1_200)
  const broken = packetOf(1, Buffer.alloc(1024, 'x'))
  broken[100]! ^= 1
  assert.equal(type(broken), 'C')
  assert.equal(after(4_000), 'CCCC')
  assert.equal(after(3_000), '\x18\x18'.repeat(3))
  assert.equal(type('a'), '\x18\x18')
  assert.match(after(500), /Aborted/)
})

test('a program that does not fit: CAN CAN, Verification failed', () => {
  const { type, after } = desk()
  type('.flash -w\r')
  type(headerOf('a.js', 512 * 1024))
  after(1_200)
  let said = ''
  for (let number = 1; number <= 512; number++) said += type(packetOf(number, Buffer.alloc(1024, 'x')))
  assert.equal(said, `${'\x06'.repeat(511)}\x18\x18`)
  assert.match(after(500), /Verification failed/)
})

test('what a reset in the midst of a transfer leaves is the pages that had come', () => {
  const { type, after, board, console } = desk('print("old")')
  let restarts = 0
  console.onRestart = () => restarts++
  type('.flash -w\r')
  type(headerOf('a.js', 3_000))
  after(1_200)
  type(packetOf(1, Buffer.alloc(1024, 'x')))
  board.reboot()
  assert.equal(restarts, 1)
  assert.equal(board.flash.program?.length, 1024)
  assert.equal(type('\r').endsWith(prompt), true, 'at its prompt')
})

test('the CRC of its receiver and that of the sender are the same', () => {
  const { type, after } = desk()
  type('.flash -w\r')
  const packet = headerOf('a.js', 1)
  assert.equal(crc16(packet.subarray(3, -2)), (packet.at(-2)! << 8) | packet.at(-1)!)
  type(packet)
  assert.equal(after(1_200), '\x06C')
})
