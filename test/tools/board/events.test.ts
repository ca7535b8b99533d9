import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ErrorFlags } from '../../../tools/board/language/error-flags.ts'
import { IdleLoop, turnMs } from '../../../tools/board/language/idle-loop.ts'
import { numberText, quoted } from '../../../tools/board/language/json-text.ts'
import { Timers } from '../../../tools/board/language/timers.ts'
import { readSource } from '../../../tools/board/language/source.ts'
import { Watchdog } from '../../../tools/board/watchdog.ts'
import { createBoard } from '../../../tools/board/board.ts'
import { createMemoryNetwork } from '../../virtual/memory-network.ts'
import { createVirtualClock } from '../../virtual/virtual-clock.ts'

/** Runs a script for 100 ms; returns what it prints. */
function run(script: string): string[] {
  const clock = createVirtualClock()
  const lines: string[] = []
  const board = createBoard({
    script,
    clock,
    transport: createMemoryNetwork(clock),
    onPrint: (line) => lines.push(line),
  })
  board.boot()
  clock.advance(100)
  return lines
}

const say = (text: string) => `function(){print("${text}")}`

test('an event reaches the listeners that were there when it was emitted, in their order', () => {
  const script = `var o={};o.on("e",${say('a')});o.emit("e");o.on("e",${say('b')});o.prependListener("e",${say('first')});o.emit("e")`
  assert.deepEqual(run(script), ['a', 'first', 'a', 'b'])
})

test('a listener is removed alone, by its event, or with all; another object has its own', () => {
  const [a, b] = [say('a'), say('b')]
  const start = `var o={},p={},a=${a},b=${b};["e","f"].forEach(function(n){o.on(n,a);o.on(n,b);p.on(n,a)});`
  const emit = ';["e","f"].forEach(function(n){o.emit(n)})'
  for (const [removes, said] of [
    ['o.removeListener("e",a)', ['b', 'a', 'b']],
    ['o.removeListener("e",print)', ['a', 'b', 'a', 'b']],
    ['o.removeListener("g",a)', ['a', 'b', 'a', 'b']],
    ['o.removeAllListeners("e")', ['a', 'b']],
    ['o.removeAllListeners()', []],
  ] as const)
    assert.deepEqual(run(start + removes + emit), said, removes)
  assert.deepEqual(run(`${start}o.removeAllListeners();p.emit("e")`), ['a'])
})

test('an event carries at most four arguments, its name is a text, and a listener a function or text', () => {
  const attempt = (source: string) => run(`try{${source};print("ok")}catch(e){print(e+"")}`)
  for (const [source, said] of [
    ['({}).emit("e",1,2,3,4)', 'ok'],
    ['({}).emit("e",1,2,3,4,5)', 'TypeError: Too many arguments (>4)'],
    ['({}).emit(1)', 'TypeError: First argument must be String'],
    ['({}).on("e",1)', 'TypeError: Second argument must be a function or a String'],
    ['"text".on("e",print)', 'TypeError: Parent must be an object - not a String, Integer, etc'],
    ['setTimeout(1,1)', 'Error: Function or String not supplied!'],
    ['setTimeout(print,31536000001000)', 'ok'],
    ['setTimeout(print,31536000001001)', 'Error: Interval is too long (>100 years)'],
    ['clearInterval(undefined)', 'Error: clearInterval(undefined) not allowed. Use clearInterval() instead'],
    ['changeInterval(99,1)', 'Error: Unknown Interval'],
    ['new Promise()', 'Error: Executor function required in Promise constructor'],
    ['Object.create({},{})', 'Error: propertiesObject is not supported yet'],
  ] as const)
    assert.deepEqual(attempt(source), [said], source)
})

test('clearTimeout alone clears all, changeInterval counts from now', () => {
  assert.deepEqual(run('setTimeout(print,10,1);setInterval(print,10,2);clearTimeout()'), [])
  const changed = run(
    'var i=setInterval(function(){print(Math.round(getTime()*1000))},80);setTimeout(function(){changeInterval(i,30)},20)',
  )
  assert.deepEqual(changed, ['50', '80'])
})

test('a promise calls later, once, and says what nobody handled', () => {
  for (const [script, said] of [
    ['new Promise(function(y,n){y(1);n(2);y(3)}).then(print,print);print(0)', ['0', '1']],
    ['new Promise(function(){throw 7}).catch(function(e){print(e);return 8}).then(print)', ['7', '8']],
    ['Promise.reject(1).then(print).catch(function(e){print("no",e)})', ['no 1']],
    ['Promise.resolve(Promise.resolve(5)).then(print)', ['5']],
    ['Promise.all([1,Promise.resolve(2)]).then(print)', ['[ 1, 2 ]']],
    ['Promise.all([]).then(print)', ['[  ]']],
    ['Promise.all([1,Promise.reject(2)]).then(print,function(e){print("no",e)})', ['no 2']],
    ['var p=Promise.resolve(1);setTimeout(function(){p.then(print)},10)', ['1']],
    ['Promise.reject(9)', ['Uncaught Error: Unhandled promise rejection: 9']],
  ] as const)
    assert.deepEqual(run(script), said, script)
})

test('an error that nobody catches is told to process, else printed; one in the teller is printed', () => {
  assert.deepEqual(run('setTimeout(function(){throw "a"},1)'), ['Uncaught a'])
  assert.deepEqual(
    run('process.on("uncaughtException",function(e){print("told",e)});setTimeout(function(){throw "a"},1)'),
    ['told a'],
  )
  assert.deepEqual(run('process.on("uncaughtException",function(){throw "b"});setTimeout(function(){throw "a"},1)'), [
    'Uncaught b',
  ])
})

test('error flags: each told once, in the order of the engine; low memory alone is no news', () => {
  const flags = new ErrorFlags()
  flags.raise('LOW_MEMORY')
  assert.deepEqual([flags.news(), flags.news()], [[], []])
  flags.raise('CALLBACK')
  flags.raise('FIFO_FULL')
  assert.deepEqual(flags.news(), ['FIFO_FULL', 'CALLBACK'])
  assert.deepEqual(flags.news(), [])
  flags.raise('CALLBACK')
  assert.deepEqual(flags.news(), [])
  assert.deepEqual(flags.take(), ['FIFO_FULL', 'CALLBACK', 'LOW_MEMORY'])
  assert.deepEqual(flags.take(), [])
  flags.raise('CALLBACK')
  assert.deepEqual(flags.news(), ['CALLBACK'])
  assert.equal(flags.dies(), false)
  flags.orderDeath()
  assert.deepEqual([flags.dies(), flags.dies(), flags.take()], [true, false, ['CALLBACK', 'LOW_MEMORY', 'MEMORY']])
})

function loopOf(hooks: Partial<{ hasEvents: () => boolean; runEvents: () => void }> = {}) {
  const clock = createVirtualClock()
  const start = clock.now()
  const loop = new IdleLoop(clock, {
    ...{ runEvents: () => undefined, hasEvents: () => false, check: () => undefined, intervalDied: () => undefined },
    call: (callback) => ((callback as () => void)(), true),
    ...hooks,
  })
  return { clock, loop, at: () => clock.now() - start }
}

test('a loop that is held runs nothing until the last hold ends, and says since when', () => {
  const { clock, loop, at } = loopOf()
  const ran: number[] = []
  loop.timers.add(() => ran.push(at()), 10, [], false)
  clock.advance(5)
  const [one, other] = [loop.hold(), loop.hold()]
  clock.advance(20)
  assert.equal(loop.blockedSince, clock.now() - 20)
  one()
  one()
  clock.advance(20)
  assert.deepEqual(ran, [], 'the other one still holds')
  other()
  clock.advance(turnMs)
  assert.deepEqual([ran, loop.blockedSince], [[45 + turnMs], undefined])
})

test('turns follow each other every 2 ms while a driver or an event has more to do, and end when none has', () => {
  let left = 3
  const turns: number[] = []
  const { clock, loop, at } = loopOf()
  loop.drivers.push(() => (turns.push(at()), --left > 0))
  loop.drivers.push(() => false)
  loop.wake()
  clock.advance(100)
  assert.deepEqual(turns, [2, 4, 6])
  loop.stop()
  loop.wake()
  clock.advance(100)
  assert.equal(turns.length, 3)
})

test('ids of timers are the highest plus 1, and a wait is 0.1 ms at least', () => {
  const timers = new Timers(
    () => 0,
    () => undefined,
  )
  const add = (ms: number, repeat = false) => timers.add(undefined, ms, [], repeat)
  assert.deepEqual([add(10), add(10), add(10)], [1, 2, 3])
  timers.clear(2)
  assert.equal(add(10), 4)
  timers.clear(4)
  assert.equal(add(NaN), 4)
  assert.equal(timers.nextAt(), 0.1)
  timers.clearAll()
  add(-1, true)
  assert.equal(timers.nextAt(), 0.1)
  assert.equal(timers.change(1, 50), true)
  assert.equal(timers.nextAt(), 50)
  timers.change(1, 0)
  assert.equal(timers.nextAt(), 0.1)
  assert.equal(timers.change(2, 50), false)
})

test('numbers and texts are written as the engine writes them', () => {
  for (const [value, text] of [
    [-0, '0'],
    [1e20, '100000000000000000000'],
    [1e21, '1e+21'],
    [0.1, '0.1'],
    [1 / 3, '0.33333333333'],
    [0.000001, '0.000001'],
    [0.0000001, '1e-7'],
    [-2.5, '-2.5'],
  ] as const)
    assert.equal(numberText(value), text)
  assert.equal(quoted('"\\\n\x01\x7e\x7f\xff\u4e2d'), '"\\"\\\\\\n\\u0001~\\u007F\\u00FF\\u4E2D"')
})

test('a script is read as a board reads it: of \\uXXXX the low byte, an escaped backslash stays', () => {
  assert.equal(readSource('"\\u4e2d\\\\u4e2d\\n"'), '"\\x2d\\\\u4e2d\\n"')
})

test('a watchdog bites when nobody fed it for its time, and one that was stopped does not', () => {
  for (const [feedAt, stopAt, bites] of [
    [0, 0, [1000]],
    [600, 0, [1600]],
    [600, 700, []],
  ] as const) {
    const clock = createVirtualClock()
    const bitten: number[] = []
    const start = clock.now()
    const watchdog = new Watchdog(
      clock,
      () => undefined,
      () => bitten.push(clock.now() - start),
    )
    watchdog.kick()
    watchdog.enable(1000, false)
    clock.advance(feedAt)
    if (feedAt > 0) watchdog.kick()
    clock.advance(stopAt === 0 ? 0 : stopAt - feedAt)
    if (stopAt > 0) watchdog.stop()
    clock.advance(1999 - Math.max(feedAt, stopAt))
    assert.deepEqual(bitten, bites)
  }
})

test('a watchdog that was stopped bites no more, though somebody feeds it', () => {
  const clock = createVirtualClock()
  const watchdog = new Watchdog(
    clock,
    () => undefined,
    () => assert.fail('it bites'),
  )
  watchdog.enable(1000, false)
  watchdog.stop()
  watchdog.kick()
  clock.advance(5000)
})

test('arithmetic as on the engine: powers are inexact from 2^31 on, halves are rounded away from zero', () => {
  const exact = 'Math.pow(2,30)==1073741824,Math.pow(2,31)==2147483648,Math.pow(2,31)-2147483648<0.001'
  const script = `print([${exact}]);print([Math.round(-2.5),Math.round(2.5),Math.round(-0.4),Math.clip(5,1,3)])`
  assert.deepEqual(run(script), ['[ true, false, true ]', '[ -3, 3, 0, 3 ]'])
})
