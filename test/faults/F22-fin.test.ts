import assert from 'node:assert/strict'
import { propertySet } from '../peer/scripted-peer.ts'
import { allHabits, faultTest } from '../rig/fault-test.ts'

faultTest(
  'F22 FIN in the middle of a packet: socket-closed, no edge, the next session starts clean',
  (bench) => {
    bench.bootReady()
    const set = propertySet(bench.connection.device, '9', { PowerSwitch_1: 1 })
    bench.connection.send(set.subarray(0, set.length - 1))
    bench.connection.fin()
    const { at } = bench.expectFault('socket-closed', 1_000)
    assert.ok(at - bench.device.lastHeardAt <= 100)
    bench.untilReady(70_000)
    assert.equal(bench.device.oracle.edges, 0)
  },
  { habits: allHabits },
)

faultTest(
  'F22 FIN while idle: socket-closed at once, ready again',
  (bench) => {
    bench.bootReady()
    bench.pass(60_000)
    const finAt = bench.clock.now()
    bench.connection.fin()
    const { at } = bench.expectFault('socket-closed', 1_000)
    assert.ok(at - finAt <= 100)
    bench.untilReady(5_000)
  },
  { habits: allHabits },
)
