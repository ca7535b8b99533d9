import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readApplication } from '../../tools/build/application.ts'
import { buildFirmware } from '../../tools/build/firmware.ts'
import { UserError } from '../../tools/command-line/user-error.ts'
import { deviceJson } from '../rig/identity.ts'
import { AppBench } from './app-bench.ts'

/** Builds an example for a Pico W with the configuration of the tests inside. */
async function build(name: string): Promise<string> {
  const { switches: _none, ...config } = deviceJson()
  const app = readApplication(`apps/${name}/${name}.ts`)
  const inside = Buffer.from(JSON.stringify(config))
  return (await buildFirmware({ app, board: 'pico-w', config: inside, folder: 'dist/test' })).script
}

/** A simulated Pico W that is ready; `before` sets what is around it. */
async function ready(name: string, before: (bench: AppBench) => void = () => undefined): Promise<AppBench> {
  const bench = new AppBench('', { habit: 'pico-w', script: await build(name) })
  before(bench)
  bench.boot()
  bench.untilReady(20_000)
  bench.pass(5_000)
  return bench
}

test('soil moisture on a Pico W: GP26 in percent, the pump at GP4 for 3 s, and off when the link is lost', async () => {
  const bench = await ready('soil-moisture', ({ board }) => board.outside.setAnalog('GP26', 0.575))
  assert.deepEqual(bench.posted(), [{ SoilMoisture: 50, Pump: 0 }])
  assert.equal(bench.replyTo(bench.setProps({ Pump: 2 }))?.code, 460)
  assert.equal(bench.replyTo(bench.setProps({ Pump: 1 }))?.code, 200)
  assert.equal(bench.board.pin('GP4'), 1)
  bench.pass(4_000)
  assert.deepEqual(
    bench.board.pinEdges.filter(({ pin }) => pin === 'GP4').map(({ value }) => value),
    [0, 1, 0],
  )
  assert.deepEqual(bench.posted().at(-1), { SoilMoisture: 50, Pump: 0 })
})

test('a door contact on a Pico W: GP14 with pull-up, posted at connect and at each change', async () => {
  const bench = await ready('door-contact', ({ board }) => board.outside.drive('GP14', 0))
  bench.board.outside.drive('GP14', undefined)
  bench.pass(5_000)
  assert.deepEqual(bench.posted(), [{ DoorOpen: 0 }, { DoorOpen: 1 }])
})

test('a dimmer on a Pico W: off at boot, its sets are taken and refused as on an ESP32', async () => {
  const bench = await ready('dimmer')
  assert.equal(bench.board.pin('GP4'), 0)
  assert.equal(bench.replyTo(bench.setProps({ Brightness: 101 }))?.code, 460)
  assert.equal(bench.replyTo(bench.setProps({ Brightness: 80 }))?.code, 200)
  assert.deepEqual(bench.posted().at(-1), { LightSwitch: 0, Brightness: 80 })
})

test('the thermometer does not build for a Pico W, and the build says why', async () => {
  await assert.rejects(build('thermometer'), (error) => {
    assert.ok(error instanceof UserError)
    assert.match(error.message, /apps\/thermometer\/\S+ OneWire is Espruino's, and not on a Pico W/)
    return true
  })
})
