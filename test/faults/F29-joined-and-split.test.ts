import assert from 'node:assert/strict'
import { pingresp, propertySet, publish } from '../peer/scripted-peer.ts'
import type { Bench } from '../rig/bench.ts'
import { allHabits, faultTest } from '../rig/fault-test.ts'

/** Five packets; the first turns the switch on, the last off again. */
function fivePackets(bench: Bench, id: number): Buffer {
  const { device } = bench.connection
  const reply = '{"code":200,"data":{},"id":"1","message":"success","version":"1.0"}'
  return Buffer.concat([
    propertySet(device, `${id}a`, { PowerSwitch_1: 1 }, { qos: 1, packetId: 7 }),
    publish({ topicName: '/a1FAULTS/plug1/user/get', payload: `${id}` }),
    pingresp(),
    publish({ topicName: '/sys/a1FAULTS/plug1/thing/event/property/post_reply', payload: reply }),
    propertySet(device, `${id}b`, { PowerSwitch_1: 0 }),
  ])
}

faultTest(
  'F29 five packets in one chunk: all handled, in order',
  (bench) => {
    bench.bootReady()
    bench.connection.send(fivePackets(bench, 1))
    bench.until(() => bench.replies().length === 2, 5_000)
    assert.deepEqual(
      bench.replies().map(({ id }) => id),
      ['1a', '1b'],
    )
    assert.equal(bench.device.oracle.edges, 2)
  },
  { habits: allHabits },
)

faultTest('F29 every split point of a five-packet stream: same packets, same order', (bench) => {
  bench.bootReady()
  const { length } = fivePackets(bench, 100)
  for (let at = 1; at < length; at++) {
    const stream = fivePackets(bench, 100 + at)
    const before = bench.replies().length
    const lines = bench.log.with('I mqtt message').length
    bench.connection.chunks([at], 5)
    bench.connection.send(stream)
    bench.pass(1000)
    assert.deepEqual(
      bench
        .replies()
        .slice(before)
        .map(({ id }) => id),
      [`${100 + at}a`, `${100 + at}b`],
    )
    assert.equal(bench.log.with('I mqtt message').length, lines + 1)
  }
  assert.equal(bench.device.oracle.edges, 2 * (length - 1))
  assert.deepEqual(bench.log.faults, [])
})
