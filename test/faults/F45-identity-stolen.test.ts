import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fullestWindow } from '../peer/rate-limits.ts'
import { usualCounts } from '../rig/bench.ts'
import { CloudBench } from '../rig/cloud-bench.ts'
import { allHabits } from '../rig/fault-test.ts'
import { assertCounts, assertKept } from '../rig/invariants.ts'

const minuteMs = 60_000

for (const habit of allHabits) {
  test(`F45 two boards with one identity for 10 min: no storm on either side, the log names it, one alone recovers (${habit})`, async (t) => {
    const cloud = await CloudBench.start(t)
    const boards = [cloud.device({ habit, seed: 'ours' }), cloud.device({ habit, seed: 'thief' })] as const
    const [ours, thief] = boards
    await cloud.bootReady(ours)
    thief.board.boot()
    await cloud.clock.run(10 * minuteMs)
    // A board that was kicked three times within a minute of its CONNACK names it and waits a minute or two; the other has
    // its peace for that time, is kicked at its end, and so it goes on: both name it.
    const names = boards.flatMap(({ log }) => log.with('identity-stolen: another device uses this identity?'))
    assert.ok(names.length >= 5, `${names.length} lines name it`)
    for (const { text } of names) {
      const [, seconds] = /retry in ([\d.]+) s/.exec(text) ?? []
      assert.ok(Number(seconds) >= 60 && Number(seconds) <= 120, text)
    }
    for (const { log } of boards) assert.ok(log.with('identity-stolen').length > 0, 'each of the two says so')
    const connects = boards.flatMap(({ connectsAt }) => connectsAt).sort((a, b) => a - b)
    assert.ok(connects.length <= 30, `${connects.length} CONNECTs of both, two naive clients make 31 in 30 s`)
    assert.ok(fullestWindow(connects, minuteMs).count <= 8, 'and few of them in the first minute')
    assert.ok(cloud.seen('refused').length <= 3, 'the platform has to refuse only a few of them')
    assert.ok(cloud.seen('offline').every(({ reason }) => reason === 'kicked'))
    thief.board.powerOff('reset')
    await cloud.clock.until(() => ours.log.isReady, 3 * minuteMs)
    const result = await cloud.set(1)
    assert.ok(result.outcome === 'answered' && result.reply.code === 200)
    assert.equal(ours.oracle.edges, 1)
    await cloud.clock.run(70_000)
    assertKept(ours)
    assertKept(thief)
    assertCounts(ours, usualCounts(habit))
  })
}
