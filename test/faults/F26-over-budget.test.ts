import assert from 'node:assert/strict'
import { propertySetTopic, publish } from '../peer/scripted-peer.ts'
import { allHabits, faultTest } from '../rig/fault-test.ts'

for (const qos of [0, 1] as const) {
  faultTest(
    `F26 a PUBLISH of 3 KiB at QoS ${qos}: skipped, counted, ${qos === 1 ? 'acknowledged, ' : ''}and the next set works`,
    (bench) => {
      bench.bootReady()
      const { connection, device } = bench
      const topicName = propertySetTopic(connection.device)
      connection.send(publish({ topicName, payload: 'x'.repeat(3072), qos, packetId: 700 }))
      connection.set('after', { PowerSwitch_1: 1 })
      bench.until(() => bench.replies().some(({ id }) => id === 'after'), 5_000)
      assert.equal(bench.level, 1)
      const acknowledged = bench.peer.received.flatMap(({ packet }) =>
        packet.type === 'puback' ? packet.packetId : [],
      )
      assert.deepEqual(acknowledged, qos === 1 ? [700] : [])
      bench.pass(2_000)
      assert.equal(bench.log.with('W mqtt 1 packets over 2048 bytes skipped').length, 1)
      assert.deepEqual(bench.log.faults, [])
      assert.ok(device.held.peak <= device.heldAtMost, `held ${device.held.peak} bytes`)
    },
    { habits: allHabits },
  )
}

faultTest('F26 every size around the budget is read or skipped whole, in chunks of any size', (bench) => {
  bench.bootReady()
  const { connection, device } = bench
  for (let size = 2030; size <= 2066; size++) {
    for (const chunk of [1448, 37]) {
      const filler = publish({ topicName: '/a1FAULTS/plug1/user/get', payload: 'y'.repeat(size), qos: 1, packetId: 5 })
      connection.chunks(
        Array.from({ length: Math.ceil(filler.length / chunk) }, () => chunk),
        3,
      )
      connection.send(filler)
      bench.pass(400)
    }
    const id = bench.set(size % 2)
    bench.until(() => bench.replies().at(-1)?.id === id, 2_000)
  }
  assert.deepEqual(bench.log.faults, [])
  assert.ok(device.held.peak <= device.heldAtMost, `held ${device.held.peak} bytes`)
})
