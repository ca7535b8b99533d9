import assert from 'node:assert/strict'
import { test } from 'node:test'
import { QueueRig } from '../features/queue-rig.ts'

test('F57 the queue is full: of 40 entries queued offline the newest 10 come, the others are counted in the log', async (t) => {
  const rig = await QueueRig.start(t, { most: 10 })
  const { bench, device } = rig
  await bench.bootReady(device)
  await rig.queueAll(1)
  device.board.wifi.drop()
  await bench.clock.until(() => !device.log.isReady, 60_000)
  for (let i = 0; i < 40; i++) {
    rig.queue()
    await bench.clock.run(100)
  }
  await bench.clock.run(2_000)
  const counts = device.log.with('queued entries dropped').map(({ text }) => Number(/W thing (\d+)/.exec(text)?.[1]))
  const properties = Math.floor(41 / 3)
  assert.equal(
    counts.reduce((sum, count) => sum + count),
    40 + properties - 10,
  )
  assert.ok(counts.length <= 6, `${counts.length} lines in 6 s`)
  device.board.wifi.up()
  await rig.ready()
  await bench.clock.run(7_000)
  const numbers = rig.receipts.map(({ n }) => n)
  const [first, ...newest] = numbers
  assert.equal(first, 1, 'taken before')
  assert.equal(newest.length + rig.levels.length, 10)
  assert.deepEqual(
    newest,
    newest.map((_, i) => 42 - newest.length + i),
  )
})

test('F57 100 events queued offline: the newest 2,048 bytes come, in order', async (t) => {
  const rig = await QueueRig.start(t, { most: 1000 })
  const { bench, device } = rig
  await bench.bootReady(device)
  device.board.wifi.drop()
  await bench.clock.until(() => !device.log.isReady, 60_000)
  for (let i = 0; i < 100; i++) {
    rig.queue()
    await bench.clock.run(10)
  }
  device.board.wifi.up()
  await rig.ready()
  await bench.clock.run(7_000)
  const numbers = rig.receipts.map(({ n }) => n)
  assert.deepEqual(
    numbers,
    Array.from({ length: numbers.length }, (_, i) => 101 - numbers.length + i),
  )
  const texts = [
    ...rig.receipts.map(({ n, timeMs }) => `e${timeMs}"Count"\t{"n":${n}}`),
    ...rig.levels.map(({ value, timeMs }) => `p${timeMs}"Level"\t${JSON.stringify(value)}`),
  ]
  const bytes = texts.reduce((sum, { length }) => sum + length + 1, 0)
  assert.ok(bytes <= 2048 && bytes > 2048 - 40, `${bytes} bytes`)
})
