import assert from 'node:assert/strict'
import { suback } from '../peer/scripted-peer.ts'
import { allHabits, faultTest } from '../rig/fault-test.ts'

faultTest(
  'F15 SUBACK 0x80 for the property set: suback-refused, the topic in the log, DISCONNECT, 60 s of waiting',
  (bench) => {
    bench.peer.on('subscribe', (connection, { packetId }) => connection.send(suback(packetId, [0x80])))
    bench.boot()
    for (let attempt = 1; attempt <= 3; attempt++) {
      const line = bench.expectFault('suback-refused', 70_000)
      assert.equal(line.detail, ' /sys/a1FAULTS/plug1/thing/service/property/set')
      assert.equal(line.retryS, 60)
      bench.pass(50)
      assert.equal(bench.peer.received.at(-1)?.packet.type, 'disconnect')
    }
    assert.equal(bench.log.readies, 0)
  },
  { habits: allHabits },
)

faultTest('F15 SUBACK 0x80 for user/get: one W line, and the link goes on', (bench) => {
  bench.peer.on('subscribe', (connection, { packetId }) => {
    connection.send(suback(packetId, [packetId === 1 ? 1 : 0x80]))
  })
  bench.bootReady()
  bench.roundTrip()
  bench.pass(10 * 60_000)
  assert.deepEqual(bench.log.faults, [])
  assert.equal(bench.log.with('/user/get').length, 1)
  assert.match(bench.log.with('/user/get')[0]?.text ?? '', / W mqtt .*\/a1FAULTS\/plug1\/user\/get/)
})
