import assert from 'node:assert/strict'
import { propertySet } from '../../peer/scripted-peer.ts'
import type { Bench } from './bench.ts'
import type { GivenEngine } from './engines.ts'
import type { Fault } from './fault-case.ts'
import { Rig } from './rig.ts'

const timeScale = 60
const drops = 100

/** When the network is lost; `opening` is none of them: this engine's connect blocks, so nothing can come between. */
const moments = ['idle', 'greeting', 'subscribing', 'mid packet', 'waiting'] as const
type Moment = (typeof moments)[number]

export const wifiDropFaults: readonly Fault[] = [
  {
    name: `F40: ${drops} losses of Wi-Fi, idle, greeting, subscribing, in mid packet and while waiting, leave nothing behind`,
    aboutS: 90,
    run: dropOften,
  },
]

async function dropOften(bench: Bench, engine: GivenEngine): Promise<void> {
  const rig = await Rig.start(bench, { engine, timeScale, air: 'home' })
  await rig.ready()
  // Once before the count: the console keeps the line that is typed.
  rig.device.type('wifi.drop()')
  await rig.fault('wifi-lost')
  await rig.readyAtRest()
  for (let drop = 0; drop < drops; drop++) {
    await dropAt(rig, moments[drop % moments.length] ?? 'idle')
  }
  await rig.readyForGood()
  await rig.assertHealed()
  assert.ok(rig.device.said(/W mqtt wifi-lost/).length >= drops * 0.8)
  assert.deepEqual(rig.device.said(/ bug |MEMORY/), [])
}

/** Begins ready, loses Wi-Fi at that moment, and ends ready. */
async function dropAt(rig: Rig, moment: Moment): Promise<void> {
  const { peer, device } = rig
  const hold = moment === 'greeting' ? 'connack' : moment === 'subscribing' ? 'suback' : undefined
  if (hold !== undefined) {
    peer.onOpen((connection) => connection.hold(hold))
    rig.connection.rst()
    await rig.onNextConnection(hold === 'connack' ? 'connect' : 'subscribe')
    peer.onOpen(() => undefined)
  }
  if (moment === 'mid packet') {
    const set = propertySet(rig.connection.device, rig.nextId(), { PowerSwitch_1: 1 })
    rig.connection.send(set.subarray(0, set.length / 2))
  }
  device.type('wifi.drop()')
  await rig.line(/ wifi-lost, retry in | connack-timeout, | suback-timeout, /)
  if (moment === 'waiting') device.type('wifi.drop()')
  await rig.ready(300_000)
}
