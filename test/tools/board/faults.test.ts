import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bench, host, joined, port } from '../../rig/simulated-board.ts'

test('the watchdog of an ESP32 bites when nobody kicks it, and the pins float', () => {
  const { board, clock } = bench('digitalWrite(D2,1);E.enableWatchdog(10,false)')
  clock.advance(9999)
  assert.deepEqual([board.boots, board.pin('D2')], [1, 1])
  clock.advance(1)
  assert.deepEqual([board.boots, board.resetCause], [2, 'watchdog'])
})

test('a kicked watchdog does not bite, an automatic one only when the loop is stuck', () => {
  const kicked = bench('E.enableWatchdog(10,false);setInterval(E.kickWatchdog,5000)')
  kicked.clock.advance(60_000)
  assert.equal(kicked.board.boots, 1)
  const automatic = bench('E.enableWatchdog(10)')
  automatic.clock.advance(60_000)
  assert.equal(automatic.board.boots, 1)
  automatic.board.block(301_000)
  automatic.clock.advance(10_000)
  assert.equal(automatic.board.resetCause, 'watchdog')
})

test('the watchdog of an ESP8266 does nothing', () => {
  const { board, clock } = bench('E.enableWatchdog(10,false)', { profile: 'esp8266' })
  clock.advance(60_000)
  assert.equal(board.boots, 1)
})

const flags = 'E.on("errorFlag",function(f){print("flags "+f)});'

test('out of memory in an interval removes the interval, past every catch', () => {
  const { board, clock, lines } = bench(
    `${flags}var n=0;setInterval(function(){try{n++}catch(e){print("caught")}},100)`,
  )
  clock.advance(250)
  board.runOutOfMemory()
  clock.advance(1000)
  assert.equal(board.evaluate('n'), 2)
  assert.equal(board.counts().timers, 0)
  assert.ok(lines.includes('flags CALLBACK,LOW_MEMORY,MEMORY'))
  assert.equal(lines.filter((line) => line.startsWith('Execution Interrupted')).length, 1)
})

test('out of memory in a data handler leaves the socket open and deaf', () => {
  const { board, clock, lines, peer } = bench(
    flags + joined(`var s=require("net").connect({host:"${host}",port:${port}});s.on("data",function(d){print(d)})`),
  )
  clock.advance(1000)
  board.runOutOfMemory()
  peer.pipes[0]?.write(Buffer.from('one'))
  clock.advance(100)
  peer.pipes[0]?.write(Buffer.from('two'))
  clock.advance(100)
  assert.ok(lines.includes('flags CALLBACK,LOW_MEMORY,MEMORY'))
  assert.ok(!lines.includes('one') && !lines.includes('two'))
  assert.equal(lines.filter((line) => line.startsWith('Execution Interrupted')).length, 1, 'told once')
  assert.deepEqual([board.counts().sockets, board.counts().receiveQueueBytes], [1, 3])
})

test('an error flag is told once until E.getErrorFlags() reads it', () => {
  const { board, clock, lines } = bench(`${flags}setInterval(function(){},100);setInterval(function(){},200);
    setInterval(function(){},300);setTimeout(function(){print("read "+E.getErrorFlags())},1000)`)
  const dieAndCount = (afterMs: number): number => {
    board.runOutOfMemory()
    clock.advance(afterMs)
    return lines.filter((line) => line.startsWith('flags')).length
  }
  assert.equal(dieAndCount(250), 1)
  assert.equal(dieAndCount(250), 1)
  clock.advance(1000)
  assert.ok(lines.includes('read CALLBACK,LOW_MEMORY,MEMORY'))
  assert.equal(dieAndCount(500), 2)
})

test('after power off no callback of the script runs, even in the midst of a turn', () => {
  const { board, clock, lines } = bench('', { onPin: () => board.powerOff() })
  board.evaluate('setTimeout(function(){digitalWrite(D2,1);print("later")},10);setTimeout(function(){print("too")},10)')
  clock.advance(1000)
  assert.deepEqual(lines, [])
})

test('pins: each change is logged with what was before, repeats are not', () => {
  const { board, clock } = bench('digitalWrite(D2,0);setTimeout(function(){digitalWrite(D2,1);digitalWrite(D2,1)},50)')
  clock.advance(100)
  assert.deepEqual(board.pinEdges, [
    { pin: 'D2', value: 0, was: undefined, atMs: 0 },
    { pin: 'D2', value: 1, was: 0, atMs: 50 },
  ])
})

test('profiles: modules, LED1, Storage pages and crypto differ', () => {
  const question = 'print(typeof LED1,process.env.BOARD,process.env.MODULES.split(",").indexOf("net")>=0)'
  const answers = (['esp32', 'esp8266', 'pico', 'linux'] as const).map(
    (profile) => bench(question, { profile }).lines[0],
  )
  assert.deepEqual(answers, [
    'number ESP32 true',
    'undefined ESP8266_4MB true',
    'number RP2040_PICO false',
    'undefined LINUX true',
  ])
  assert.match(bench('require("crypto")', { profile: 'esp8266' }).lines[0] ?? '', /Module "crypto" not found/)
})

test('from a restart on pins float, until the script drives them again', () => {
  const { board, clock } = bench('digitalWrite(D2,1)', { bootMs: 100 })
  clock.advance(100)
  assert.equal(board.pin('D2'), 1)
  board.reboot()
  assert.equal(board.pin('D2'), undefined)
  clock.advance(100)
  assert.deepEqual(
    board.pinEdges.map(({ value, was }) => [value, was]),
    [
      [1, undefined],
      [1, undefined],
    ],
  )
})

test('without power the radio is off', () => {
  const { board, clock } = bench(joined(''))
  clock.advance(1000)
  assert.equal(board.wifi.isOnline, true)
  board.powerOff()
  assert.deepEqual([board.wifi.isOnline, board.wifi.joined], [false, undefined])
})
