import assert from 'node:assert/strict'
import { allHabits, faultTest } from '../rig/fault-test.ts'

faultTest(
  'F14 SUBACK never comes: suback-timeout at 10 s',
  (bench) => {
    bench.peer.on('subscribe', () => undefined)
    bench.boot()
    for (let attempt = 1; attempt <= 3; attempt++) {
      const { at } = bench.expectFault('suback-timeout', 90_000)
      const since = at - (bench.peer.received.findLast(({ packet }) => packet.type === 'subscribe')?.at ?? 0)
      assert.ok(since >= 9_900 && since <= 11_100, `after ${since} ms`)
    }
    assert.equal(bench.log.readies, 0)
  },
  { habits: allHabits },
)

faultTest('F14 the SUBACK for user/get never comes: ready all the same, and it stays', (bench) => {
  bench.peer.on('subscribe', (connection, packet) => packet.packetId === 1 && connection.answer(packet))
  bench.boot()
  bench.untilReady(10_000)
  bench.pass(5 * 60_000)
  assert.deepEqual(bench.log.faults, [])
})
