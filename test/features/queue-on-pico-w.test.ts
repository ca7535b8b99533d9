import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readApplication } from '../../tools/build/application.ts'
import { buildFirmware } from '../../tools/build/firmware.ts'
import { CloudBench } from '../rig/cloud-bench.ts'
import { deviceJson } from '../rig/identity.ts'

const { wifi, aliyun } = deviceJson()
const { script } = await buildFirmware({
  app: readApplication('test/features/apps/queue-on-pico-w.js'),
  ...{ board: 'pico-w', config: Buffer.from(JSON.stringify({ wifi, aliyun })), folder: 'dist/test/queue' },
})

test('on a Pico W the saved queue comes back after a power cut, and what was taken does not', async (t) => {
  const bench = await CloudBench.start(t)
  const device = bench.device({ habit: 'pico-w', script })
  const numbers = (): number[] => bench.seen('event-post').map(({ value }) => (value as { n: number }).n)
  const queued = (): number[] => device.log.with('I app queued ').map(({ text }) => Number(/\d+$/.exec(text)?.[0]))
  device.board.wifi.drop()
  device.board.boot()
  // While it looks for the network the board is blocked most of the time.
  await bench.clock.until(() => queued().length >= 3, 600_000)
  device.board.powerOff()
  device.restarted('power-on')
  device.board.wifi.up()
  device.board.boot()
  await bench.clock.until(() => numbers().length >= 5, 60_000)
  assert.deepEqual(numbers(), [1, 2, 3, 1, 2])
  await bench.clock.run(5_000)
  device.board.powerOff()
  device.restarted('power-on')
  device.board.boot()
  await bench.clock.until(() => numbers().length >= 7, 60_000)
  assert.deepEqual(numbers(), queued())
  assert.deepEqual(device.log.with(' E '), [])
})
