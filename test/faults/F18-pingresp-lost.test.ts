import assert from 'node:assert/strict'
import { publish } from '../peer/scripted-peer.ts'
import { allHabits, faultTest } from '../rig/fault-test.ts'

faultTest(
  'F18 PINGRESP lost, socket open: pingresp-timeout within 40 s of the last byte, wherever in a second that fell',
  (bench) => {
    bench.bootReady()
    for (let phase = 0; phase < 10; phase++) {
      bench.pass(100 * phase)
      bench.connection.send(publish({ topicName: '/a1FAULTS/plug1/user/get', payload: 'the last byte' }))
      bench.connection.mute()
      const { at } = bench.expectFault('pingresp-timeout', 60_000)
      const since = at - bench.device.lastHeardAt
      assert.ok(since <= 40_000, `noticed after ${since} ms`)
      bench.untilReady(70_000)
      bench.pass(61_000)
    }
  },
  { habits: allHabits },
)

faultTest(
  'F18 the cable is cut: pingresp-timeout within 40 s of the last byte, and nothing hangs on to the dead socket',
  (bench) => {
    bench.bootReady()
    bench.network.cutAll()
    bench.peer.abandonAll()
    const { at } = bench.expectFault('pingresp-timeout', 60_000)
    assert.ok(at - bench.device.lastHeardAt <= 40_000, `noticed after ${at - bench.device.lastHeardAt} ms`)
    bench.pass(100)
    assert.equal(bench.device.counts().sockets, 0)
  },
  { habits: allHabits },
)
