import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createBoard } from '../../../tools/board/board.ts'
import type { ProfileName } from '../../../tools/board/profile.ts'
import { createMemoryNetwork } from '../../virtual/memory-network.ts'
import { createVirtualClock } from '../../virtual/virtual-clock.ts'

function boardOf(script: string, profile: ProfileName = 'esp32') {
  const clock = createVirtualClock()
  const lines: string[] = []
  const board = createBoard({
    ...{ script, profile, clock, transport: createMemoryNetwork(clock), epochMs: 5000 },
    onPrint: (line) => lines.push(line),
    onPwm: (pin, { value, freq }) => lines.push(`${pin} ${value} ${freq ?? 'default'}`),
  })
  board.boot()
  clock.advance(5)
  /** Returns what was printed since the last call. */
  const said = (): string[] => lines.splice(0)
  const value = (source: string): unknown => board.evaluate(source)
  return { board, outside: board.outside, clock, said, value }
}

const watch = (options: string, pin = 'D4') => `setWatch(function(e){print(JSON.stringify(e))},${pin},${options});`

test('arrays of pins are bits, the last pin the lowest; objects and names are pins; what is none is refused', () => {
  const { board, value } = boardOf('')
  const attempt = (source: string): string => {
    try {
      return String(value(`JSON.stringify(${source})`))
    } catch (error) {
      return String(error)
    }
  }
  for (const [source, wanted] of [
    ['(digitalWrite([D2,D4,D5],6),getPinMode(D2))', '"output"'],
    ['[digitalRead(2),digitalRead(D4),digitalRead("D5")]', '[1,1,0]'],
    ['digitalRead([D2,D4,D5])', '6'],
    ['(D5.set(),D2.reset(),D4.write(0),digitalRead([D2,D4,D5]))', '1'],
    ['[D5.read(),D2.read()]', '[true,false]'],
    ['(new Pin("D13")).set()', undefined],
    ['digitalRead(13)', '1'],
    ['[D13.toggle(),D13.toggle()]', '[false,true]'],
    ['[Pin("D40"),Pin(39),Pin(40),Pin(-1),Pin(1.5),Pin("LED1"),Pin(null)]', '[null,39,null,null,null,2,null]'],
    ['digitalWrite("D40",1)', 'Error: Invalid pin'],
    ['digitalWrite(40,1)', 'Error: Invalid pin'],
    ['getPinMode(D12)', 'null'],
  ] as const)
    assert.equal(attempt(source), wanted ?? 'null', source)
  assert.equal(board.pin('D12'), undefined)
  value('digitalWrite(D12,NaN);digitalWrite(D14,2)')
  assert.deepEqual([board.pin('D12'), board.pin('D14')], [0, 1])
  assert.equal(boardOf('', 'linux').value('(digitalWrite(D2,1),digitalRead(D2))'), 0)
  assert.throws(() => board.outside.drive('D77', 1), /no pin D77/)
})

test('an input reads what is outside, else its pull, and an output what the script writes', () => {
  const { outside, value } = boardOf('pinMode(D4,"input_pullup");pinMode(D5,"input_pulldown");pinMode(D12,"output")')
  const levels = (): unknown => value('JSON.stringify([D4,D5,D12,D13].map(digitalRead))')
  assert.equal(levels(), '[1,0,0,0]')
  for (const pin of ['D4', 'D5', 'D12', 'D13']) outside.drive(pin, pin === 'D4' ? 0 : 1)
  assert.equal(levels(), '[0,1,0,1]')
  for (const pin of ['D4', 'D5', 'D12', 'D13']) outside.drive(pin, undefined)
  assert.equal(levels(), '[1,0,0,0]')
})

test('an open drain pulls down or lets go; what is outside survives a reset of the board', () => {
  const { board, outside, value } = boardOf('pinMode(D4,"opendrain_pullup");pinMode(D5,"opendrain")')
  const levels = (): unknown => value('JSON.stringify([D4.read(),D5.read()])')
  assert.equal(levels(), '[true,false]')
  outside.drive('D5', 1)
  assert.equal(levels(), '[true,true]')
  value('D4.reset();D5.reset()')
  assert.equal(levels(), '[false,false]')
  board.reboot()
  assert.equal(levels(), '[true,true]')
})

test('a watch tells each change in the next turn, of the edge that it asks for, once or again and again', () => {
  for (const [options, told] of [
    ['{repeat:true}', [true, false, true]],
    ['{repeat:true,edge:"rising"}', [true, true]],
    ['{repeat:true,edge:-1}', [false]],
    ['{repeat:false,edge:"both"}', [true]],
    ['true', [true, false, true]],
  ] as const) {
    const { outside, clock, said } = boardOf(`pinMode(D4,"input_pulldown");${watch(options)}`)
    for (const level of [1, 0, 1] as const) {
      outside.drive('D4', level)
      outside.drive('D4', level)
    }
    assert.deepEqual(said(), [], 'not before the turn')
    clock.advance(5)
    assert.deepEqual(
      said().map((line) => (JSON.parse(line) as { state: boolean }).state),
      told,
      options,
    )
  }
})

test('a watch says when, and when before that; clearWatch ends it', () => {
  const { outside, clock, said, value } = boardOf(watch('{repeat:true}'))
  outside.drive('D4', 1)
  clock.advance(1000)
  outside.drive('D4', 0)
  clock.advance(1000)
  assert.deepEqual(said(), [
    '{"state":true,"time":5.005,"pin":4}',
    '{"state":false,"lastTime":5.005,"time":6.005,"pin":4}',
  ])
  value('clearWatch(1)')
  outside.drive('D4', 1)
  clock.advance(10)
  assert.deepEqual(said(), [])
})

test('a debounced watch is called once the level has lasted, with the time of the last change', () => {
  const { outside, clock, said } = boardOf(watch('{repeat:true,debounce:50}'))
  for (const level of [1, 0, 1] as const) {
    outside.drive('D4', level)
    clock.advance(10)
  }
  clock.advance(39)
  assert.deepEqual(said(), [])
  clock.advance(5)
  assert.deepEqual(said(), ['{"state":true,"time":5.025,"pin":4}'])
  outside.drive('D4', 0)
  clock.advance(10)
  outside.drive('D4', 1)
  clock.advance(100)
  assert.deepEqual(said(), [], 'too short to count')
})

test('while the interpreter is busy, a debounced watch misses what is over again, and tells the rest with its own time', () => {
  for (const [changes, told] of [
    [[0], []],
    [[0, 1], ['{"state":true,"time":5.06,"pin":4}']],
  ] as const) {
    const { board, outside, clock, said } = boardOf(watch('{repeat:true,debounce:20}'))
    outside.drive('D4', 1)
    clock.advance(5)
    board.block(200)
    for (const level of changes) {
      clock.advance(50)
      outside.drive('D4', level)
    }
    clock.advance(300)
    assert.deepEqual(said(), told)
  }
})

test('a press calls the watches of its pin at once, and none where the pin is low or nobody watches', () => {
  const { board, said, value } = boardOf('')
  value(`pinMode(D0,"input_pullup");${watch('{repeat:true,edge:"falling",debounce:50}', 'D0')}`)
  board.press('D0')
  board.press('D4')
  assert.deepEqual(said(), ['{"state":false,"time":5.005,"pin":0}'])
  value('pinMode(D0,"input_pulldown")')
  board.press('D0')
  board.reboot()
  board.press('D0')
  assert.deepEqual(said(), [])
})

test('a pin that cannot be watched is refused with a warning', () => {
  const { said, value } = boardOf('')
  assert.equal(value('setWatch(print,D6)'), undefined)
  assert.match(said().join(' '), /^WARNING: Unable to set watch/)
  assert.equal(boardOf('', 'esp8266').value('setWatch(print,D16)'), undefined)
})

test('analogRead returns the voltage outside in the steps of the converter, and nothing at a pin without one', () => {
  const esp32 = boardOf('')
  for (const [set, read] of [[0.5, 0.5], [1, 4095 / 4096], [-1, 0], [0.12345, 505 / 4096]] as const) {
    esp32.outside.setAnalog('D36', set)
    assert.equal(esp32.value('analogRead(D36)'), read)
    assert.equal(esp32.value('D36.analog()'), read)
  }
  assert.equal(esp32.value('isNaN(analogRead(D2))'), true)
  const esp8266 = boardOf('', 'esp8266')
  esp8266.outside.setAnalog('A0', 0.25)
  assert.deepEqual([esp8266.value('analogRead(A0)'), esp8266.value('analogRead()')], [0.25, 0.25])
}) // prettier-ignore

test('analogWrite is seen outside until the script writes a level', () => {
  const { outside, said, value } = boardOf('')
  value('analogWrite(D2,0.5,{freq:100});analogWrite(D4,7);D5.pwm(-1)')
  assert.deepEqual(said(), ['D2 0.5 100', 'D4 1 default', 'D5 0 default'])
  assert.deepEqual(outside.pwm('D2'), { value: 0.5, freq: 100 })
  value('digitalWrite(D2,0)')
  assert.equal(outside.pwm('D2'), undefined)
})

test('digitalPulse writes on a timer of its own, also while the interpreter is busy, one series after another', () => {
  const { board, clock, value } = boardOf('')
  value('digitalPulse(D2,1,[10,20,30]);digitalPulse(D2,0,5)')
  board.block(100)
  clock.advance(100)
  assert.deepEqual(board.pinEdges.map(({ value: level, atMs }) => [level, atMs - 5]), [[1, 0], [0, 10], [1, 30], [0, 60], [1, 65]])
  value('digitalPulse(D2,0,500)')
  board.powerOff()
  clock.advance(1000)
  assert.equal(board.pinEdges.length, 6, 'nothing is written once the power is off')
}) // prettier-ignore
