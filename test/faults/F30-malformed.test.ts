import assert from 'node:assert/strict'
import { packet, propertySetTopic, publish } from '../peer/scripted-peer.ts'
import { faultTest } from '../rig/fault-test.ts'

const topic = Buffer.from('/a1FAULTS/plug1/user/get')
const named = (length: number) =>
  Buffer.concat([Uint8Array.from([length >> 8, length & 255]), topic, Buffer.from('hi')])

const malformed: readonly [name: string, bytes: Uint8Array][] = [
  ['a topic longer than the packet', packet(0x30, named(500))],
  ['a topic longer than the packet, at QoS 1', packet(0x32, named(26))],
  ['a topic length of 0', packet(0x30, Buffer.from([0, 0, 0x68, 0x69]))],
  ['no content', packet(0x30)],
  ['one byte of content', packet(0x30, Buffer.from([0]))],
  ['QoS 3', packet(0x36, named(topic.length))],
  ['DUP at QoS 0', packet(0x38, named(topic.length))],
  ['QoS 1 and no packetId', packet(0x32, Buffer.concat([Uint8Array.from([0, topic.length]), topic]))],
  ['flags on CONNACK', packet(0x21, Buffer.from([0, 0]))],
  ['flags on PUBACK', packet(0x41, Buffer.from([0, 1]))],
  ['flags on SUBACK', packet(0x91, Buffer.from([0, 1, 1]))],
  ['flags on PINGRESP', packet(0xd1)],
  ['PINGRESP with content', packet(0xd0, Buffer.from([0]))],
  ['PUBACK with three bytes', packet(0x40, Buffer.from([0, 1, 0]))],
]

for (const [name, bytes] of malformed) {
  faultTest(`F30 ${name}: malformed-packet at once`, (bench) => {
    bench.bootReady()
    bench.connection.send(bytes)
    const { at } = bench.expectFault('malformed-packet', 1_000)
    assert.ok(at - bench.device.lastHeardAt <= 50)
  })
}

faultTest('F30 an empty payload is handled at once, without waiting for the next packet', (bench) => {
  bench.bootReady()
  const { connection } = bench
  connection.send(publish({ topicName: '/a1FAULTS/plug1/user/get', payload: '' }))
  bench.pass(20)
  assert.equal(bench.log.with('I mqtt message').length, 1)
  connection.send(publish({ topicName: propertySetTopic(connection.device), payload: '', qos: 1, packetId: 3 }))
  bench.pass(2_000)
  assert.equal(bench.log.with('1 messages ignored').length, 1)
  assert.deepEqual(bench.log.faults, [])
  assert.equal(bench.device.oracle.edges, 0)
})

// QoS 1 with packetId 0 breaks [MQTT-2.3.1-1]; answering it would break it again.
faultTest('F30 a PUBLISH at QoS 1 with packetId 0: malformed-packet, no PUBACK 0', (bench) => {
  bench.bootReady()
  bench.connection.send(publish({ topicName: '/a1FAULTS/plug1/user/get', payload: 'hi', qos: 1, packetId: 0 }))
  bench.expectFault('malformed-packet', 1_000)
})
