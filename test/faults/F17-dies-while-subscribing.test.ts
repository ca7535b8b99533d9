import assert from 'node:assert/strict'
import { allHabits, faultTest } from '../rig/fault-test.ts'
import { faultsAs } from '../rig/in-place-of-switch.ts'

for (const how of ['fin', 'rst'] as const) {
  faultTest(
    `F17 the socket dies by ${how} between SUBSCRIBE and SUBACK: subscribes again in the next session`,
    (bench) => {
      bench.peer.once('subscribe', (connection) => connection[how]())
      bench.boot()
      bench.expectFault('socket-closed', 10_000)
      bench.untilReady(10_000)
      bench.pass(1_000)
      const filters = bench.peer.received.flatMap(({ connection, packet }) =>
        packet.type === 'subscribe' && connection === 2 ? packet.filters.map(({ topicFilter }) => topicFilter) : [],
      )
      const ofSwitch = ['/sys/a1FAULTS/plug1/thing/service/property/set', '/a1FAULTS/plug1/user/get']
      assert.deepEqual(faultsAs === 'everything' ? filters.slice(0, ofSwitch.length) : filters, ofSwitch)
    },
    { habits: allHabits },
  )
}
