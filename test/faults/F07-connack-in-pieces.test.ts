import assert from 'node:assert/strict'
import { allHabits, faultTest } from '../rig/fault-test.ts'

faultTest(
  'F07 CONNACK in four chunks of one byte: ready',
  (bench) => {
    bench.peer.on('connect', (connection, packet) => {
      connection.chunks([1, 1, 1, 1], 300)
      connection.answer(packet)
    })
    bench.boot()
    bench.untilReady(10_000)
    assert.deepEqual(bench.log.faults, [])
  },
  { habits: allHabits },
)
