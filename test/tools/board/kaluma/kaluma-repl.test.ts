import assert from 'node:assert/strict'
import { test } from 'node:test'
import { kaluma } from './kaluma-bench.ts'

test('the REPL shows values and errors of the running program, in its colours', () => {
  const { board } = kaluma('var mine={a:[1,"x"]}')
  const { repl } = board
  assert.equal(
    repl.evaluate('mine'),
    "{\r\n  a: [\r\n    \u001b[95m1\u001b[0m,\r\n    \u001b[93m'x'\u001b[0m\r\n  ]\r\n}",
  )
  assert.equal(repl.evaluate('nobody'), '\u001b[31mReferenceError: nobody is not defined\u001b[0m')
  let out = ''
  repl.onOutput = (bytes) => (out += Buffer.from(bytes).toString('latin1'))
  assert.equal(
    repl.evaluate('print("\\u00e9");process.stdout.write(new Uint8Array([233]))'),
    '\u001b[90mundefined\u001b[0m',
  )
  assert.equal(out, '\u00c3\u00a9\u00e9')
})

test('a program that is written runs after load, none runs after reset; pins float, the clock goes on', () => {
  const resets: string[] = []
  const { board, clock, said } = kaluma('pinMode(2,OUTPUT);say("old")', { onReset: (cause) => resets.push(cause) })
  const { repl } = board
  clock.advance(100)
  repl.writeProgram(Buffer.from('print("new "+millis()+"\\n")'))
  assert.deepEqual([said(), board.pin('GP2')], [['old'], 0])
  repl.load()
  assert.deepEqual([said(), board.pin('GP2')], [['new 100'], undefined])
  repl.reset()
  assert.deepEqual(
    [said(), repl.evaluate('typeof say'), resets],
    [[], "\u001b[93m'undefined'\u001b[0m", ['load', 'reset']],
  )
  repl.writeProgram(undefined)
  board.reboot()
  assert.deepEqual([said(), repl.program()], [[], undefined])
})

test('load with a socket open hangs: Kaluma closes it when its engine is gone', () => {
  const { board, clock, hung } = kaluma('join();open(function(){})')
  clock.advance(1_000)
  board.repl.load()
  assert.deepEqual([hung(), board.repl.evaluate('1')], [['.load with a socket open'], ''])
})

test('while a transfer runs nothing of the program does, but its watchdog bites', () => {
  const { board, clock, said } = kaluma(
    'say("boot");new (require("wdt").WDT)(5000);setInterval(function(){say("tick")},1000)',
  )
  clock.advance(1_100)
  let restarts = 0
  board.repl.onRestart = () => void restarts++
  board.repl.stopLoop(true)
  clock.advance(3_000)
  assert.deepEqual(said(), ['boot', 'tick'])
  clock.advance(1_000)
  assert.equal(restarts, 1)
  board.repl.stopLoop(false)
  clock.advance(1_500)
  assert.deepEqual(said(), ['boot', 'tick'])
})
