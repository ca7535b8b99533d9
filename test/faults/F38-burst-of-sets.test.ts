import assert from 'node:assert/strict'
import { test } from 'node:test'
import { usualCounts } from '../rig/bench.ts'
import { CloudBench, plug } from '../rig/cloud-bench.ts'
import { allHabits, faultTest } from '../rig/fault-test.ts'
import { assertCounts, assertKept } from '../rig/invariants.ts'

// The firmware has no limit of its own on how often a pin moves: it does what it is told, at once and in order, and what
// the load behind the pin can bear is for the sender to know. What is limited is what it says about it.

const burst = 200

for (const habit of allHabits) {
  test(`F38 ${burst} alternating sets in one burst, the platform's limit of 30/s on: ${burst} replies arrive, the last value wins (${habit})`, async (t) => {
    const cloud = await CloudBench.start(t, {
      rules: { downlinkPerSecond: 'unlimited' },
      setDeadlines: { replyMs: 60_000, postMs: 10_000 },
    })
    const device = cloud.device({ habit })
    await cloud.bootReady(device)
    const calls = Array.from(
      { length: burst },
      (_, i) => cloud.platform.setProperty(plug, { PowerSwitch_1: i % 2 }).result,
    )
    const results = await cloud.all(calls, 60_000)
    for (const result of results) assert.ok(result.outcome === 'answered' && result.reply.code === 200)
    const replied = cloud.seen('set-reply').map(({ id }) => id)
    assert.deepEqual(
      replied,
      cloud.seen('property-set').map(({ id }) => id),
      'one reply each, in order',
    )
    assert.deepEqual(cloud.seen('dropped'), [])
    assert.equal(device.board.pin(device.pin('D2')), 1)
    assert.equal(device.oracle.edges, burst - 1)
    assert.equal(cloud.platform.devices()[0]?.properties['PowerSwitch_1']?.value, 1)
    await cloud.clock.run(10_000)
    assert.deepEqual(device.log.faults, [])
    assertKept(device)
    assertCounts(device, usualCounts(habit))
  })
}

faultTest(
  'F38 200 alternating sets with ids of 10 digits in one chunk: all replied in order, posts coalesce, the last value wins',
  (bench) => {
    bench.bootReady()
    const posts = bench.posts().length
    const ids = Array.from({ length: burst }, (_, i) => String(4_294_960_000 + i))
    ids.forEach((id, i) => bench.connection.set(id, { PowerSwitch_1: i % 2 }))
    bench.until(() => bench.replies().length === burst, 15_000)
    assert.deepEqual(
      bench.replies().map(({ id }) => id),
      ids,
    )
    bench.pass(2_000)
    assert.equal(bench.posts().at(-1)?.['PowerSwitch_1'], 1)
    assert.ok(bench.posts().length - posts <= 3, `${bench.posts().length - posts} posts`)
    assert.equal(bench.device.oracle.edges, burst - 1)
    assert.ok(bench.log.with('I thing {"PowerSwitch_1"').length <= 4, 'a burst is not a line each')
  },
  { habits: allHabits },
)

faultTest(
  'F38 1,000 sets in a burst: all are obeyed, the oldest replies are dropped for the newest, and the log says how many',
  (bench) => {
    bench.bootReady()
    for (let i = 0; i < 1000; i++) bench.connection.set(String(4_294_960_000 + i), { PowerSwitch_1: i % 2 })
    bench.pass(30_000)
    assert.equal(bench.device.oracle.edges, 999)
    const replies = bench.replies().map(({ id }) => Number(id) - 4_294_960_000)
    assert.equal(replies.at(-1), 999)
    const said = bench.log.with('messages dropped').map(({ text }) => Number(/ (\d+) messages/.exec(text)?.[1]))
    assert.equal(said.reduce((sum, count) => sum + count, 0) + replies.length, 1000)
    assert.deepEqual(bench.log.faults, [])
  },
  { habits: allHabits },
)
