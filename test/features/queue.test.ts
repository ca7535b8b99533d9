import assert from 'node:assert/strict'
import { test } from 'node:test'
import { QueueRig, type Receipt } from './queue-rig.ts'

const numbers = (receipts: readonly Receipt[]): number[] => receipts.map(({ n }) => n)

/** When the application queued each, and when the platform says that it was; within 10 ms, as the time is told. */
function assertTimes(rig: QueueRig): void {
  const when = new Map(rig.queued().map(({ n, atMs }) => [n, atMs]))
  for (const { n, timeMs } of rig.receipts)
    assert.ok(Math.abs(timeMs - (when.get(n) ?? 0)) <= 10, `${n} at ${timeMs}, queued at ${when.get(n)}`)
}

test('online each entry is posted at once; offline they wait, then come in order with the times of when they were queued', async (t) => {
  const rig = await QueueRig.start(t)
  const { bench, device } = rig
  await bench.bootReady(device)
  await rig.queueAll(2)
  assert.deepEqual(numbers(rig.receipts), [1, 2])
  device.board.wifi.drop()
  await bench.clock.until(() => !device.log.isReady, 60_000)
  await rig.queueAll(7)
  assert.equal(rig.receipts.length, 2)
  device.board.wifi.up()
  await rig.ready()
  await bench.clock.run(6_000)
  assert.deepEqual(numbers(rig.receipts), [1, 2, 3, 4, 5, 6, 7, 8, 9])
  assertTimes(rig)
  assert.deepEqual(
    rig.levels.map(({ value }) => value),
    [3, 6, 9],
  )
  assert.deepEqual(device.log.with(' W thing'), [])
})

test('queued before anybody has told the time: it is worked out from the uptime once the board is told', async (t) => {
  const rig = await QueueRig.start(t)
  const { bench, device } = rig
  device.board.wifi.drop()
  device.board.boot()
  await bench.clock.run(60_000)
  await rig.queueAll(3)
  await bench.clock.run(3_600_000)
  device.board.wifi.up()
  await rig.ready()
  await bench.clock.run(6_000)
  assert.deepEqual(numbers(rig.receipts), [1, 2, 3])
  assertTimes(rig)
})

test('where nobody tells the time, entries wait 5 s of a link that is ready, then go without: it is that of their arrival', async (t) => {
  const rig = await QueueRig.start(t)
  const { bench, device } = rig
  rig.tellsTime = false
  device.board.boot()
  await bench.clock.run(100)
  await rig.queueAll(3)
  await bench.clock.run(1_500)
  assert.equal(rig.receipts.length, 0)
  await bench.clock.run(4_000)
  assert.deepEqual(numbers(rig.receipts), [1, 2, 3])
  for (const { timeMs, atMs } of rig.receipts) assert.equal(timeMs, atMs)
  await rig.queueAll(1)
  assert.equal(rig.receipts.at(-1)?.n, 4, 'from then on at once')
})

test('a batch whose reply is lost goes again, the same entries with the same times; what is queued meanwhile comes after it', async (t) => {
  const rig = await QueueRig.start(t)
  const { bench, device } = rig
  await bench.bootReady(device)
  rig.onReceipt = () => bench.network.cutAll()
  await rig.queueAll(1)
  rig.onReceipt = () => undefined
  await rig.queueAll(3)
  await bench.clock.run(150_000)
  assert.deepEqual(numbers(rig.receipts), [1, 1, 2, 3, 4])
  assert.equal(rig.receipts[0]?.timeMs, rig.receipts[1]?.timeMs)
  assertTimes(rig)
})

test('saved, the queue comes back after a power cut, in order, with its times, and goes before what is queued then', async (t) => {
  const rig = await QueueRig.start(t, { saved: true })
  const { bench, device } = rig
  await bench.bootReady(device)
  device.board.wifi.drop()
  await rig.queueAll(4)
  rig.cutPower()
  await bench.clock.run(60_000)
  device.board.boot()
  await bench.clock.run(1_000)
  await rig.queueAll(2)
  device.board.wifi.up()
  await rig.ready()
  await bench.clock.run(6_000)
  assert.deepEqual(numbers(rig.receipts), [1, 2, 3, 4, 5, 6])
  assertTimes(rig)
  assert.equal(device.log.with('I thing queue 5 entries, 1 erases').length, 1)
  // What was taken does not come back.
  rig.cutPower()
  device.board.boot()
  await rig.ready()
  await bench.clock.run(10_000)
  assert.equal(rig.receipts.length, 6)
})

test('an uptime of before a reboot tells no time: such an entry goes without', async (t) => {
  const rig = await QueueRig.start(t, { saved: true })
  const { bench, device } = rig
  device.board.wifi.drop()
  device.board.boot()
  await bench.clock.run(100)
  await rig.queueAll(1)
  rig.cutPower()
  device.board.boot()
  await bench.clock.run(100)
  await rig.queueAll(1)
  device.board.wifi.up()
  await rig.ready()
  await bench.clock.run(6_000)
  const [first, second] = rig.receipts
  assert.deepEqual(numbers(rig.receipts), [1, 2])
  assert.equal(first?.timeMs, first?.atMs)
  assert.ok(second && second.atMs - second.timeMs > 1_000)
})
