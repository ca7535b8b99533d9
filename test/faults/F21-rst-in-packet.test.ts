import assert from 'node:assert/strict'
import { propertySet } from '../peer/scripted-peer.ts'
import { allHabits, faultTest } from '../rig/fault-test.ts'

faultTest(
  'F21 RST in the middle of a packet: socket-closed, the half packet is dropped, the next session starts clean',
  (bench) => {
    bench.bootReady()
    for (const share of [0.02, 0.5, 0.99]) {
      // Three ends within a minute of `ready` would be somebody who steals the identity.
      bench.pass(61_000)
      const set = propertySet(bench.connection.device, '9', { PowerSwitch_1: 1 })
      bench.connection.send(set.subarray(0, Math.ceil(set.length * share)))
      // A RST takes with it what the device has not read yet.
      bench.pass(50)
      bench.connection.rst()
      bench.expectFault('socket-closed', 1_000)
      assert.equal(bench.level, 0)
      bench.untilReady(70_000)
      bench.pass(1_000)
      // Were the half kept, this would be its end.
      bench.connection.set('10', { PowerSwitch_1: 0 })
      bench.until(() => bench.replies().at(-1)?.id === '10', 5_000)
      assert.equal(bench.replies().at(-1)?.code, 200)
    }
    assert.equal(bench.device.oracle.edges, 0)
  },
  { habits: allHabits },
)

faultTest('F21 RST while a packet over the budget is being skipped: the next session skips nothing', (bench) => {
  bench.bootReady()
  bench.connection.send(Uint8Array.from([0x30, 0x80, 0x80, 0x04, 0, 1, 0x61, 1, 2, 3]))
  bench.pass(20)
  bench.connection.rst()
  bench.expectFault('socket-closed', 1_000)
})
