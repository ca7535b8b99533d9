import assert from 'node:assert/strict'
import { allHabits, faultTest } from '../rig/fault-test.ts'

faultTest(
  'F01 DNS fails three times, then answers: dns-failed with growing waits, then ready',
  (bench) => {
    bench.answers('dns-failed', 'dns-failed', 'dns-failed', 'open')
    bench.boot()
    const waits = [1, 2, 3].map((attempt) => {
      const line = bench.expectFault('dns-failed', 30_000)
      assert.equal(line.attempt, attempt)
      return line.retryS
    })
    // With the highest draw the waits are the ceilings themselves: 2 s, doubled each time.
    assert.deepEqual(waits, [2, 4, 8])
    bench.untilReady(10_000)
    assert.equal(bench.device.connectsAt.length, 1)
  },
  { habits: allHabits, random: () => 1 - 2 ** -32 },
)

faultTest('F01 a name is resolved at each attempt, so a new address is found', (bench) => {
  bench.bootReady()
  bench.answers('dns-failed', 'open')
  bench.connection.rst()
  bench.expectFault('socket-closed', 1_000)
  bench.expectFault('dns-failed', 60_000)
  bench.untilReady(60_000)
})
