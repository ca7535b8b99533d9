import assert from 'node:assert/strict'
import { connack, propertySet, suback, type PeerConnection } from '../peer/scripted-peer.ts'
import { allHabits, faultTest } from '../rig/fault-test.ts'

const on = (connection: PeerConnection, id: string) => propertySet(connection.device, id, { PowerSwitch_1: 1 })
const off = (connection: PeerConnection, id: string) => propertySet(connection.device, id, { PowerSwitch_1: 0 })

// No server can answer a SUBSCRIBE that it has not got; that they are handled in order is the point.
faultTest(
  'F08 CONNACK, SUBACK and a PUBLISH in one chunk: all three handled, in order',
  (bench) => {
    bench.peer
      .on('connect', (c) => c.send(Buffer.concat([connack(), suback(1, [1]), on(c, '77')])))
      .once('subscribe', () => undefined)
    bench.boot()
    bench.untilReady(10_000)
    bench.until(() => bench.replies().length > 0, 5_000)
    assert.equal(bench.level, 1)
    assert.equal(bench.replies()[0]?.id, '77')
    assert.deepEqual(bench.log.faults, [])
  },
  { habits: allHabits },
)

faultTest('F08 PUBLISH before SUBACK, as automatic subscription brings it: acted on, answered once ready', (bench) => {
  bench.peer
    .on('connect', (c) => c.send(Buffer.concat([connack(), on(c, '1')])))
    .once('subscribe', (c, packet) => {
      assert.equal(bench.level, 1)
      assert.deepEqual(bench.replies(), [])
      c.send(Buffer.concat([suback(packet.packetId, [1]), off(c, '2')]))
    })
  bench.boot()
  bench.until(() => bench.replies().length === 2, 10_000)
  assert.deepEqual(
    bench.replies().map(({ id, code }) => [id, code]),
    [
      ['1', 200],
      ['2', 200],
    ],
  )
  assert.equal(bench.level, 0)
})
