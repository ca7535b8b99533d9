import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PacketSighting } from '../../../../tools/cloud/wire/packet-tap.ts'
import { connectPacket, lamp, plug, startMemoryCloud } from '../../../local-platform/memory-cloud.ts'

const update = '/a1DEMO/plug01/user/update'

test('every packet of a device is seen in both directions, decoded, without its password', async (t) => {
  const cloud = await startMemoryCloud(t)
  const seen: PacketSighting[] = []
  const stop = cloud.platform.onPacket((sighting) => seen.push(sighting))
  const device = await cloud.connect()
  await device.subscribe(['/a1DEMO/plug01/user/get', 1], ['/no', 0])
  await device.publish(update, 'hello', 1)
  cloud.platform.publish(plug, '/a1DEMO/plug01/user/get', 'down', 1)
  await cloud.clock.settle()
  await device.send({ cmd: 'puback', messageId: device.published()[0]?.messageId ?? 0 })
  await device.send({ cmd: 'unsubscribe', messageId: 9, unsubscriptions: ['/a1DEMO/plug01/user/get'] })
  await device.send({ cmd: 'pingreq' })
  stop()
  await device.send({ cmd: 'disconnect' })
  assert.deepEqual(
    seen.map(({ direction, packet }) => `${direction} ${packet.type}`),
    [
      'up connect',
      'down connack',
      'up subscribe',
      'down suback',
      'up publish',
      'down puback',
      'down publish',
      'up puback',
      'up unsubscribe',
      'down unsuback',
      'up pingreq',
      'down pingresp',
    ],
  )
  const [connect, , subscribe, suback, publish] = seen.map(({ packet }) => packet)
  assert.deepEqual([connect?.username, connect?.keepAliveS], ['plug01&a1DEMO', 60])
  assert.ok(!JSON.stringify(seen).includes(connectPacket(plug).password?.toString() ?? '?'))
  assert.deepEqual(subscribe?.topicFilters?.[1], { topicFilter: '/no', qos: 0 })
  assert.deepEqual(suback?.granted, [1, 0x80])
  assert.deepEqual([publish?.topicName, publish?.payload?.toString(), publish?.qos], [update, 'hello', 1])
})

test('a refused CONNECT of a device that exists is seen, one of nobody is not', async (t) => {
  const cloud = await startMemoryCloud(t)
  const seen: string[] = []
  cloud.platform.onPacket(({ direction, packet }) =>
    seen.push(`${direction} ${packet.type} ${packet.returnCode ?? ''}`),
  )
  await cloud.connect(plug, { password: Buffer.from('wrong') })
  await cloud.connect({ ...plug, deviceName: 'nobody' })
  assert.deepEqual(seen, ['up connect ', 'down connack 4'])
})

test('PINGRESP is swallowed while the fault is on, for this device alone', async (t) => {
  const cloud = await startMemoryCloud(t)
  const [device, other] = [await cloud.connect(plug), await cloud.connect(lamp)]
  const pings = async (one: typeof device): Promise<number> => {
    const before = one.received.length
    await one.send({ cmd: 'pingreq' })
    return one.received.length - before
  }
  cloud.platform.setFaults(plug, { swallowPingResp: true })
  assert.deepEqual([await pings(device), await pings(other)], [0, 1])
  cloud.platform.setFaults(plug, { swallowPingResp: false })
  assert.equal(await pings(device), 1)
  assert.equal(cloud.seen('fault').length, 2)
})

test('a delay holds packets up in both directions, and keeps their order when it ends', async (t) => {
  const cloud = await startMemoryCloud(t)
  const device = await cloud.connect()
  cloud.platform.setFaults(plug, { delayMs: 500 })
  await device.publish(update, 'one', 1)
  assert.equal(cloud.seen('message').length, 0)
  await cloud.clock.run(500)
  assert.equal(cloud.seen('message').length, 1)
  assert.equal(device.received.length, 1)
  await device.publish(update, 'two', 1)
  cloud.platform.setFaults(plug, { delayMs: 0 })
  await device.publish(update, 'three', 1)
  await cloud.clock.run(500)
  assert.deepEqual(
    cloud.seen('message').map(({ text }) => text),
    ['one', 'two', 'three'],
  )
  assert.equal(device.received.filter(({ cmd }) => cmd === 'puback').length, 3)
})

test('drop breaks the connection, kick closes it as a newer login would; without one both say false', async (t) => {
  const cloud = await startMemoryCloud(t)
  const { platform } = cloud
  assert.deepEqual([platform.drop(plug), platform.kick(plug)], [false, false])
  const first = await cloud.connect()
  assert.equal(platform.drop(plug), true)
  const second = await cloud.connect()
  assert.equal(platform.kick(plug), true)
  await cloud.clock.settle()
  assert.deepEqual([first.isClosed, second.isClosed], [true, true])
  assert.deepEqual(
    cloud.seen('offline').map(({ reason }) => reason),
    ['dropped', 'kicked'],
  )
})
