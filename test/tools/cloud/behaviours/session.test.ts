import assert from 'node:assert/strict'
import { connectPacket, lamp, plug, startMemoryCloud } from '../../../local-platform/memory-cloud.ts'
import { createMemoryStore } from '../../../../tools/cloud/store/memory-store.ts'
import { row } from './row.ts'

row('keepalive >1200', 'accepted as 1200, or refused by the rule', async (t) => {
  const clamping = await startMemoryCloud(t)
  await clamping.connect(plug, { keepalive: 65_535 })
  assert.equal(clamping.seen('online')[0]?.keepAliveS, 1200)
  const refusing = await startMemoryCloud(t, { rules: { longKeepAlive: 'refuse' } })
  await refusing.connect(plug, { keepalive: 1201 })
  assert.equal(refusing.seen('refused')[0]?.returnCode, 2)
})

row('keepalive timeout', 'closed without a DISCONNECT between 1.5 × keepalive and one scan later', async (t) => {
  for (const phaseMs of [0, 10_000, 29_999]) {
    const cloud = await startMemoryCloud(t)
    await cloud.clock.run(phaseMs)
    const device = await cloud.connect()
    const leftMs = cloud.platform.keepAliveLeftMs(plug)
    const tookMs = await cloud.clock.until(() => device.isClosed, 200_000)
    assert.ok(tookMs >= 90_000 && tookMs <= 120_000, `closed after ${tookMs} ms`)
    assert.deepEqual([tookMs, cloud.platform.keepAliveLeftMs(plug)], [leftMs, undefined])
    // What came before is CONNACK alone: nothing says goodbye.
    assert.equal(device.received.length, 1)
    assert.equal(cloud.seen('offline')[0]?.reason, 'keepalive-timeout')
  }
})

for (const cmd of ['pingreq', 'publish', 'subscribe', 'puback'] as const) {
  row('keepalive timeout', `a ${cmd} resets it`, async (t) => {
    const cloud = await startMemoryCloud(t)
    const device = await cloud.connect()
    for (let time = 0; time < 4; time++) {
      await cloud.clock.run(80_000)
      assert.equal(device.isClosed, false)
      if (cmd === 'publish') await device.publish('/a1DEMO/plug01/user/update', 'x')
      else if (cmd === 'subscribe') await device.subscribe(['/a1DEMO/plug01/user/get', 0])
      else if (cmd === 'puback') await device.send({ cmd, messageId: 9 })
      else await device.send({ cmd })
    }
  })
}

row('idle TCP without CONNECT', 'closed after the time that the rule says', async (t) => {
  const cloud = await startMemoryCloud(t, { rules: { connectWaitMs: 3_000 } })
  const device = cloud.dial()
  await cloud.clock.run(2_999)
  assert.equal(device.isClosed, false)
  await cloud.clock.run(1)
  assert.equal(device.isClosed, true)
  assert.equal(cloud.seen('connection-failed')[0]?.detail, 'no CONNECT in time')
})

row('second login same pk+dn', 'the older is closed, whatever the clientId; another device is not', async (t) => {
  const cloud = await startMemoryCloud(t)
  const older = await cloud.connect()
  const other = await cloud.connect(lamp)
  const newer = cloud.dial()
  await newer.send(connectPacket(plug, 'signmethod=hmacsha256,_v=another'))
  assert.deepEqual([older.isClosed, other.isClosed, newer.isClosed], [true, false, false])
  assert.equal(older.received.length, 1, '3.1.1 has no word for why')
  assert.deepEqual(
    cloud.seen('offline').map(({ reason }) => reason),
    ['kicked'],
  )
})

row('property/set while offline', 'lost with clean session 1', async (t) => {
  const cloud = await startMemoryCloud(t)
  const device = await cloud.connect()
  await device.hangUp()
  assert.deepEqual(await cloud.platform.setProperty(plug, { A: 1 }).result, { outcome: 'offline' })
  const again = await cloud.connect()
  assert.deepEqual(again.published(), [])
})

row('property/set while offline', 'queued at QoS 1 with clean session 0, and sent after CONNACK', async (t) => {
  const cloud = await startMemoryCloud(t)
  const device = await cloud.connect(plug, { clean: false })
  await device.hangUp()
  const set = await cloud.platform.setProperty(plug, { A: 1 }).result
  assert.equal(set.outcome, 'queued')
  const again = await cloud.connect(plug, { clean: false })
  const [connack, publish] = again.received
  assert.ok(connack?.cmd === 'connack' && connack.sessionPresent)
  assert.ok(publish?.cmd === 'publish' && publish.qos === 1 && !publish.dup)
  assert.match(publish.payload.toString(), /"params":\{"A":1\}/)
})

row(
  'property/set while offline',
  'what is not acknowledged comes again as a duplicate; what is does not',
  async (t) => {
    const cloud = await startMemoryCloud(t)
    const first = await cloud.connect(plug, { clean: false })
    cloud.platform.setProperty(plug, { A: 1 })
    cloud.platform.setProperty(plug, { A: 2 })
    await cloud.clock.settle()
    const [one, two] = first.published()
    assert.ok(one?.messageId !== undefined && two?.messageId !== undefined)
    await first.send({ cmd: 'puback', messageId: one.messageId })
    await first.hangUp()
    cloud.platform.setProperty(plug, { A: 3 })
    const second = await cloud.connect(plug, { clean: false })
    assert.deepEqual(
      second.published().map(({ dup, messageId }) => [dup, messageId === two.messageId]),
      [
        [true, true],
        [false, false],
      ],
    )
    const forgetful = await cloud.connect(plug, { clean: true })
    assert.deepEqual(forgetful.published(), [])
  },
)

row('property/set while offline', 'after a restart no new set has the id of one that waits', async (t) => {
  const store = createMemoryStore()
  const before = await startMemoryCloud(t, { store })
  await (await before.connect(plug, { clean: false })).hangUp()
  assert.equal(before.platform.setProperty(plug, { A: 1 }).id, '1')
  const after = await startMemoryCloud(t, { store })
  const { sent, id } = after.platform.setProperty(plug, { A: 2 })
  assert.deepEqual([sent, id], ['queued', '2'])
})

row('property/set while offline', 'the queue ends after 7 days and at its length', async (t) => {
  let now = 0
  const cloud = await startMemoryCloud(t, { wallNow: () => now, rules: { queueLength: 2 } })
  await (await cloud.connect(plug, { clean: false })).hangUp()
  const sent = [1, 2, 3].map((A) => cloud.platform.setProperty(plug, { A }).sent)
  assert.deepEqual(sent, ['queued', 'queued', 'offline'])
  now = 7 * 24 * 3600 * 1000 + 1
  assert.equal(cloud.platform.setProperty(plug, { A: 4 }).sent, 'queued')
  const device = await cloud.connect(plug, { clean: false })
  assert.deepEqual(
    device.published().map(({ payload }) => /"A":(\d)/.exec(payload.toString())?.[1]),
    ['4'],
  )
  assert.deepEqual(
    cloud.seen('dropped').map(({ reason }) => reason),
    ['queue-full'],
  )
})
