import assert from 'node:assert/strict'
import { allHabits, faultTest } from '../rig/fault-test.ts'

faultTest(
  'F39 a set arrives while its reply cannot be written: acts once, the state is posted after the reconnect',
  (bench) => {
    bench.bootReady()
    bench.connection.pause()
    bench.set(1)
    bench.until(() => bench.level === 1, 1_000)
    bench.nextFault(60_000)
    const posts = bench.posts().length
    bench.untilReady(10_000)
    bench.until(() => bench.posts().length > posts, 2_000)
    assert.equal(bench.posts().at(-1)?.['PowerSwitch_1'], 1)
    assert.equal(bench.device.oracle.edges, 1)
  },
  { habits: allHabits },
)

faultTest(
  'F39 the connection dies as the set arrives: acts once, the state is posted after the reconnect',
  (bench) => {
    bench.bootReady()
    bench.set(1)
    bench.connection.fin()
    bench.expectFault('socket-closed', 1_000)
    assert.equal(bench.level, 1)
    bench.untilReady(10_000)
    bench.pass(1_000)
    assert.equal(bench.posts().at(-1)?.['PowerSwitch_1'], 1)
    assert.equal(bench.device.oracle.edges, 1)
  },
  { habits: allHabits },
)
