import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ShownPacket } from '../../../tools/cloud/console-api/calls.ts'
import {
  everything,
  mostPackets,
  noTraffic,
  passes,
  withTraffic,
  type PacketMessage,
  type TrafficFilter,
} from '../../../tools/console/traffic.ts'

const device = { productKey: 'a1DEMO', deviceName: 'plug01' }

function message(packet: ShownPacket, direction: 'up' | 'down' = 'up'): PacketMessage {
  return { kind: 'packet', timeMs: 0, device, direction, packet, bytes: 0 }
}

test(`the page keeps the newest ${mostPackets} packets, in their order`, () => {
  let traffic = noTraffic
  for (let packetId = 1; packetId <= mostPackets + 2; packetId++) {
    traffic = withTraffic(traffic, message({ type: 'puback', packetId }))
    if (packetId <= mostPackets) assert.equal(traffic.packets.length, packetId)
  }
  assert.equal(traffic.packets.length, mostPackets)
  assert.deepEqual(
    [traffic.packets.at(0)?.packet.packetId, traffic.packets.at(-1)?.packet.packetId],
    [3, mostPackets + 2],
  )
})

test('packets that are missing are counted together, and change none of those that are there', () => {
  const one = withTraffic(noTraffic, message({ type: 'pingreq' }))
  const traffic = withTraffic(withTraffic(one, { kind: 'missed', count: 3 }), { kind: 'missed', count: 4 })
  assert.deepEqual([traffic.missed, traffic.packets], [7, one.packets])
  assert.equal(withTraffic(traffic, message({ type: 'pingresp' }, 'down')).missed, 7)
})

const seen = [
  message({ type: 'connect' }),
  message({ type: 'publish', topicName: '/sys/a1DEMO/plug01/thing/event/property/post', text: '{"Power":1}' }),
  message({ type: 'puback', packetId: 1 }, 'down'),
  message({ type: 'pingreq' }),
  message({ type: 'pingresp' }, 'down'),
  message({ type: 'suback', packetId: 2, granted: [1] }, 'down'),
]

for (const [what, filter, types] of [
  ['all of them', {}, ['connect', 'publish', 'puback', 'pingreq', 'pingresp', 'suback']],
  ['those of the device', { direction: 'up' }, ['connect', 'publish', 'pingreq']],
  ['those of the platform', { direction: 'down' }, ['puback', 'pingresp', 'suback']],
  ['no pings', { pings: false }, ['connect', 'publish', 'puback', 'suback']],
  ['no acknowledgements', { acks: false }, ['connect', 'publish', 'pingreq', 'pingresp']],
  ['those with a text in their topic', { text: 'PROPERTY/post' }, ['publish']],
  ['those with a text in their payload', { text: 'power' }, ['publish']],
  ['what fits all of it', { text: 'ping', direction: 'down', acks: false }, ['pingresp']],
] as const satisfies readonly (readonly [string, Partial<TrafficFilter>, readonly string[]])[]) {
  test(`the filter shows ${what}`, () => {
    const shown = seen.filter((one) => passes(one, { ...everything, ...filter }))
    assert.deepEqual(
      shown.map(({ packet }) => packet.type),
      types,
    )
  })
}
