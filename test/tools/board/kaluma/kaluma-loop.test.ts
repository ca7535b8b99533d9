import assert from 'node:assert/strict'
import { test } from 'node:test'
import { kaluma } from './kaluma-bench.ts'

const timerHang = 'clearTimeout of a timer in its own callback'

test('a timer that clears itself in its own callback hangs the board, until the plug is pulled', () => {
  const { board, clock, said, hung } = kaluma(
    'say("boot");setInterval(function(){say("tick")},1000);var t=setTimeout(function(){clearTimeout(t);say("done")},1500)',
  )
  clock.advance(60_000)
  assert.deepEqual(said(), ['boot', 'tick', 'done'])
  assert.deepEqual(hung(), [timerHang])
  assert.throws(() => board.evaluate('1'), /hangs/)
  board.powerOff()
  board.boot()
  clock.advance(1_200)
  assert.deepEqual(said(), ['boot', 'tick'])
})

test('an interval that clears itself is fine, unless it throws then, which frees it twice', () => {
  const fine = kaluma('var t=setInterval(function(){clearInterval(t)},5);setTimeout(function(){say("on")},50)')
  fine.clock.advance(100)
  assert.deepEqual([fine.said(), fine.hung()], [['on'], []])
  const broken = kaluma(
    'var t=setInterval(function(){clearInterval(t);nobody()},5);setTimeout(function(){say("on")},50)',
  )
  broken.clock.advance(100)
  assert.deepEqual(broken.said().slice(-2), ['ReferenceError: nobody is not defined', '  at <anonymous>:5'])
  assert.deepEqual(broken.hung(), [timerHang])
})

test('timers are due a ms later than asked, and count from the beginning of their turn', () => {
  const { clock, said } = kaluma(
    'function at(n){say(n+" "+millis())};setTimeout(function(){at("ten")},10);setTimeout(function(){delay(100);setTimeout(function(){at("late")},50)},20)',
  )
  clock.advance(1000)
  assert.deepEqual(said(), ['ten 11', 'late 121'])
})

test('a watchdog resets a board that hangs; it counts 8,388 ms at most, and is off after the reset', () => {
  const resets: string[] = []
  const { clock, said, hung } = kaluma(
    'say("boot");if(!global.once){global.once=1;var w=new (require("wdt").WDT)(20000);w.feed();(function f(){f()})()}',
    { onReset: (cause) => resets.push(cause) },
  )
  assert.deepEqual(said(), ['boot'])
  assert.deepEqual(hung(), ['endless recursion: the engine has called exit()'])
  clock.advance(8_387)
  assert.deepEqual(resets, [])
  clock.advance(2)
  assert.deepEqual([resets, said()], [['watchdog'], ['boot']])
})

test('new WDT(1) reboots, and the program still runs for that ms', () => {
  const resets: string[] = []
  const { clock, board } = kaluma(
    'setTimeout(function(){var f=require("fs");new (require("wdt").WDT)(1);f.writeFile("/last",new Uint8Array([1]))},100)',
    { onReset: (cause) => resets.push(cause) },
  )
  clock.advance(150)
  assert.deepEqual([resets, board.boots, board.flash.list()], [['reboot'], 2, ['/last']])
})

test('the watchdog bites in the midst of a call that blocks: what stands behind it never runs', () => {
  const resets: string[] = []
  const { clock, said } = kaluma(
    'if(global.process.version){setTimeout(function(){new (require("wdt").WDT)(8000);__ieee80211dev.connect({ssid:"Gone"},function(){say("called back")});say("joined")},10)}',
    { onReset: (cause) => resets.push(cause) },
  )
  clock.advance(8_020)
  assert.deepEqual([resets, said()], [['watchdog'], []])
})

test('an exception at the top of the program starts the engine again without it', () => {
  const { board, clock, said } = kaluma('setTimeout(function(){say("never")},10);pinMode(2,OUTPUT);nobody()')
  clock.advance(1000)
  assert.deepEqual(said(), ['ReferenceError: nobody is not defined', '  at <anonymous>:5'])
  assert.deepEqual(
    [board.isRunning, board.pin('GP2'), board.repl.evaluate('typeof say')],
    [true, undefined, "\u001b[93m'undefined'\u001b[0m"],
  )
})

test('GP22 held low at the start keeps the program from running', () => {
  const { board, clock, said } = kaluma('say("runs")')
  assert.deepEqual(said(), ['runs'])
  board.outside.drive('GP22', 0)
  board.reboot()
  clock.advance(10)
  assert.deepEqual(said(), [])
  board.outside.drive('GP22', undefined)
  board.reboot()
  assert.deepEqual(said(), ['runs'])
})

test('JSON.parse of 140 arrays in each other is fine, 141 use up the stack, text does not count', () => {
  const nested = (n: number): string => `JSON.parse("${'['.repeat(n)}${']'.repeat(n)}");say("fine")`
  assert.deepEqual(kaluma(nested(140)).said(), ['fine'])
  assert.deepEqual(kaluma(nested(141)).hung(), ['JSON.parse has used up the C stack'])
  assert.deepEqual(kaluma(`JSON.parse('"${'['.repeat(200)}"');say("fine")`).said(), ['fine'])
})

test('memory that runs out is exit(): the next callback does not begin, the board hangs', () => {
  const { board, clock, said, hung } = kaluma('setInterval(function(){say("tick")},100)')
  clock.advance(150)
  board.runOutOfMemory()
  clock.advance(1000)
  assert.deepEqual([said(), hung()], [['tick'], ['out of memory: the engine has called exit()']])
})

test('Math.random draws the same at each boot, and otherwise once it is seeded', () => {
  const { board, said } = kaluma(
    'say(Math.random());seed(Number(require("rp2").randomBigInt()&0xffffffffn));say(Math.random())',
  )
  const [first, seeded] = said()
  board.reboot()
  const [again, otherwise] = said()
  assert.equal(again, first)
  assert.notEqual(otherwise, seeded)
})
