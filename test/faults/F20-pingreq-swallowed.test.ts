import assert from 'node:assert/strict'
import { publish } from '../peer/scripted-peer.ts'
import { faultTest } from '../rig/fault-test.ts'

// The peer itself watches keepAlive: silence of more than 60 s is [MQTT-3.1.2-23].
faultTest('F20 PUBLISH each second, PINGREQ swallowed: pings within keepAlive, and counts as alive', (bench) => {
  bench.bootReady()
  bench.peer.on('pingreq', () => undefined)
  const { connection } = bench
  for (let second = 0; second < 600; second++) {
    connection.send(publish({ topicName: '/a1FAULTS/plug1/user/get', payload: `${second}` }))
    bench.pass(1000)
  }
  assert.deepEqual(bench.log.faults, [])
  const pings = bench.peer.received.filter(({ packet }) => packet.type === 'pingreq').map(({ at }) => at)
  const gaps = pings.slice(1).map((at, index) => at - (pings[index] ?? 0))
  assert.ok(pings.length >= 20 && Math.max(...gaps) <= 30_000, `${pings.length} pings, ${Math.max(...gaps)} ms apart`)
})
