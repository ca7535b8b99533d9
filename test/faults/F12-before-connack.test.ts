import { pingresp, propertySet, puback, suback, type PeerConnection } from '../peer/scripted-peer.ts'
import assert from 'node:assert/strict'
import { faultTest } from '../rig/fault-test.ts'

const early: readonly [name: string, bytes: (connection: PeerConnection) => Uint8Array][] = [
  ['PINGRESP', () => pingresp()],
  ['PUBLISH', (connection) => propertySet(connection.device, '1', { PowerSwitch_1: 1 })],
  ['SUBACK', () => suback(1, [1])],
  ['PUBACK', () => puback(3)],
]

for (const [name, bytes] of early) {
  faultTest(`F12 ${name} before CONNACK: unexpected-packet, no edge`, (bench) => {
    bench.peer.on('connect', (connection) => connection.send(bytes(connection)))
    bench.boot()
    bench.expectFault('unexpected-packet', 10_000)
    assert.equal(bench.level, 0)
  })
}

faultTest('F12 PINGRESP between CONNACK and SUBACK: unexpected-packet', (bench) => {
  bench.peer.on('subscribe', (connection) => connection.send(pingresp()))
  bench.boot()
  bench.expectFault('unexpected-packet', 10_000)
})
