import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createBoard } from '../../../tools/board/board.ts'
import type { ProfileName } from '../../../tools/board/profile.ts'
import { createMemoryNetwork } from '../../virtual/memory-network.ts'
import { createVirtualClock } from '../../virtual/virtual-clock.ts'

function boardOf(profile: ProfileName = 'esp32') {
  const clock = createVirtualClock()
  const lines: string[] = []
  const board = createBoard({
    ...{ script: '', profile, clock, transport: createMemoryNetwork(clock), epochMs: 5000 },
    onPrint: (line) => lines.push(line),
  })
  board.boot()
  /** The value of an expression as JSON, or the error that it throws. */
  const value = (source: string): string => {
    try {
      return String(board.evaluate(`JSON.stringify(${source})`))
    } catch (error) {
      return String(error)
    }
  }
  return { board, clock, lines, value }
}

function assertValues(value: (source: string) => string, wanted: readonly (readonly [string, string])[]): void {
  for (const [source, said] of wanted) assert.equal(value(source), said, source)
}

test('Storage reads a part, lists by pattern, and says what it has', () => {
  const { value, board } = boardOf()
  board.evaluate('var s=require("Storage");s.write("abc","hello");s.writeJSON("j",{a:[1]});s.write("o",{b:2})')
  assertValues(value, [
    ['s.read("abc",1)', '"ello"'],
    ['s.read("abc",1,2)', '"el"'],
    ['s.read("abc",0,0)', '"hello"'],
    ['s.read("none")', 'null'],
    ['s.readJSON("j").a[0]', '1'],
    ['s.read("o")', '"{\\"b\\":2}"'],
    ['s.readJSON("abc",true)', 'null'],
    ['s.readJSON("abc")', 'SyntaxError: Expecting valid value, got ID'],
    ['s.list(/^a/)', '["abc"]'],
    ['s.list().length', '3'],
    ['s.readArrayBuffer("abc").byteLength', '5'],
    ['s.getStats().totalBytes', String(4096 * 224)],
    ['s.getStats().firstPageWithTrash', 'null'],
    ['s.write("x")', "Error: Can't get pointer to data to write"],
    ['(s.erase("abc"),s.read("abc"))', 'null'],
    ['(s.eraseAll(),s.list())', '[]'],
  ])
  const hash = value('s.hash()')
  board.evaluate('s.write("abc","1")')
  assert.notEqual(value('s.hash()'), hash)
})

test('Flash knows its own pages only: elsewhere it reads as erased, and nothing is written', () => {
  const { value, board } = boardOf()
  board.evaluate('var f=require("Flash"),a=0x320000,end=a+4096*224')
  assertValues(value, [
    ['f.getPage(a+5000)', `{"addr":${0x320000 + 4096},"length":4096}`],
    ['f.getPage(a-1)', 'null'],
    ['f.getPage(end)', 'null'],
    ['f.getPage(end-1).length', '4096'],
    ['(f.write("abcd",a+8192),f.read(4,a+8192))', '[97,98,99,100]'],
    ['(f.write("abcd",end),f.read(2,end))', '[255,255]'],
    ['f.read(0,a)', 'null'],
    ['(f.erasePage(a+8192+5),f.read(4,a+8192))', '[255,255,255,255]'],
    ['f.erasePage("1")', 'Error: Address should be an integer, got string'],
    ['f.write(undefined,a)', 'Error: Data is not defined'],
  ])
})

test('crypto has the hashes of the build, of text, of bytes and of a number as one byte', () => {
  const { value, board } = boardOf()
  board.evaluate('var c=require("crypto"),h=function(x){return btoa(E.toString(x))}')
  const empty = '"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="'
  assertValues(value, [
    ['h(c.SHA256(""))', empty],
    ['h(c.SHA256(97))==h(c.SHA256("a"))', 'true'],
    ['h(c.SHA256([97,98]))==h(c.SHA256("ab"))', 'true'],
    ['h(c.SHA1(""))', '"2jmj7l5rSw0yVb/vlWAYkK/YBwk="'],
    ['c.SHA256()', 'null'],
    ['c.MD5', 'null'],
  ])
})

test('process and E tell of the build, and E joins and sums bytes', () => {
  const { value } = boardOf()
  assertValues(value, [
    ['process.memory().free', String(16383 - 300)],
    ['process.memory().usage', '300'],
    ['process.env.MODULES', '"timer,Flash,Storage,net,tls,crypto,Wifi"'],
    ['process.env.STORAGE', String(4096 * 224)],
    ['process.env.CONSOLE', '"Serial1"'],
    ['getSerial()', '"240ac4-fffe0102"'],
    ['E.toString([1,2],"a",{data:"b",count:3})', '"\\u0001\\u0002abbb"'],
    ['E.toString(undefined)', 'TypeError: Expecting Number or iterable, got undefined'],
    ['E.toUint8Array("ab")', '[97,98]'],
    ['E.toArrayBuffer(1)', 'null'],
    ['E.CRC32("123456789")', String(0xcbf43926)],
    ['E.sum([1,2,3])', '6'],
    ['[E.clip(5,1,3),E.clip(0,1,3),E.clip(2,1,3)]', '[3,1,2]'],
    ['E.isUTF8("\\xc3\\xa9")', 'false'],
    ['E.decodeUTF8("a\\xc3\\xa9\\x7fb",[],"?")', '"a?\\u007Fb"'],
    ['(E.setFlags({pretokenise:1}),E.getFlags().pretokenise)', '1'],
    ['getTime()', '5'],
    ['(setTime(9),getTime())', '9'],
  ])
})

test('save() tells E kill, then init, and the script goes on', () => {
  const { board, clock, lines } = boardOf()
  board.evaluate('E.on("kill",function(){print("kill")});E.on("init",function(){print("init")});save()')
  clock.advance(10)
  assert.deepEqual(lines, ['kill', 'init'])
})

test('modules: unknown ones, a name that is no text, and those that a script adds', () => {
  const { value, board } = boardOf()
  assertValues(value, [
    ['require("nothing")', 'Error: Module "nothing" not found'],
    ['require(1)', 'TypeError: Expecting module name as a string, got number'],
    ['require("net")==require("net")', 'true'],
    ['Modules.getCached()', '["net"]'],
    ['Modules.addCached("a",1)', 'Error: args must be addCached(string, string|function)'],
    ['(Modules.addCached("a","exports.x=1"),require("a").x)', '1'],
    ['(Modules.addCached("b",function(){module.exports=7}),require("b"))', '7'],
    ['[typeof exports,typeof module]', '["undefined","undefined"]'],
    ['(Modules.addCached("c","Modules.addCached(\'d\',\'exports.y=2\');exports.z=3"),[require("c").z,require("d").y])', '[3,2]'],
    ['Modules.removeCached("e")', 'Error: Module "e" not found'],
    ['(Modules.removeCached("a"),Modules.removeAllCached(),Modules.getCached())', '[]'],
  ]) // prettier-ignore
  assert.equal(board.isRunning, true)
})
