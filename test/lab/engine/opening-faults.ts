import assert from 'node:assert/strict'
import { connack, propertySet, suback } from '../../peer/scripted-peer.ts'
import type { Fault } from './fault-case.ts'
import { readyAgainMs, Rig } from './rig.ts'

/** Faults until the link is ready. Deadlines run in real time here. */
export const openingFaults: readonly Fault[] = [
  {
    name: 'F04: a CONNACK that never comes is connack-timeout after 10 s',
    aboutS: 18,
    async run(bench, engine) {
      const rig = await Rig.start(bench, { engine })
      rig.peer.onOpen((connection) => connection.hold('connack'))
      const { at } = await rig.peer.next('connect')
      const waited = await timeOf(rig, 'connack-timeout', at)
      assert.ok(waited >= 9900 && waited < 11_500, `after ${waited} ms`)
      rig.peer.onOpen(() => undefined)
      await rig.ready()
      await rig.assertHealed()
    },
  },
  {
    name: 'F07: a CONNACK in four chunks of one byte leads to ready',
    aboutS: 5,
    async run(bench, engine) {
      const rig = await Rig.start(bench, { engine })
      rig.peer.onOpen((connection) => connection.chunks([1, 1, 1], 50))
      await rig.ready()
      assert.equal(rig.peer.connections.length, 1)
      await rig.assertHealed()
    },
  },
  {
    name: 'F08: CONNACK, SUBACK and a property set in one chunk are handled in this order',
    aboutS: 5,
    async run(bench, engine) {
      const rig = await Rig.start(bench, { engine })
      rig.asked.push(1)
      rig.peer.once('connect', (connection) => {
        const set = propertySet(connection.device, '77', { PowerSwitch_1: 1 }, { qos: 1, packetId: 9 })
        connection.send(Buffer.concat([connack(), suback(1, [1]), set]))
      })
      // Its SUBACK is under way already.
      rig.peer.once('subscribe', () => undefined)
      await rig.ready()
      assert.deepEqual(
        rig.replies().map(({ id, code }) => `${id} ${code}`),
        ['77 200'],
      )
      assert.deepEqual(await rig.levels(), [0, 1])
      assert.equal(rig.peer.connections.length, 1)
      await rig.assertHealed()
    },
  },
  {
    name: 'F12: a peer that speaks first, each time: at most 5 CONNECTs in any 60 s',
    aboutS: 25,
    async run(bench, engine) {
      const rig = await Rig.start(bench, { engine, timeScale: 10 })
      rig.peer.onOpen((connection) => connection.send(Buffer.from('SSH-2.0-OpenSSH_9.2\r\n')))
      while (rig.peer.connectTimes().length < 8) await rig.fault('unexpected-packet', readyAgainMs)
      rig.peer.onOpen(() => undefined)
      await rig.ready()
      await rig.assertHealed()
    },
  },
  {
    name: 'F14: a SUBACK that never comes is suback-timeout after 10 s',
    aboutS: 18,
    async run(bench, engine) {
      const rig = await Rig.start(bench, { engine })
      rig.peer.onOpen((connection) => connection.hold('suback'))
      const { at } = await rig.peer.next('subscribe')
      const waited = await timeOf(rig, 'suback-timeout', at)
      assert.ok(waited >= 9900 && waited < 11_500, `after ${waited} ms`)
      rig.peer.onOpen(() => undefined)
      await rig.ready()
      await rig.assertHealed()
    },
  },
  {
    name: 'F15: a refused property set is suback-refused with its topic, and waits 60 s',
    aboutS: 10,
    async run(bench, engine) {
      const rig = await Rig.start(bench, { engine, timeScale: 10 })
      rig.peer.once('subscribe', (connection, { packetId }) => connection.send(suback(packetId, [0x80])))
      const line = await rig.line(/suback-refused/)
      assert.match(line, /W mqtt suback-refused \/sys\/.*\/thing\/service\/property\/set.*, retry in 60 s/)
      await rig.ready()
      const [first = 0, second = 0] = rig.peer.connectTimes()
      assert.ok(second - first > 59_000 && second - first < 70_000, `CONNECT again after ${second - first} ms`)
      await rig.assertHealed()
    },
  },
  {
    name: 'F15: a refused user/get is one line, and the link goes on',
    aboutS: 5,
    async run(bench, engine) {
      const rig = await Rig.start(bench, { engine })
      rig.peer.on('subscribe', (connection, packet) => {
        const refused = packet.filters.some(({ topicFilter }) => topicFilter.endsWith('/user/get'))
        if (refused) connection.send(suback(packet.packetId, [0x80]))
        else connection.answer(packet)
      })
      await rig.ready()
      await rig.line(/W mqtt .*user\/get/)
      await rig.assertHealed()
      assert.equal(rig.peer.connections.length, 1)
      assert.equal(rig.device.said(/ [WE] /).length, 1)
    },
  },
]

/** Waits for the fault; returns how long after `since` its line came, ms of the clock. */
async function timeOf(rig: Rig, fault: string, since: number): Promise<number> {
  await rig.fault(fault, 12_000)
  return rig.clock.now() - since
}
