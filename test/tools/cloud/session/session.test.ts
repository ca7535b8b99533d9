import assert from 'node:assert/strict'
import { duplexPair } from 'node:stream'
import { test } from 'node:test'
import mqttPacket, { type Packet } from 'mqtt-packet'
import { connectPacket, lamp, plug, startMemoryCloud, type MemoryCloud } from '../../../local-platform/memory-cloud.ts'

function offline(cloud: MemoryCloud): string[] {
  return cloud.seen('offline').map(({ reason }) => reason)
}

test('a newer login closes the older connection, whatever its clientId', async (t) => {
  const cloud = await startMemoryCloud(t)
  const older = await cloud.connect()
  const another = connectPacket(plug, 'signmethod=hmacsha256,_v=2')
  const newer = cloud.dial()
  await newer.send(another)
  assert.deepEqual([older.isClosed, newer.isClosed], [true, false])
  assert.deepEqual(
    cloud.events.map(({ type }) => type),
    ['online', 'offline', 'online'],
  )
  assert.deepEqual(offline(cloud), ['kicked'])
  assert.equal(cloud.platform.devices()[0]?.online, true)
})

test('a device was online last when its session ended', async (t) => {
  let now = 1_000
  const cloud = await startMemoryCloud(t, { wallNow: () => now })
  const lastOnline = () => cloud.platform.device(plug)?.lastOnlineAtMs
  assert.equal(lastOnline(), undefined)
  const device = await cloud.connect()
  assert.equal(lastOnline(), 1_000)
  now = 61_000
  await device.hangUp()
  assert.equal(lastOnline(), 61_000)
  now = 99_000
  await (await cloud.connect(plug, { password: Buffer.from('wrong') })).hangUp()
  assert.equal(lastOnline(), 61_000, 'a refused login is none')
})

test('of two newer logins at once the first is replaced before it was online, and is not told as offline', async (t) => {
  const cloud = await startMemoryCloud(t)
  const older = await cloud.connect()
  const [first, second] = [cloud.dial(), cloud.dial()]
  for (const device of [first, second]) device.push(connectPacket(plug))
  await cloud.clock.settle()
  assert.deepEqual(
    [older, first, second].map(({ isClosed }) => isClosed),
    [true, true, false],
  )
  assert.deepEqual(
    cloud.events.map(({ type }) => type),
    ['online', 'offline', 'online'],
  )
})

test('two devices with the same clientId before the bar do not disturb each other', async (t) => {
  const cloud = await startMemoryCloud(t, { devices: [plug, lamp] })
  const first = await cloud.connect(plug)
  const second = await cloud.connect(lamp)
  assert.deepEqual([first.isClosed, second.isClosed], [false, false])
})

test('a refused login does not disturb the session there is', async (t) => {
  const cloud = await startMemoryCloud(t)
  const device = await cloud.connect()
  await cloud.connect(plug, { password: Buffer.from('wrong') })
  assert.equal(device.isClosed, false)
  assert.deepEqual(offline(cloud), [])
})

test('a device that reconnects in the moment its old stream ends stays online', async (t) => {
  const cloud = await startMemoryCloud(t)
  const older = await cloud.connect()
  const newer = cloud.dial()
  newer.push(connectPacket(plug))
  await older.hangUp()
  assert.equal(newer.isClosed, false)
  assert.equal(cloud.platform.devices()[0]?.online, true)
  const third = await cloud.connect()
  assert.deepEqual([newer.isClosed, third.isClosed], [true, false])
})

test('says how a session ended: DISCONNECT, the end of the stream, a broken packet', async (t) => {
  const cloud = await startMemoryCloud(t)
  await (await cloud.connect()).send({ cmd: 'disconnect' })
  await (await cloud.connect()).hangUp()
  await (await cloud.connect()).sendBytes(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff))
  assert.deepEqual(offline(cloud), ['disconnect', 'socket-closed', 'protocol-error'])
})

test('a stream that the system broke is a closed socket, with what the system said', async (t) => {
  const cloud = await startMemoryCloud(t)
  const [near, far] = duplexPair()
  near.on('error', () => undefined)
  cloud.platform.attach(far)
  near.write(mqttPacket.generate(connectPacket(plug)))
  await cloud.clock.settle()
  far.destroy(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }))
  await cloud.clock.settle()
  assert.deepEqual(
    cloud.seen('offline').map(({ reason, detail }) => [reason, detail]),
    [['socket-closed', 'read ECONNRESET']],
  )
})

test('the platform can close a session, and says whether there was one', async (t) => {
  const cloud = await startMemoryCloud(t)
  const device = await cloud.connect()
  assert.equal(cloud.platform.kick(plug), true)
  assert.equal(cloud.platform.kick(plug), false)
  await cloud.clock.settle()
  assert.ok(device.isClosed)
  assert.deepEqual(offline(cloud), ['kicked'])
})

test('a second CONNECT on one connection closes it', async (t) => {
  const cloud = await startMemoryCloud(t)
  const device = await cloud.connect()
  await device.send(connectPacket(plug))
  assert.ok(device.isClosed)
  assert.deepEqual(offline(cloud), ['protocol-error'])
})

test('a will is ignored: its session ends without a message', async (t) => {
  const cloud = await startMemoryCloud(t)
  const will = { topic: '/a1DEMO/plug01/user/update', payload: Buffer.from('gone'), qos: 1, retain: true } as const
  await (await cloud.connect(plug, { will })).hangUp()
  assert.deepEqual(offline(cloud), ['socket-closed'])
  assert.deepEqual(cloud.seen('message'), [])
})

test('a silent device is closed at the first scan after 1.5 times its keepAlive', async (t) => {
  const cloud = await startMemoryCloud(t)
  const device = await cloud.connect(plug, { keepalive: 61 })
  await cloud.clock.run(91_500)
  assert.equal(device.isClosed, false, 'the scan at 90 s was too early for 91.5 s')
  await cloud.clock.run(28_499)
  assert.equal(device.isClosed, false)
  await cloud.clock.run(1)
  assert.equal(device.isClosed, true)
  assert.deepEqual(offline(cloud), ['keepalive-timeout'])
})

test('a keepAlive above 1200 s counts as 1200', async (t) => {
  const cloud = await startMemoryCloud(t)
  const device = await cloud.connect(plug, { keepalive: 65_535 })
  await cloud.clock.run(1_799_999)
  assert.equal(device.isClosed, false)
  await cloud.clock.run(1)
  assert.equal(device.isClosed, true)
})

const heard: Packet[] = [
  { cmd: 'pingreq' },
  { cmd: 'puback', messageId: 7 },
  { cmd: 'subscribe', messageId: 7, subscriptions: [{ topic: '/a1DEMO/plug01/user/get', qos: 0 }] },
  { cmd: 'publish', topic: '/a1DEMO/plug01/user/update', payload: 'x', qos: 0, dup: false, retain: false },
]

for (const packet of heard) {
  test(`a ${packet.cmd} resets the keep alive`, async (t) => {
    const cloud = await startMemoryCloud(t)
    const device = await cloud.connect()
    await cloud.clock.run(60_000)
    await device.send(packet)
    await cloud.clock.run(89_999)
    assert.equal(device.isClosed, false)
    await cloud.clock.run(1)
    assert.equal(device.isClosed, true)
  })
}

test('closing the platform ends every connection, timer and waiting set', async (t) => {
  const cloud = await startMemoryCloud(t)
  const silent = cloud.dial()
  const device = await cloud.connect()
  const result = cloud.platform.setProperty(plug, { PowerSwitch_1: 1 }).result
  await cloud.clock.settle()
  await cloud.close()
  assert.deepEqual(await result, { outcome: 'stopped' })
  assert.deepEqual([silent.isClosed, device.isClosed], [true, true])
  assert.deepEqual(offline(cloud), ['stopped'])
  assert.equal(cloud.clock.pending, 0)
})
