import assert from 'node:assert/strict'
import { pingresp, propertySet, propertySetTopic, publish } from '../../peer/scripted-peer.ts'
import type { Fault } from './fault-case.ts'
import { Rig, userGet } from './rig.ts'

/** Bytes that a good server would not send, or not in this way. */
export const byteFaults: readonly Fault[] = [
  {
    name: 'F25: a remaining length of five bytes is malformed-packet, and closes',
    aboutS: 8,
    async run(bench, engine) {
      const rig = await Rig.start(bench, { engine })
      await rig.readyAtRest()
      const { connection } = rig
      connection.send(Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff, 0x01, 0x00]))
      await rig.fault('malformed-packet')
      await rig.clock.until(() => !connection.isOpen, 2000)
      await rig.ready()
      await rig.assertHealed()
    },
  },
  {
    name: 'F26: PUBLISHes of 3 KiB are skipped, counted, acknowledged at QoS 1, and the next set works',
    aboutS: 8,
    run: (bench, engine) => overBudget(bench, engine),
  },
  {
    name: 'F27: a PUBLISH that announces 200 MB is malformed-packet, and no memory is taken for it',
    aboutS: 8,
    async run(bench, engine) {
      const rig = await Rig.start(bench, { engine })
      await rig.readyAtRest()
      const topic = Buffer.from(propertySetTopic(rig.connection.device))
      // 200,000,000 in remaining length's four bytes of seven bits.
      const header = Buffer.from([0x30, 0x80, 0x84, 0xaf, 0x5f, 0, topic.length])
      rig.connection.send(Buffer.concat([header, topic, Buffer.alloc(300, 'x')]))
      await rig.fault('malformed-packet')
      await rig.ready()
      await rig.assertHealed()
      assert.deepEqual(rig.device.said(/MEMORY/), [])
    },
  },
  {
    name: 'F29: five packets in one chunk, then cut at every point, come through in order',
    aboutS: 30,
    run: (bench, engine) => everySplit(bench, engine),
  },
]

async function overBudget(...[bench, engine]: Parameters<Fault['run']>): Promise<void> {
  const rig = await Rig.start(bench, { engine })
  await rig.readyAtRest()
  const { connection } = rig
  for (const qos of [0, 1] as const) {
    const payload = 'x'.repeat(3072)
    connection.send(publish({ topicName: propertySetTopic(connection.device), payload, qos, packetId: 700 }))
    await rig.roundTrip()
  }
  const acknowledged = rig.peer.received.flatMap(({ packet }) => (packet.type === 'puback' ? packet.packetId : []))
  assert.equal(acknowledged.filter((id) => id === 700).length, 1)
  await rig.assertHealed()
  const skipped = rig.device.said(/packets over/).map((line) => Number(line.split(' ')[3]))
  assert.equal(
    skipped.reduce((sum, count) => sum + count, 0),
    2,
  )
  assert.equal(rig.peer.connections.length, 1)
}

/** In scaled time, because each stream makes the device publish more than the platform allows at once. */
async function everySplit(...[bench, engine]: Parameters<Fault['run']>): Promise<void> {
  const rig = await Rig.start(bench, { engine, timeScale: 10 })
  await rig.readyAtRest()
  const { length } = fivePackets(rig, 'a', 'b')
  for (let at = 0; at < length; at++) {
    const [first, second] = [rig.nextId(), rig.nextId()]
    rig.asked.push(1, 0)
    if (at > 0) rig.connection.chunks([at], 5 * 10)
    rig.connection.send(fivePackets(rig, first, second))
    await rig.line(new RegExp(`I mqtt message \\S+ "${first}"$`))
    assert.equal(await rig.reply(second), 200)
    const lastTwo = rig.replies().slice(-2)
    assert.deepEqual(
      lastTwo.map(({ id, code }) => [id, code]),
      [
        [first, 200],
        [second, 200],
      ],
      `cut after ${at} bytes`,
    )
  }
  await rig.assertHealed()
  assert.equal(rig.peer.connections.length, 1)
}

/** The first turns the switch on, the last off again. */
function fivePackets(rig: Rig, first: string, second: string): Buffer {
  const { device } = rig.connection
  const topicName = propertySetTopic(device).replace('service/property/set', 'event/property/post_reply')
  return Buffer.concat([
    propertySet(device, first.padStart(4, '0'), { PowerSwitch_1: 1 }, { qos: 1, packetId: 7 }),
    publish({ topicName: userGet(device), payload: first.padStart(4, '0') }),
    pingresp(),
    publish({ topicName, payload: '{"code":200,"data":{},"id":"1"}' }),
    propertySet(device, second.padStart(4, '0'), { PowerSwitch_1: 0 }),
  ])
}
