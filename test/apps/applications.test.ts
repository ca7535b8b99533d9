import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { readTslFile } from '../../tools/thing-model/tsl-file.ts'
import { propertiesOf } from '../../tools/types/check-model.ts'
import { declareModel } from '../../tools/types/declare-model.ts'
import { CloudBench, plug } from '../rig/cloud-bench.ts'
import type { Device } from '../rig/device.ts'
import { AppBench, buildApp } from './app-bench.ts'

const thermometer = await buildApp('apps/thermometer/thermometer.ts')
const tutorial = await buildApp('apps/tutorial/tutorial.ts')
const model = readTslFile('apps/thermometer/model.json')

interface Room {
  readonly bench: CloudBench
  readonly device: Device
  /** Every Temperature that the platform has got. */
  temperatures(): unknown[]
}

/** A thermometer in a room of 20 degrees, ready, on the local platform with its thing model. */
async function room(t: test.TestContext): Promise<Room> {
  const bench = await CloudBench.start(t, { product: model })
  const device = bench.device({ app: thermometer.script })
  device.board.outside.temperature = 20
  await bench.bootReady(device)
  return { bench, device, temperatures: () => bench.seen('property-post').map(({ params }) => params['Temperature']) }
}

test('a thermometer posts at once, then what has changed by half a degree, and the thing model has it', async (t) => {
  const { bench, device, temperatures } = await room(t)
  for (const temperature of [20.4, 20.51, 20.9, 18.04]) {
    device.board.outside.temperature = temperature
    await bench.clock.run(10_000)
  }
  assert.deepEqual(temperatures(), [20, 20.5, 18])
  assert.deepEqual(
    bench.seen('property-post').flatMap(({ unknown, failed }) => [...unknown, ...Object.keys(failed)]),
    [],
  )
  assert.deepEqual(device.board.pinEdges, [])
})

test('a thermometer whose value stays posts it every 10 minutes', async (t) => {
  const { bench, temperatures } = await room(t)
  await bench.clock.run(10 * 60_000 - 20_000)
  assert.deepEqual(temperatures(), [20])
  await bench.clock.run(20_000)
  assert.deepEqual(temperatures(), [20, 20])
})

test('a thermometer posts again what got no reply, and of what it read meanwhile the newest', () => {
  const bench = new AppBench(thermometer.script)
  bench.board.outside.temperature = 20
  bench.boot()
  bench.untilReady(10_000)
  bench.pass(3_000)
  bench.peer.on('publish', () => undefined)
  bench.board.outside.temperature = 25
  bench.pass(10_000)
  bench.connection.rst()
  bench.board.wifi.down()
  bench.board.outside.temperature = 30
  bench.pass(60_000)
  bench.board.wifi.up()
  bench.untilReady(100_000)
  bench.pass(1_000)
  assert.deepEqual(bench.posted(), [20, 25, 30].map((degrees) => ({ Temperature: degrees })))
})

test('a set of Temperature, which nobody handles, is refused by name', () => {
  const bench = new AppBench(thermometer.script)
  bench.boot()
  bench.untilReady(10_000)
  const id = bench.setProps({ Temperature: 3 })
  assert.deepEqual(bench.replyTo(id), { id, code: 460, message: 'Temperature is unknown; ', data: {} })
})

test("the tutorial's program says hi!, prints user/get and each property set, and replies with its id", () => {
  const bench = new AppBench(tutorial.script)
  bench.boot()
  bench.untilReady(10_000)
  bench.pass(1_000)
  const [said, ...more] = bench.said('/user/update')
  assert.deepEqual([said?.payload, more], ['hi!', []])
  bench.message('user/get', 'hello')
  const id = bench.setProps({ PowerSwitch_1: 0 })
  const { productKey, deviceName } = plug
  const printed = [`/${productKey}/${deviceName}/user/get hello`, 'property set {"PowerSwitch_1":0}']
  assert.deepEqual(
    bench.lines().filter((line) => !/^\d+\.\d+ /.test(line)),
    printed,
  )
  assert.deepEqual(bench.replyTo(id), { id, code: 200, data: {} })
  assert.deepEqual(bench.board.pinEdges, [])
  bench.peer.assertStrict()
})

test("the types beside the thermometer are those of its thing model, and each application's model can be read", () => {
  const made = declareModel(propertiesOf(model), 'model.json')
  assert.equal(readFileSync('apps/thermometer/model.d.ts', 'utf8'), made)
  const names = propertiesOf(readTslFile('apps/switch/model.json')).map(({ name }) => name)
  assert.deepEqual(names, ['PowerSwitch_1'])
})
