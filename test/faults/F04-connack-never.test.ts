import assert from 'node:assert/strict'
import { allHabits, faultTest } from '../rig/fault-test.ts'

faultTest(
  'F04 TCP accepted, then silence: connack-timeout at 10 s',
  (bench) => {
    bench.peer.on('connect', () => undefined)
    bench.boot()
    for (let attempt = 1; attempt <= 3; attempt++) {
      const { at } = bench.expectFault('connack-timeout', 90_000)
      const since = at - (bench.device.connectsAt.at(-1) ?? 0)
      assert.ok(since >= 10_000 && since <= 11_100, `after ${since} ms`)
    }
    assert.equal(bench.log.with('I mqtt connected').length, 0)
  },
  { habits: allHabits },
)
