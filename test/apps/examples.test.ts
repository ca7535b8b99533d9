import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { createDs18b20 } from '../../tools/board/one-wire/ds18b20.ts'
import { readTslFile } from '../../tools/thing-model/tsl-file.ts'
import { propertiesOf } from '../../tools/types/check-model.ts'
import { declareModel } from '../../tools/types/declare-model.ts'
import type { BenchOptions } from '../rig/bench.ts'
import { AppBench, buildApp } from './app-bench.ts'

const dimmer = await buildApp('apps/dimmer/dimmer.ts')
const doorContact = await buildApp('apps/door-contact/door-contact.ts')
const soilMoisture = await buildApp('apps/soil-moisture/soil-moisture.ts')
const thermometer = await buildApp('apps/thermometer/thermometer.ts')

/** A board that is ready with its first messages through; `before` sets what is around it. */
function ready(app: string, before?: (bench: AppBench) => void, options: BenchOptions = {}): AppBench {
  const bench = new AppBench(app, options)
  before?.(bench)
  bench.boot()
  bench.untilReady(10_000)
  bench.pass(5_000)
  return bench
}

/** The levels that a pin was driven to, the one at boot first. */
const levels = (bench: AppBench, pin: string): number[] =>
  bench.board.pinEdges.filter((edge) => edge.pin === pin).map(({ value }) => value)

const code = (bench: AppBench, params: object): [number | undefined, string | undefined] => {
  const reply = bench.replyTo(bench.setProps(params))
  return [reply?.code, reply?.message]
}

test('dimmer: off at boot, fades to its brightness within a second, and back to off', () => {
  const bench = ready(dimmer.script)
  assert.deepEqual([levels(bench, 'D4'), bench.board.outside.pwm('D4')], [[0], undefined])
  assert.deepEqual(bench.posted(), [{ LightSwitch: 0, Brightness: 50 }])
  assert.deepEqual(code(bench, { LightSwitch: 1, Brightness: 100 }), [200, undefined])
  assert.deepEqual(bench.board.outside.pwm('D4'), { value: 1, freq: 1000 })
  assert.deepEqual(bench.posted().at(-1), { LightSwitch: 1, Brightness: 100 })
  bench.connection.set('1', { LightSwitch: 0 })
  bench.pass(500)
  const halfway = bench.board.outside.pwm('D4')?.value ?? NaN
  assert.ok(halfway > 0.3 && halfway < 0.7, `${halfway}`)
  bench.pass(600)
  assert.equal(bench.board.outside.pwm('D4')?.value, 0)
})

test('dimmer: what is out of range or of another type is refused by name, and the pin stays', () => {
  const bench = ready(dimmer.script)
  const whole = 'must be a whole number, 0 to 100; '
  for (const Brightness of [101, -1, 50.5, '50', true, null, [50]])
    assert.deepEqual(code(bench, { Brightness }), [460, `Brightness ${whole}`], JSON.stringify(Brightness))
  for (const LightSwitch of [2, '1', true]) assert.deepEqual(code(bench, { LightSwitch })[0], 460)
  assert.deepEqual(code(bench, { Lamp: 1 }), [460, 'Lamp is unknown; '])
  assert.deepEqual([levels(bench, 'D4'), bench.board.outside.pwm('D4')], [[0], undefined])
  // What is right in the same set acts.
  assert.deepEqual(code(bench, { LightSwitch: 1, Brightness: 101 }), [460, `Brightness ${whole}`])
  assert.equal(bench.board.outside.pwm('D4')?.value, 0.5)
})

test('dimmer: a new value in the midst of a fade leads on from there; a power cut leaves it off', () => {
  const bench = ready(dimmer.script)
  bench.connection.set('1', { LightSwitch: 1, Brightness: 100 })
  bench.pass(300)
  bench.connection.set('2', { Brightness: 10 })
  bench.pass(1_500)
  assert.equal(bench.board.outside.pwm('D4')?.value, 0.1)
  bench.board.powerOff()
  bench.boot()
  bench.untilReady(10_000)
  bench.pass(5_000)
  assert.deepEqual([bench.board.pin('D4'), bench.board.outside.pwm('D4')], [0, undefined])
  assert.deepEqual(bench.posted().at(-1), { LightSwitch: 0, Brightness: 50 })
})

test('door contact: posts at connect and at each change, a bouncing contact once, and drives no pin', () => {
  const bench = ready(doorContact.script, ({ board }) => board.outside.drive('D14', 0))
  const move = (level: 0 | 1 | undefined, ms: number): void => {
    bench.board.outside.drive('D14', level)
    bench.pass(ms)
  }
  assert.deepEqual(bench.posted(), [{ DoorOpen: 0 }])
  for (const level of [undefined, 0, undefined, 0] as const) move(level, 3)
  move(undefined, 5_000)
  assert.deepEqual(bench.posted(), [{ DoorOpen: 0 }, { DoorOpen: 1 }])
  // Shorter than the debounce: nothing has happened.
  move(0, 10)
  move(undefined, 5_000)
  assert.equal(bench.posted().length, 2)
  bench.connection.rst()
  bench.board.wifi.drop()
  move(0, 10_000)
  assert.equal(bench.posted().length, 2)
  bench.board.wifi.up()
  bench.untilReady(100_000)
  bench.pass(5_000)
  assert.deepEqual(bench.posted().slice(2), [{ DoorOpen: 0 }])
  assert.deepEqual(code(bench, { DoorOpen: 1 }), [460, 'DoorOpen is unknown; '])
  assert.deepEqual(bench.board.pinEdges, [])
})

/** What the sensor puts out at a moisture, as analogRead() returns it. */
const volts = (percent: number): number => 0.8 - (percent / 100) * 0.45
const soil = (bench: AppBench, percent: number): void => bench.board.outside.setAnalog('D34', volts(percent))
const plant = (): AppBench => ready(soilMoisture.script, (bench) => soil(bench, 50))

test('soil moisture: is posted every minute in percent, and never outside 0 to 100', () => {
  const bench = plant()
  for (const percent of [62, -10, 130]) {
    soil(bench, percent)
    bench.pass(60_000)
  }
  const posted = bench.posted().map((params) => (params as { SoilMoisture: number }).SoilMoisture)
  assert.deepEqual(posted, [50, 62, 0, 100])
  assert.deepEqual(levels(bench, 'D4'), [0])
})

test('soil moisture: says so on user/update when it is too dry, once until it is wet again', () => {
  const bench = plant()
  for (const percent of [29, 31, 29, 34, 20, 36, 28]) {
    soil(bench, percent)
    bench.pass(60_000)
  }
  assert.deepEqual(
    bench.said('/user/update').map(({ payload }) => payload),
    ['too dry: 29 %', 'too dry: 28 %'],
  )
  assert.deepEqual(levels(bench, 'D4'), [0], 'the pump never runs by itself')
})

test('pump: 1 runs it for 3 s and posts 1 and 0; a second 1 does not make it longer; then it rests for 10 s', () => {
  const bench = plant()
  assert.deepEqual(code(bench, { Pump: 1 }), [200, undefined])
  bench.pass(1_000)
  assert.deepEqual(code(bench, { Pump: 1 }), [200, undefined])
  bench.pass(2_000)
  const [, on, off] = bench.board.pinEdges
  assert.equal((off?.atMs ?? NaN) - (on?.atMs ?? NaN), 3_000)
  const posted = bench.posted().map((params) => (params as { Pump: number }).Pump)
  assert.deepEqual(posted, [0, 1, 1, 0])
  assert.deepEqual(code(bench, { Pump: 1 }), [460, 'Pump rests for 10 s after each run; '])
  bench.pass(8_000)
  assert.deepEqual(code(bench, { Pump: 1 }), [200, undefined])
  bench.pass(4_000)
  assert.deepEqual(levels(bench, 'D4'), [0, 1, 0, 1, 0])
})

test('pump: 0 stops it at once, and what is neither 0 nor 1 is refused', () => {
  const bench = plant()
  for (const Pump of [2, true, '1', null, 1.5]) assert.equal(code(bench, { Pump })[0], 460, JSON.stringify(Pump))
  assert.equal(code(bench, { SoilMoisture: 1 })[0], 460)
  assert.deepEqual(levels(bench, 'D4'), [0])
  bench.setProps({ Pump: 1 })
  assert.deepEqual(code(bench, { Pump: 0 }), [200, undefined])
  assert.deepEqual([bench.board.pin('D4'), bench.posted().at(-1)], [0, { SoilMoisture: 50, Pump: 0 }])
  bench.pass(15_000)
  assert.deepEqual(levels(bench, 'D4'), [0, 1, 0])
})

for (const [what, withinMs, happens] of [
  ['the link is lost', 1_000, (bench) => bench.connection.rst()],
  // Noticed after its time is over anyway.
  ['Wi-Fi is lost', 3_000, (bench) => bench.board.wifi.drop()],
  ['the board restarts', 1_000, (bench) => bench.board.reboot()],
  // The callback that is abandoned is the one that ends the run.
  [
    'memory runs out',
    3_500,
    (bench) => {
      bench.pass(1_995)
      bench.board.runOutOfMemory()
    },
  ],
] satisfies [string, number, (bench: AppBench) => void][])
  test(`pump: does not run on when ${what}`, () => {
    const bench = plant()
    bench.setProps({ Pump: 1 })
    assert.equal(bench.board.pin('D4'), 1)
    happens(bench)
    bench.pass(withinMs)
    assert.notEqual(bench.board.pin('D4'), 1)
    bench.board.wifi.up()
    bench.pass(100_000)
    bench.untilReady(100_000)
    bench.pass(5_000)
    assert.deepEqual([bench.board.pin('D4'), bench.posted().at(-1)], [0, { SoilMoisture: 50, Pump: 0 }])
  })

/** A thermometer with a DS18B20 of that temperature on its wire. */
function sensor(temperature: number) {
  const ds18b20 = createDs18b20({ temperature })
  const wire = [ds18b20]
  const inRoom = ({ board }: AppBench): void => void (board.outside.temperature = 48)
  const bench = ready(thermometer.script, inRoom, { oneWire: { D4: wire } })
  return { bench, ds18b20, wire }
}

test("a thermometer with a DS18B20 posts its temperature, below zero, too, not the chip's", () => {
  const { bench, ds18b20 } = sensor(21.44)
  // In its first line, before the firmware has started.
  assert.match(bench.lines()[0] ?? '', /^\d{5}\.\d{3} I app temperature of the DS18B20$/)
  ds18b20.temperature = -10.125
  bench.pass(12_000)
  assert.deepEqual(bench.posted(), [{ Temperature: 21.4 }, { Temperature: -10.1 }])
})

test('a DS18B20 that is pulled out or disturbed posts nothing, says so, and goes on when it is back', () => {
  const { bench, ds18b20, wire } = sensor(21)
  const told = (): number => bench.lines().filter((line) => line.endsWith('W app no temperature')).length
  wire.pop()
  bench.pass(20_000)
  assert.equal(told(), 2)
  const disturbed = { ...ds18b20, rom: ds18b20.rom, hasAlarm: false, reset: () => undefined, write: () => undefined }
  wire.push({ ...disturbed, read: () => 0, temperature: 0 })
  bench.pass(10_000)
  wire.splice(0, 1, { ...disturbed, read: () => 0x55, temperature: 0 })
  bench.pass(10_000)
  assert.equal(told(), 4)
  wire.splice(0, 1, ds18b20)
  ds18b20.temperature = 25
  bench.pass(12_000)
  assert.deepEqual(bench.posted(), [{ Temperature: 21 }, { Temperature: 25 }])
})

test('what stands around the simulated board is at the pins that the examples read', async () => {
  const put: unknown[] = []
  const bench = {
    oneWire: (pin: string, device: unknown) => put.push([pin, device]),
    analog: (pin: string, value: number) => put.push([pin, value]),
    ds18b20: ({ temperature }: { temperature: number }) => temperature,
  }
  for (const name of ['thermometer', 'soil-moisture']) {
    const file = pathToFileURL(`apps/${name}/partners.js`).href
    const partners = (await import(file)) as { default: (around: typeof bench) => void }
    partners.default(bench)
  }
  assert.deepEqual(put, [
    ['D4', 21],
    ['D34', 0.575],
  ])
})

for (const name of ['dimmer', 'door-contact', 'soil-moisture', 'thermometer'])
  test(`apps/${name}: the types are those of its thing model, whose events and services have the same properties`, () => {
    const file = `apps/${name}/model.json`
    const model = readTslFile(file)
    const properties = propertiesOf(model)
    assert.equal(readFileSync(`apps/${name}/model.d.ts`, 'utf8'), declareModel(properties, 'model.json'))
    const { events, services } = JSON.parse(readFileSync(file, 'utf8')) as Blocks
    const named = (list: readonly (string | Named)[] = []): string[] =>
      list.map((one) => (typeof one === 'string' ? one : one.identifier))
    const names = properties.map((property) => property.name)
    assert.deepEqual(named(events[0]?.outputData), names)
    assert.deepEqual(named(services.find(({ identifier }) => identifier === 'get')?.inputData), names)
    const settable = properties.filter(({ property }) => property.accessMode === 'rw').map((property) => property.name)
    assert.deepEqual(named(services.find(({ identifier }) => identifier === 'set')?.inputData), settable)
  })

interface Named {
  readonly identifier: string
}
interface Block extends Named {
  readonly inputData?: readonly (string | Named)[]
  readonly outputData?: readonly Named[]
}
interface Blocks {
  readonly events: readonly Block[]
  readonly services: readonly Block[]
}
