import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connectPacket, lamp, plug, startMemoryCloud } from '../../../local-platform/memory-cloud.ts'

const cases = [
  ['protocol level 5', 1, { ...connectPacket(plug), protocolVersion: 5 }],
  ['a clientId without bars', 2, { ...connectPacket(plug), clientId: 'plug01' }],
  ['keepAlive 0', 2, { ...connectPacket(plug), keepalive: 0 }],
  ['keepAlive 29', 2, { ...connectPacket(plug), keepalive: 29 }],
  ['a user name without &', 4, { ...connectPacket(plug), username: 'plug01' }],
  ['a wrong signature', 4, { ...connectPacket(plug), password: Buffer.from('00') }],
  ['an unknown device', 4, connectPacket({ ...plug, deviceName: 'nobody' })],
  ['a disabled device', 5, connectPacket({ ...lamp, deviceName: 'banned' })],
] as const

for (const [what, returnCode, packet] of cases) {
  test(`answers ${what} with CONNACK ${returnCode} and closes`, async (t) => {
    const banned = { ...lamp, deviceName: 'banned', disabled: true }
    const cloud = await startMemoryCloud(t, { devices: [plug, banned] })
    const device = cloud.dial()
    await device.send(packet)
    assert.deepEqual(
      device.received.map(({ cmd, ...rest }) => [cmd, 'returnCode' in rest ? rest.returnCode : undefined]),
      [['connack', returnCode]],
    )
    assert.ok(device.isClosed)
    assert.deepEqual(
      cloud.events.map((event) => [event.type, 'returnCode' in event ? event.returnCode : undefined]),
      [['refused', returnCode]],
    )
  })
}

test('answers protocol level 6 with CONNACK 1 and closes', async (t) => {
  const cloud = await startMemoryCloud(t)
  const device = cloud.dial()
  // CONNECT: 12 bytes, "MQTT", level 6, flags clean, keepAlive 60, an empty clientId
  await device.sendBytes(Uint8Array.of(0x10, 12, 0, 4, 0x4d, 0x51, 0x54, 0x54, 6, 0x02, 0, 60, 0, 0))
  assert.deepEqual(
    device.received.map((packet) => packet.cmd === 'connack' && packet.returnCode),
    [1],
  )
  assert.ok(device.isClosed)
})

test('admits protocol level 3 (MQTT 3.1) with a clientId longer than its 23 characters', async (t) => {
  const cloud = await startMemoryCloud(t)
  const device = await cloud.connect(plug, { protocolId: 'MQIsdp', protocolVersion: 3 })
  assert.deepEqual(
    device.received.map((packet) => packet.cmd === 'connack' && packet.returnCode),
    [0],
  )
})

test('a login that is right goes online with what it asked for, and nothing secret is in the event', async (t) => {
  const cloud = await startMemoryCloud(t)
  const device = await cloud.connect()
  assert.equal(device.isClosed, false)
  assert.deepEqual(cloud.events, [
    {
      type: 'online',
      device: { productKey: 'a1DEMO', deviceName: 'plug01' },
      address: 'memory',
      clientId: 'a1DEMO.plug01',
      keepAliveS: 60,
      cleanSession: true,
    },
  ])
})

test('a connection without CONNECT is closed after 10 s', async (t) => {
  const cloud = await startMemoryCloud(t)
  const device = cloud.dial()
  await cloud.clock.run(9_999)
  assert.equal(device.isClosed, false)
  await cloud.clock.run(1)
  assert.equal(device.isClosed, true)
  assert.deepEqual(cloud.events, [{ type: 'connection-failed', address: 'memory', detail: 'no CONNECT in time' }])
})

test('a packet before CONNECT closes the connection', async (t) => {
  const cloud = await startMemoryCloud(t)
  const device = cloud.dial()
  await device.send({ cmd: 'pingreq' })
  assert.ok(device.isClosed)
  assert.deepEqual(device.received, [])
  assert.equal(cloud.seen('connection-failed').length, 1)
})

test('the sixth CONNECT of a device within a minute is refused with 3, other devices are not', async (t) => {
  const cloud = await startMemoryCloud(t)
  const codes: (number | undefined)[] = []
  for (let attempt = 1; attempt <= 6; attempt++) {
    const device = await cloud.connect()
    const [connack] = device.received
    codes.push(connack?.cmd === 'connack' ? connack.returnCode : undefined)
  }
  assert.deepEqual(codes, [0, 0, 0, 0, 0, 3])
  await cloud.connect(lamp)
  assert.equal(cloud.seen('online').at(-1)?.device.deviceName, 'lamp')
  await cloud.clock.run(60_000)
  await cloud.connect()
  assert.equal(cloud.seen('online').at(-1)?.device.deviceName, 'plug01')
})

test('without the limit six CONNECTs within a minute are admitted', async (t) => {
  const cloud = await startMemoryCloud(t, { rules: { connectsPerMinute: 'unlimited' } })
  for (let attempt = 1; attempt <= 6; attempt++) await cloud.connect()
  assert.equal(cloud.seen('online').length, 6)
})
