import assert from 'node:assert/strict'
import { allHabits, faultTest } from '../rig/fault-test.ts'

const minutes = 10

faultTest(
  `F02 TCP refused for ${minutes} minutes: open-refused, backoff to the ceiling, no busy loop`,
  (bench) => {
    bench.answers('refused')
    bench.boot()
    bench.pass(minutes * 60_000)
    assert.deepEqual([...new Set(bench.log.faultNames())], ['open-refused'])
    const { dialledAt } = bench.device.tap
    const gaps = dialledAt.slice(1).map((at, index) => at - (dialledAt[index] ?? 0))
    assert.ok(Math.min(...gaps) >= 1000, `tried again after ${Math.min(...gaps)} ms`)
    assert.ok(Math.max(...gaps) <= 62_000, `waited ${Math.max(...gaps)} ms`)
    // Six quick ones, then one in 30 s on the average.
    assert.ok(dialledAt.length <= 2 * minutes + 15, `${dialledAt.length} attempts`)
    for (const { attempt, retryS } of bench.log.faults) {
      assert.ok(retryS >= 1 && retryS <= Math.min(60, 2 ** attempt), `attempt ${attempt} waits ${retryS} s`)
    }
    assert.deepEqual(bench.device.connectsAt, [])
  },
  { habits: allHabits },
)
