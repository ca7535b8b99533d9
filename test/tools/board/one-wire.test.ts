import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createBoard } from '../../../tools/board/board.ts'
import { createDs18b20 } from '../../../tools/board/one-wire/ds18b20.ts'
import { checksum } from '../../../tools/board/one-wire/one-wire-bus.ts'
import { createMemoryNetwork } from '../../virtual/memory-network.ts'
import { createVirtualClock } from '../../virtual/virtual-clock.ts'

/** A script as the usual DS18B20 module does it: convert, wait, read nine bytes, check the last. */
const driver = `
function pad(code){bus.select(code);bus.write(0xBE);return bus.read(9)}
function convert(code){bus.select(code);bus.write(0x44,true)}
function degrees(s){var t=s[0]+(s[1]<<8);if(t&32768)t-=65536;return t/16}
function set(code,high,low,config){bus.select(code);bus.write([0x4E,high,low,config]);bus.select(code);bus.write(0x48);bus.reset()}
var bus=new OneWire(D4);
`

function boardWith(...sensors: ReturnType<typeof createDs18b20>[]) {
  const clock = createVirtualClock()
  const board = createBoard({
    ...{ script: driver, clock, transport: createMemoryNetwork(clock), oneWire: { D4: sensors } },
  })
  board.boot()
  const value = (source: string): unknown => JSON.parse(String(board.evaluate(`JSON.stringify(${source})`)))
  return { board, clock, value, run: (source: string) => board.evaluate(source) }
}

test('a thermometer is found, converts in 750 ms, and its bytes have a checksum', () => {
  const sensor = createDs18b20({ serial: 0x123456, temperature: 21.0625 })
  const { clock, value, run } = boardWith(sensor)
  const [code] = value('bus.search()') as string[]
  assert.match(code ?? '', /^28563412000000[0-9a-f]{2}$/)
  assert.equal(checksum(Buffer.from(code ?? '', 'hex')), 0)
  run(`var code=${JSON.stringify(code)};convert(code)`)
  assert.equal(value('degrees(pad(code))'), 85, 'what a DS18B20 says before its first conversion')
  clock.advance(749)
  assert.equal(value('degrees(pad(code))'), 85)
  clock.advance(1)
  assert.equal(value('degrees(pad(code))'), 21.0625)
  assert.equal(checksum(Uint8Array.from(value('pad(code)') as number[])), 0)
})

test('below zero, out of range, and at a lower resolution, which is quicker', () => {
  const sensor = createDs18b20()
  const { clock, value, run } = boardWith(sensor)
  run('var code=bus.search()[0]')
  for (const [config, ms, temperature, read] of [
    [0x7f, 750, -10.125, -10.125],
    [0x7f, 750, 200, 125],
    [0x1f, 94, 21.4, 21],
    [0x3f, 188, -0.3, -0.5],
  ] as const) {
    sensor.temperature = temperature
    run(`set(code,75,70,${config});convert(code)`)
    clock.advance(ms)
    assert.equal(value('degrees(pad(code))'), read)
    assert.equal(value('pad(code)[4]'), config)
  }
})

test('several on a wire are found in the order of their bits; each is read alone, and skip speaks to all', () => {
  const [one, two] = [createDs18b20({ serial: 2, temperature: 10 }), createDs18b20({ serial: 1, temperature: 20 })]
  const { clock, value, run } = boardWith(two, one)
  const codes = value('bus.search()') as string[]
  assert.deepEqual(codes.map((code) => code.slice(2, 4)), ['02', '01'])
  run('bus.reset();bus.skip();bus.write(0x44)')
  assert.equal(value('bus.read()'), 0, 'they are at it')
  clock.advance(750)
  assert.equal(value('bus.read()'), 255)
  assert.deepEqual(codes.map((code) => value(`degrees(pad("${code}"))`)), [10, 20])
  assert.equal(value('bus.search(0xEC).length'), 2, 'both are below the alarm that a new sensor has')
  run(`set("${codes[0]}",50,0,0x7f)`)
  assert.deepEqual(value('bus.search(0xEC)'), [codes[1]])
}) // prettier-ignore

test('a wire with nobody is silent, and a wrong address reaches nobody', () => {
  const empty = boardWith()
  assert.deepEqual(empty.value('[bus.reset(),bus.search(),bus.read()]'), [false, [], 255])
  const { value } = boardWith(createDs18b20())
  assert.equal(value('bus.reset()'), true)
  assert.deepEqual(value('[pad("2800000000000000")[0],new OneWire(D5).reset()]'), [255, false])
  assert.deepEqual(value('(bus.reset(),bus.write(0x33),bus.read(2))'), [0x28, 1])
})

test('E.getTemperature is what is set outside, and at first that of a room', () => {
  const { board, value } = boardWith()
  assert.equal(value('E.getTemperature()'), 24.5)
  board.outside.temperature = -3.5
  board.reboot()
  assert.equal(value('E.getTemperature()'), -3.5)
})
