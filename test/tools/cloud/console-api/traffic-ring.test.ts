import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTrafficRing } from '../../../../tools/cloud/console-api/traffic-ring.ts'
import type { PacketListener } from '../../../../tools/cloud/wire/packet-tap.ts'
import { lamp, plug, startMemoryCloud } from '../../../local-platform/memory-cloud.ts'

const update = '/a1DEMO/plug01/user/update'

test('the traffic of a session is kept from its CONNECT on, before anybody looks, for each device apart', async (t) => {
  const cloud = await startMemoryCloud(t)
  const ring = createTrafficRing(cloud.platform)
  const device = await cloud.connect()
  await cloud.connect(lamp)
  await device.publish(update, 'hi')
  const { packets, missed } = ring.of(plug)
  assert.deepEqual(
    packets.map(({ packet }) => packet.type),
    ['connect', 'connack', 'publish'],
  )
  assert.equal(missed, 0)
  assert.equal(ring.of(lamp).packets.length, 2)
  cloud.platform.removeDevice(plug)
  assert.deepEqual(ring.of(plug), { packets: [], missed: 0 })
  ring.close()
})

test('of a long session its first 20 packets and the newest 100 are kept, payloads cut, and the rest is counted', async (t) => {
  const cloud = await startMemoryCloud(t, { rules: { uplinkPerSecond: 'unlimited', bytesPerSecond: 'unlimited' } })
  const ring = createTrafficRing(cloud.platform)
  const device = await cloud.connect()
  for (let at = 0; at < 500; at++) await device.publish(update, `${at} ${'x'.repeat(3000)}`)
  const { packets, missed } = ring.of(plug)
  assert.equal(packets.length, 120)
  assert.equal(missed, 502 - 120)
  assert.equal(packets[0]?.packet.type, 'connect')
  assert.match(String(packets.at(-1)?.packet.payload), /^499 /)
  assert.ok(packets.every(({ packet }) => (packet.payload?.buffer.byteLength ?? 0) <= 8192))
  assert.equal(packets.at(-1)?.payloadBytes, 3004)
  await cloud.connect()
  const again = ring.of(plug)
  const last = again.packets.findLastIndex(({ packet }) => packet.type === 'connect')
  assert.ok(last > 0 && again.packets.length - last === 2 && again.missed === 0)
  assert.ok(again.packets.length <= 120)
})

test('of the session before, the newest 80 packets stay when another one begins', () => {
  let see: PacketListener = () => assert.fail('nobody listens')
  const onPacket = (listener: PacketListener) => ((see = listener), () => undefined)
  const ring = createTrafficRing({ onPacket, onEvent: () => () => undefined })
  const packet = (type: 'connect' | 'pingreq', timeMs: number) =>
    see({ device: plug, direction: 'up', packet: { type }, payloadBytes: 0, timeMs })
  for (const begin of [0, 1000]) {
    packet('connect', begin)
    for (let at = 1; at < 300; at++) packet('pingreq', begin + at)
  }
  const times = ring.of(plug).packets.map(({ timeMs }) => timeMs)
  const run = (from: number, count: number) => Array.from({ length: count }, (_, at) => from + at)
  assert.deepEqual(times, [...run(220, 80), ...run(1000, 20), ...run(1200, 100)])
  assert.equal(ring.of(plug).missed, 180)
})
