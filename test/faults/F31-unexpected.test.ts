import assert from 'node:assert/strict'
import { packet, propertySet, publish } from '../peer/scripted-peer.ts'
import { faultTest } from '../rig/fault-test.ts'

const id = Buffer.from([0, 1])
const device = { productKey: 'a1FAULTS', deviceName: 'plug1' }
const set = propertySet(device, '1', { PowerSwitch_1: 1 })

const unexpected: readonly [name: string, bytes: Uint8Array][] = [
  ['a PUBLISH of QoS 2', publish({ topicName: '/a1FAULTS/plug1/user/get', payload: 'hi', qos: 2 })],
  ['a property set of QoS 2', Buffer.concat([Uint8Array.from([0x34]), set.subarray(1)])],
  ['packet type 0', packet(0x00, Buffer.from('zero'))],
  ['packet type 15', packet(0xf0)],
  ['a CONNECT', packet(0x10, Buffer.from([0, 4, 0x4d, 0x51, 0x54, 0x54, 4, 2, 0, 60, 0, 1, 0x61]))],
  ['PUBREC', packet(0x50, id)],
  ['PUBREL', packet(0x62, id)],
  ['PUBCOMP', packet(0x70, id)],
  ['SUBSCRIBE', packet(0x82, Buffer.from([0, 1, 0, 1, 0x61, 0]))],
  ['UNSUBSCRIBE', packet(0xa2, Buffer.from([0, 1, 0, 1, 0x61]))],
  ['UNSUBACK', packet(0xb0, id)],
  ['PINGREQ', packet(0xc0)],
  ['DISCONNECT', packet(0xe0)],
]

for (const [name, bytes] of unexpected) {
  faultTest(`F31 ${name} from the server: unexpected-packet at once, no edge`, (bench) => {
    bench.bootReady()
    bench.connection.send(bytes)
    const { at } = bench.expectFault('unexpected-packet', 1_000)
    assert.ok(at - bench.device.lastHeardAt <= 50)
    assert.equal(bench.device.oracle.edges, 0)
  })
}
