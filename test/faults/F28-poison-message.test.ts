import assert from 'node:assert/strict'
import { publish } from '../peer/scripted-peer.ts'
import { allHabits, faultTest } from '../rig/fault-test.ts'

faultTest(
  'F28 a message over the budget is sent again after each CONNACK until acknowledged: one PUBACK ends it, no loop',
  (bench) => {
    const poison = publish({ topicName: '/a1FAULTS/plug1/user/get', payload: 'p'.repeat(4000), qos: 1, packetId: 66 })
    let isAcknowledged = false
    bench.peer
      .on('connect', (connection, packet) => {
        connection.answer(packet)
        if (!isAcknowledged) connection.send(poison)
      })
      .on('puback', (_connection, { packetId }) => (isAcknowledged ||= packetId === 66))
    bench.bootReady()
    assert.ok(isAcknowledged)
    bench.connection.rst()
    bench.expectFault('socket-closed', 1_000)
    bench.untilReady(10_000)
    bench.pass(10 * 60_000)
    assert.equal(bench.log.faults.length, 1)
    const acknowledged = bench.peer.received.filter(({ packet }) => packet.type === 'puback')
    assert.equal(acknowledged.length, 1)
  },
  { habits: allHabits },
)
