import assert from 'node:assert/strict'
import { propertySet, publish } from '../../peer/scripted-peer.ts'
import type { Fault } from './fault-case.ts'
import { Rig, userGet } from './rig.ts'

/** Faults of a link that was ready. */
export const liveFaults: readonly Fault[] = [
  {
    name: 'F18: a lost PINGRESP is pingresp-timeout within 40 s of the last byte',
    aboutS: 50,
    async run(bench, engine) {
      const rig = await Rig.start(bench, { engine })
      await rig.readyAtRest()
      rig.connection.hold('pingresp')
      rig.set(1)
      const lastByteAt = performance.now()
      const waited = (await rig.fault('pingresp-timeout', 42_000)) - lastByteAt
      assert.ok(waited <= 40_000, `noticed after ${waited} ms`)
      assert.ok(waited > 24_000 + 14_000, `a late PINGRESP had only ${waited} ms`)
      await rig.ready()
      await rig.assertHealed()
    },
  },
  {
    name: 'F21: RST in the middle of a packet is socket-closed, and the half packet is dropped',
    aboutS: 9,
    async run(bench, engine) {
      const rig = await Rig.start(bench, { engine })
      await rig.readyAtRest()
      const { device } = rig.connection
      const whole = publish({ topicName: userGet(device), payload: 'whole', qos: 1, packetId: 4 })
      const set = propertySet(device, rig.nextId(), { PowerSwitch_1: 1 }, { qos: 1, packetId: 5 })
      rig.connection.send(Buffer.concat([whole, set.subarray(0, set.length - 3)]))
      // The packet that is acknowledged came in one chunk with the incomplete one.
      await rig.peer.next('puback', { withinMs: 5000 })
      rig.connection.rst()
      await rig.fault('socket-closed')
      await rig.ready()
      await rig.assertHealed()
    },
  },
]
