import assert from 'node:assert/strict'
import type { Bench } from './bench.ts'
import type { Air } from './boot0.ts'
import type { EngineCase } from './case.ts'
import type { GivenEngine } from './engines.ts'
import { Rig } from './rig.ts'

const timeScale = 10

/** Wi-Fi through an injected module in the ESP32's shape. */
export function wifiCases(engines: readonly GivenEngine[]): EngineCase[] {
  const smallest = engines.filter(({ name }) => name === 'linux' || name === 'esp8266')
  return smallest.flatMap((engine) => {
    const one = (
      name: string,
      aboutS: number,
      run: (bench: Bench, engine: GivenEngine) => Promise<void>,
    ): EngineCase => ({
      name: `wifi: ${name} [${engine.name}]`,
      load: 'hurries',
      aboutS,
      run: (bench) => run(bench, engine),
    })
    return [
      ...(['home', 'event', 'callback'] as const).map((air) =>
        one(`joined as told by ${told[air]}: one connection, ready`, 1, (bench) => joins(bench, engine, air)),
      ),
      one('disconnected closes the socket, joins again, and is ready again', 10, dropped),
      one('another address without a word before closes the old socket', 10, newAddress),
      one('a network that is not there: the networks in range are printed, and it joins when it is back', 8, notThere),
      one('a radio that never answers ends in wifi-timeout after 30 s', 8, silent),
      one('a network that gives no address is said to be one; the networks in range are printed', 8, addressless),
    ]
  })
}

const told: Readonly<Record<'home' | 'event' | 'callback', string>> = {
  home: 'event and callback',
  event: 'the event alone',
  callback: 'the callback alone',
}

async function joins(bench: Bench, engine: GivenEngine, air: Air): Promise<void> {
  const rig = await Rig.start(bench, { engine, air })
  await rig.ready()
  await rig.roundTrip()
  assert.equal(rig.peer.connections.length, 1)
  assert.equal(rig.device.said(/^~join /).length, 1)
  rig.peer.assertStrict()
}

async function dropped(bench: Bench, engine: GivenEngine): Promise<void> {
  const rig = await Rig.start(bench, { engine, timeScale, air: 'home' })
  await rig.readyAtRest()
  const { connection } = rig
  rig.device.type('wifi.drop()')
  await rig.fault('wifi-lost')
  await rig.clock.until(() => !connection.isOpen, 5000)
  await rig.line(/^~join /)
  await rig.ready()
  await rig.assertHealed()
}

async function newAddress(bench: Bench, engine: GivenEngine): Promise<void> {
  const rig = await Rig.start(bench, { engine, timeScale, air: 'home' })
  await rig.readyAtRest()
  const { connection } = rig
  rig.device.type('wifi.emit("connected",{ip:"10.0.0.3"})')
  await rig.fault('wifi-lost')
  await rig.clock.until(() => !connection.isOpen, 5000)
  await rig.ready()
  await rig.assertHealed()
}

async function notThere(bench: Bench, engine: GivenEngine): Promise<void> {
  const rig = await Rig.start(bench, { engine, timeScale, air: 'none' })
  await rig.fault('wifi-timeout')
  await rig.line(/wifi wanted "home", in range: "cafe" -71 dBm "next door" -85 dBm$/)
  assert.equal(rig.peer.connections.length, 0)
  rig.device.type('wifi.air="home"')
  await rig.ready()
  await rig.assertHealed()
}

async function silent(bench: Bench, engine: GivenEngine): Promise<void> {
  const rig = await Rig.start(bench, { engine, timeScale, air: 'silent' })
  await rig.line(/^~join /)
  await rig.fault('wifi-timeout', 40_000)
  // By the device's own clock, from its first line on, when it joins: lines arrive late, and its start takes real time.
  const at = (line: RegExp): number => timeScale * Number.parseFloat(rig.device.said(line)[0] ?? '')
  const waitedS = at(/wifi-timeout/) - at(/ I boot /)
  assert.ok(waitedS > 29 && waitedS < 40, `given up after ${waitedS} s`)
  rig.device.type('wifi.air="event"')
  await rig.ready()
  await rig.assertHealed()
}

async function addressless(bench: Bench, engine: GivenEngine): Promise<void> {
  const rig = await Rig.start(bench, { engine, timeScale, air: 'addressless' })
  await rig.fault('wifi-timeout', 40_000)
  await rig.line(/wifi let in by "home", no address$/)
  await rig.line(/^~radio off/)
  await rig.line(/^~scan/)
  await rig.line(/wifi wanted "home", in range: "cafe" -71 dBm "next door" -85 dBm$/)
  rig.device.type('wifi.air="home"')
  await rig.ready()
  await rig.assertHealed()
}
