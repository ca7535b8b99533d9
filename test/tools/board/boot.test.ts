import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FlashStorage } from '../../../tools/storage/flash-storage.ts'
import { bench } from '../../rig/simulated-board.ts'

test('runs .boot0, then .bootcde, then onInit', () => {
  const { lines } = bench('print("code");function onInit(){print("init")}', { boot0: 'print("boot0")' })
  assert.deepEqual(lines, ['boot0', 'code', 'init'])
})

test('runs .bootPowerOn, .boot0 to .boot3, and .bootrst in the place of .bootcde, as the engine does', () => {
  const names = ['.bootPowerOn', '.boot1', '.boot3', '.bootrst']
  const files = Object.fromEntries(names.map((name) => [name, `print("${name}")`]))
  const { board, clock, lines } = bench('print("code")', { files, boot0: 'print(".boot0")' })
  assert.deepEqual(lines, ['.bootPowerOn', '.boot0', '.boot1', '.boot3', '.bootrst'])
  for (const how of ['load', 'reset']) {
    lines.length = 0
    board.evaluate(`setTimeout(${how},1)`)
    clock.advance(10)
    assert.deepEqual(lines, ['.boot0', '.boot1', '.boot3', '.bootrst'], how)
  }
  lines.length = 0
  board.reboot()
  assert.equal(lines[0], '.bootPowerOn')
})

test('an error in .boot0 is printed with its place and .bootcde runs all the same', () => {
  const { lines } = bench('print("code")', { boot0: 'throw new Error("first")' })
  assert.equal(lines[0], 'Uncaught Error: first')
  assert.match(lines[1] ?? '', /^ {4}at \.boot0:1:\d+$/)
  assert.equal(lines[2], 'code')
})

test('reads a script as bytes: UTF-8 counts per byte, and \\u escapes keep their low byte', () => {
  const { board } = bench('var a="客",b="\\u4e2d",c="\\\\u4e2d",d="\\xe5"')
  assert.equal(board.evaluate('[a.length,b.length,b.charCodeAt(0),c.length,d.length].join()'), '3,1,45,6,1')
})

test('E.reboot() drops timers and globals at once and keeps Storage', () => {
  const causes: string[] = []
  const script = `var s=require("Storage"),n=(+s.read("n")||0)+1;s.write("n",""+n);print("boot "+n);
    setInterval(function(){print("tick "+n)},1000);
    if(n<3)setTimeout(function(){E.reboot();print("never")},1500)`
  const { board, clock, lines } = bench(script, { onReset: (cause) => causes.push(cause) })
  clock.advance(4200)
  assert.deepEqual(lines, ['boot 1', 'tick 1', 'boot 2', 'tick 2', 'boot 3', 'tick 3'])
  assert.deepEqual(causes, ['reboot', 'reboot'])
  assert.deepEqual([board.boots, board.resetCause], [3, 'reboot'])
})

test('load() tells E kill and starts the script again with the Wi-Fi still joined', () => {
  const script = `E.on("kill",function(){print("kill")});var w=require("Wifi");print(w.getIP().ip);
    if(w.getIP().ip=="0.0.0.0")w.connect("Home",{},function(){load()})`
  const { clock, lines } = bench(script)
  clock.advance(1000)
  assert.deepEqual(lines, ['0.0.0.0', 'kill', '192.0.2.7'])
})

test('reset() leaves an interpreter without the script', () => {
  const { board, clock, lines } = bench('var here=1;setTimeout(reset,10);print("once")')
  clock.advance(100)
  assert.deepEqual(lines, ['once'])
  assert.equal(board.evaluate('typeof here'), 'undefined')
})

test('power off leaves no timer on the clock, and nothing of the script runs on', () => {
  const { board, clock, lines } = bench('setInterval(function(){print("tick")},100)')
  clock.advance(250)
  board.powerOff()
  clock.advance(10_000)
  assert.deepEqual(lines, ['tick', 'tick'])
  assert.equal(clock.pending, 0)
  assert.equal(board.isRunning, false)
})

test('a board takes a Storage that another one left', () => {
  const storage = new FlashStorage({ pageBytes: 4096, pages: 16 })
  bench('require("Storage").write("kept","yes")', { storage })
  const { lines } = bench('print(require("Storage").read("kept"))', { storage })
  assert.deepEqual(lines, ['yes'])
})

test('boards share nothing: a global or a changed prototype of one is not in the other', () => {
  bench('leak=1;Array.prototype.leak=1')
  const { board } = bench('')
  assert.equal(board.evaluate('typeof leak+typeof [].leak'), 'undefinedundefined')
})

test('a day has 86,400 ticks of a second', () => {
  const { board, clock } = bench('var n=0;setInterval(function(){n++},1000)')
  clock.advance(86_400_000)
  assert.equal(board.evaluate('n'), 86_400)
})

test('50 boards run side by side', () => {
  const boards = Array.from({ length: 50 }, () => bench('setInterval(function(){},1000)'))
  assert.ok(boards.every(({ board }) => board.isRunning))
})

test('Math.random comes from the generator given, the time of day from the epoch given', () => {
  const { board, clock } = bench('', { random: () => 0.25, epochMs: 1_700_000_000_000 })
  clock.advance(1500)
  assert.equal(board.evaluate('Math.random()'), 0.25)
  assert.equal(board.evaluate('Date.now()'), 1_700_000_001_500)
  assert.equal(board.evaluate('new Date().toISOString()'), '2023-11-14T22:13:21.500Z')
})

test('setTime moves the time of day and no timer', () => {
  const { clock, lines } = bench('setTimeout(function(){print("due",Math.floor(getTime()))},2000);setTime(5000)')
  clock.advance(1999)
  assert.deepEqual(lines, [])
  clock.advance(10)
  assert.deepEqual(lines, ['due 5002'])
})

test('an image of memory is not restored, and the board says so at each start but a reset', () => {
  const { board, clock, lines } = bench('print("script")', { files: { '.varimg': 'x' } })
  const told = () => lines.splice(0).filter((line) => line.startsWith('Not loading saved code')).length
  assert.equal(told(), 1)
  board.evaluate('load()')
  clock.advance(10)
  assert.equal(told(), 1)
  board.evaluate('reset()')
  clock.advance(10)
  assert.equal(told(), 0)
})
