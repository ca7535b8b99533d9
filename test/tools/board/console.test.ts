import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createConsoleBoard } from '../../../tools/board/console/console.ts'
import { createMemoryNetwork } from '../../virtual/memory-network.ts'
import { createVirtualClock } from '../../virtual/virtual-clock.ts'

/** A board without a script; `type` returns what its console says to the characters. */
function consoleOf(script = '') {
  const clock = createVirtualClock()
  const cable = createConsoleBoard({ script, clock, transport: createMemoryNetwork(clock) })
  let said = ''
  cable.onOutput = (bytes) => (said += Buffer.from(bytes).toString('latin1'))
  cable.board.boot()
  clock.advance(10)
  const started = said
  const type = (text: string, ms = 10): string => {
    said = ''
    cable.input(Buffer.from(text, 'latin1'))
    clock.advance(ms)
    return said
  }
  return { cable, clock, type, started }
}

/** A packet: `type` are the top three bits of its first two bytes. */
function packet(type: number, data: string): string {
  const flags = type | data.length
  return `\x10\x01${String.fromCharCode(flags >> 8, flags & 0xff)}${data}`
}
const [evaluate, fileSend, data, fileReceive] = [0x2000, 0x6000, 0x8000, 0xa000] as const

test('a line is echoed, carried out and answered, and the prompt comes back', () => {
  const { type, started } = consoleOf()
  assert.match(started, /^\r\n ____ [^]*\r\n>$/)
  assert.equal(type('6*7\n'), '6*7\r\n=42\r\n>')
  assert.equal(type('var a=1\r'), 'var a=1\r\n=undefined\r\n>')
  assert.equal(type('\n'), '\r\n>')
  assert.match(type('nothing.x\n'), /\r\nUncaught ReferenceError: [^]*\r\n>$/)
})

test('a line after DLE is not echoed, and the prompt stays', () => {
  const { type } = consoleOf()
  assert.equal(type('\x10print(7)\n'), '\r\x1b[J7\r\n>')
  assert.equal(type('\x10var b=8\n'), '')
  assert.equal(type('b\n'), 'b\r\n=8\r\n>', 'the next line is echoed')
  assert.equal(type('1\x10+1\n'), '1+1\r\n=2\r\n>', 'within a line DLE hides nothing')
})

test('a line goes on while a bracket is open, not one in a string or a comment', () => {
  const { type } = consoleOf()
  assert.equal(type('[1,\n'), '[1,\r\n:')
  assert.equal(type('2]\n'), '2]\r\n=[1,2]\r\n>')
  for (const closed of ['"("', "'{'", '`[`', '1//(', '1/*{*/', '"\\"("'])
    assert.match(type(`${closed}\n`), /\r\n=/, closed)
  assert.equal(type('"a")\n').includes('Uncaught'), true)
})

test('the line is edited: backspace, Ctrl-C, ESC [ 2 H, ESC LF, and what is no character of a line is none', () => {
  const { type } = consoleOf()
  assert.match(type('12\x083\n'), /=13\r\n>$/)
  assert.equal(type('12\x03'), '12\r\x1b[J>')
  assert.match(type('4\n'), /=4\r\n>$/)
  assert.match(type('12\x1b[2H5\n'), /=5\r\n>$/)
  assert.match(type('12\x1b[2;1H5\n'), /=125\r\n>$/)
  assert.match(type('1\x1b[A\x1b[1;5D2\n'), /=12\r\n>$/)
  assert.match(type('1+\x1b\n2\n'), /:2\r\n=3\r\n>$/)
  assert.match(type('"\x00\x01\t"\n'), /="\\t"\r\n>$/)
  assert.equal(type('\x03'), '')
})

test('Ctrl-E on an empty line asks who is there', () => {
  const { type } = consoleOf()
  assert.match(type('\x05'), /Espruino 2v29\.277 ESP32\r\n>$/)
  assert.match(type('1\x05\n'), /=1\r\n>$/)
})

test('a packet with an expression is answered by a packet, one that throws by NAK and the error', () => {
  const { type } = consoleOf()
  assert.equal(type(packet(evaluate, '[1,"a"]')), '\x06\x10\x01\x00\x07[1,"a"]')
  const thrown = type(packet(evaluate, 'no()'))
  assert.match(thrown, /^\x15\r\x1b\[JUncaught ReferenceError/)
  assert.equal(type(packet(0x4000, '')), '\x15')
})

test('a file comes in pieces, as many bytes as were said, and goes back in pieces of 1,024', () => {
  const { cable, type } = consoleOf()
  assert.equal(type(packet(data, 'x')), '\x15')
  assert.equal(type(packet(fileSend, '{"fn":"a","s":6}')), '\x06')
  assert.equal(type(packet(data, 'abc')) + type(packet(data, 'def')), '\x06\x06')
  assert.equal(Buffer.from(cable.board.storage.read('a') ?? []).toString(), 'abcdef')
  assert.equal(type(packet(data, 'x')), '\x15', 'the file is whole')
  for (const wrong of ['{"fn":"a","s":0}', '{"fn":1,"s":2}', '{"fn":"a"}', 'null', '{'])
    assert.equal(type(packet(fileSend, wrong)), '\x15', wrong)
  cable.board.storage.write('long', Buffer.alloc(1025, 'y'))
  const got = type(packet(fileReceive, '{"fn":"long"}'))
  assert.equal(got, `\x06${packet(data, 'y'.repeat(1024))}${packet(data, 'y')}${packet(data, '')}`)
  assert.equal(type(packet(fileReceive, '{"fn":"none"}')), '\x15')
})

test('half a packet is dropped after 5 s, and after a start of the board', () => {
  const { cable, clock, type } = consoleOf()
  assert.equal(type('\x10\x01\x20\x05ab', 4999), '')
  clock.advance(1)
  assert.match(type('7\n'), /=7/)
  assert.equal(type(packet(fileSend, '{"fn":"a","s":6}')), '\x06')
  type('\x10\x01\x20\x05ab')
  cable.board.reboot()
  clock.advance(10)
  assert.match(type('8\n'), /=8/)
  assert.equal(type(packet(data, 'abc')), '\x15', 'and the file that was sent')
  clock.advance(10_000)
  cable.board.powerOff()
  assert.equal(type('9\n'), '', 'a board without power hears nothing')
})

test('what a script prints erases the prompt, and puts the typed line back behind it', () => {
  const { type } = consoleOf('setTimeout(function(){print("tick")},100)')
  assert.equal(type('12', 200), '12\r\x1b[Jtick\r\n>12')
})
