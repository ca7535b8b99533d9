import assert from 'node:assert/strict'
import { propertySet } from '../peer/scripted-peer.ts'
import { faultTest } from '../rig/fault-test.ts'
import { withoutReboot } from '../rig/identity.ts'

const hours = 2

faultTest(
  `F47 a set is queued while the board is away for ${hours} h: its clean session does not ask for it`,
  (bench) => {
    bench.bootReady()
    const { device } = bench.connection
    const queued = propertySet(device, 'old', { PowerSwitch_1: 1 }, { qos: 1, packetId: 44 })
    bench.peer.on('connect', (connection, packet) => {
      connection.answer(packet)
      if (!packet.cleanSession) connection.send(queued)
    })
    bench.answers('refused')
    bench.connection.rst()
    bench.pass(hours * 3_600_000)
    bench.answers('open')
    bench.untilReady(70_000)
    bench.pass(10_000)
    assert.equal(bench.device.oracle.edges, 0)
    assert.equal(bench.level, 0)
  },
  { config: withoutReboot() },
)

// A PUBLISH with RETAIN set is an old one by definition [MQTT-3.3.1-8]; Aliyun keeps none, other brokers do.
faultTest('F47 a retained set comes with the subscription: no edge', (bench) => {
  bench.peer.on('subscribe', (connection, packet) => {
    connection.answer(packet)
    const set = propertySet(connection.device, 'old', { PowerSwitch_1: 1 })
    set[0] = 0x31
    if (packet.packetId === 1) connection.send(set)
  })
  bench.bootReady()
  bench.pass(2_000)
  assert.equal(bench.level, 0)
  assert.deepEqual(bench.log.faults, [])
})
