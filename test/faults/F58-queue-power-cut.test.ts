import assert from 'node:assert/strict'
import { test } from 'node:test'
import { QueueRig } from '../features/queue-rig.ts'

/** How much of the step at which power fails is still done. */
const shares = [0, 0.5]

for (const what of ['an entry is recorded', 'what was taken is recorded'] as const)
  test(`F58 power fails at each write of the queue while ${what}: what was queued comes, once or as a batch whose reply was not recorded, and the next entries, too`, async (t) => {
    let cuts = 0
    for (const share of shares)
      for (let at = 1; ; at++) {
        const isCut = await cut(t, what === 'an entry is recorded', at, share)
        if (!isCut) break
        cuts++
      }
    // An entry is a write and its end; the page is begun with the first one.
    assert.ok(cuts >= (what === 'an entry is recorded' ? 12 : 4), `${cuts} cuts`)
  })

/** Returns whether power failed. */
async function cut(t: test.TestContext, isAdding: boolean, at: number, share: number): Promise<boolean> {
  const rig = await QueueRig.start(t, { saved: true })
  const { bench, device } = rig
  await bench.bootReady(device)
  if (isAdding) {
    device.board.wifi.drop()
    await bench.clock.until(() => !device.log.isReady, 60_000)
    rig.cutAt(at, share)
  } else rig.onReceipt = () => rig.cutAt(at, share)
  rig.queue()
  await bench.clock.run(1_000)
  const isCut = !device.board.isRunning
  rig.onReceipt = () => undefined
  rig.cutPower()
  device.board.wifi.up()
  device.board.boot()
  await rig.ready()
  await rig.queueAll(2)
  await bench.clock.run(20_000)
  const numbers = rig.receipts.map(({ n }) => n)
  const queued = rig.queued().map(({ n }) => n)
  assert.deepEqual(
    queued.filter((n) => !numbers.includes(n)),
    [],
    `lost at step ${at}`,
  )
  assert.deepEqual(numbers.slice(-2), [2, 3])
  assert.ok(numbers.filter((n) => n === 1).length <= (isAdding ? 1 : 2), numbers.join())
  // What was recorded as taken does not come back.
  rig.cutPower()
  device.board.boot()
  await rig.ready()
  await bench.clock.run(10_000)
  assert.equal(rig.receipts.length, numbers.length)
  return isCut
}
