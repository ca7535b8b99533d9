import assert from 'node:assert/strict'
import { createRandom } from '../../tools/chaos/random.ts'
import { ChaosRelay } from '../../tools/chaos/relay.ts'
import { allHabits, faultTest } from '../rig/fault-test.ts'
import { cloudHost, cloudPort } from '../rig/identity.ts'

// 2 s one way and 5 s more for 30 % of the chunks: a round trip of 14 s at the worst, inside PINGRESP's 15 s. Opening
// has 10 s for CONNACK, so the link is ready before the weather turns.
faultTest(
  'F24 2 s of latency and 30 % stalls of 5 s, for an hour: no reconnect, every set answered',
  (bench) => {
    const relay = new ChaosRelay({
      clock: bench.clock,
      to: { transport: bench.network, host: 'behind.test', port: cloudPort },
      random: createRandom('F24'),
    })
    bench.network.listen(cloudHost, cloudPort, relay.accept)
    bench.network.listen('behind.test', cloudPort, bench.peer.accept)
    bench.bootReady()
    relay.set('both', { mode: 'delay', ms: 2000, extraMs: 5000, extraPercent: 30 })
    const ids: string[] = []
    for (let minute = 0; minute < 60; minute++) {
      ids.push(bench.set(minute % 2))
      bench.pass(60_000)
    }
    assert.deepEqual(bench.log.faults, [])
    assert.deepEqual(
      bench.replies().map(({ id }) => id),
      ids,
    )
    relay.set('both', { mode: 'pass' })
    bench.pass(20_000)
    bench.network.listen(cloudHost, cloudPort, relay.accept)
  },
  { habits: allHabits },
)
