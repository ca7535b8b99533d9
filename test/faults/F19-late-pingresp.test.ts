import assert from 'node:assert/strict'
import { faultTest } from '../rig/fault-test.ts'

faultTest('F19 each PINGRESP 12 s late, for ten minutes: stays ready', (bench) => {
  bench.bootReady()
  bench.peer.on('pingreq', (connection, packet) => void bench.clock.set(() => connection.answer(packet), 12_000))
  bench.pass(10 * 60_000)
  assert.deepEqual(bench.log.faults, [])
  assert.ok(bench.peer.received.filter(({ packet }) => packet.type === 'pingreq').length >= 10)
})
