import assert from 'node:assert/strict'
import { Duplex } from 'node:stream'
import { test, type TestContext } from 'node:test'
import mqttPacket, { type Packet } from 'mqtt-packet'
import { Wire, type WireHandlers } from '../../../../tools/cloud/wire/wire.ts'
import { plug, startMemoryCloud } from '../../../local-platform/memory-cloud.ts'
import { createVirtualClock } from '../../../virtual/virtual-clock.ts'

const megabyte = 1024 * 1024

/** A wire to a device that takes its bytes when told to, and a broker that does nothing. */
function start(t: TestContext) {
  const clock = createVirtualClock()
  const broke: string[] = []
  const taken: (() => void)[] = []
  const raw = new Duplex({
    read: () => undefined,
    write: (_chunk, _encoding, done) => void taken.push(done),
  })
  const handlers: WireHandlers = {
    up: () => undefined,
    down: (packet) => packet,
    whenStored: (then) => then(),
    broke: (detail) => void broke.push(detail),
    delayMs: () => 0,
  }
  const wire = new Wire(raw, handlers, clock, { packetBytes: megabyte, bytesPerSecond: Infinity })
  t.after(() => wire.destroy())
  return { clock, wire, raw, broke, taken }
}

const publish = (bytes: number): Packet => {
  return { cmd: 'publish', topic: '/t', payload: Buffer.alloc(bytes), qos: 0, dup: false, retain: false }
}

test('a device that does not read is cut off once more than 4 MB wait for it', async (t) => {
  const { clock, wire, raw, broke } = start(t)
  for (let sent = 0; sent < 4; sent++) wire.send(publish(megabyte))
  await clock.settle()
  assert.ok(raw.writableLength > 4 * megabyte)
  assert.deepEqual([broke, wire.destroyed], [[], false], 'what is sent is not looked at afterwards')
  wire.send(publish(1))
  assert.deepEqual([broke, wire.destroyed], [['does not read what it is sent'], true])
})

test('a device that reads, however late, is not cut off', async (t) => {
  const { clock, wire, broke, taken } = start(t)
  for (let sent = 0; sent < 20; sent++) {
    wire.send(publish(megabyte))
    await clock.settle()
    while (taken.length > 0) {
      for (const done of taken.splice(0)) done()
      await clock.settle()
    }
  }
  assert.deepEqual(broke, [])
})

test('a device that sends too much is read again second by second, and one that pauses has its share anew', async (t) => {
  const cloud = await startMemoryCloud(t, { rules: { uplinkPerSecond: 'unlimited', bytesPerSecond: 10_000 } })
  const device = await cloud.connect()
  const packet = mqttPacket.generate({ ...publish(3000), topic: '/a1DEMO/plug01/user/update' } as Packet)
  const read = () => cloud.seen('message').length
  for (let at = 0; at < 12; at++) await device.sendBytes(packet)
  const counts = [read()]
  for (let second = 0; second < 2; second++) {
    await cloud.clock.run(1000)
    counts.push(read())
  }
  const [first = 0, second = 0, third = 0] = counts
  assert.ok(first <= 4 && second > first && second <= 8 && third > second && third <= 12, counts.join())
  await cloud.clock.run(5000)
  const before = read()
  assert.equal(before, 12)
  for (let at = 0; at < 3; at++) await device.sendBytes(packet)
  assert.equal(read() - before, 3)
  assert.equal(cloud.platform.status(plug)?.online, true)
})
