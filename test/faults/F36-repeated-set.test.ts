import assert from 'node:assert/strict'
import { allHabits, faultTest } from '../rig/fault-test.ts'

faultTest(
  'F36 the same id twice, DUP redelivery, the same value again: one edge, a reply each time',
  (bench) => {
    bench.bootReady()
    const { connection } = bench
    connection.set('7', { PowerSwitch_1: 1 }, { qos: 1, packetId: 9 })
    bench.pass(500)
    connection.set('7', { PowerSwitch_1: 1 }, { qos: 1, packetId: 9, dup: true })
    bench.pass(500)
    connection.set('7', { PowerSwitch_1: 1 })
    bench.pass(500)
    connection.set('8', { PowerSwitch_1: 1 })
    bench.pass(500)
    assert.equal(bench.device.oracle.edges, 1)
    assert.deepEqual(
      bench.replies().map(({ id, code }) => [id, code]),
      [
        ['7', 200],
        ['7', 200],
        ['7', 200],
        ['8', 200],
      ],
    )
    assert.equal(bench.peer.received.filter(({ packet }) => packet.type === 'puback').length, 2)
  },
  { habits: allHabits },
)
