import assert from 'node:assert/strict'
import { createPlatform } from '../../../tools/cloud/platform/platform.ts'
import { toDuplex } from '../../virtual/memory-network.ts'
import { lost, onBoard, publish, rigOf } from './board/on-board.ts'
import type { Rig } from './board/rig.ts'
import { doesTheTutorial } from './board/tutorial.ts'
import type { KalumaCase } from './case.ts'
import { buildScript, homeNetwork, host, identity, keepAliveS, pin, port } from './judged.ts'

/** After so many connections that were left alone the board starts anew (firmware/platform/kaluma/socket.ts). */
const abandonedMax = 12

export const boardCases: readonly KalumaCase[] = [
  onBoard('joins, gets an address, logs in, is ready, switches on and off with one edge each', 15, (rig, bench) => {
    let scannedAt = NaN
    const { scan } = rig.board.wifi
    rig.board.wifi.scan = (...args) => {
      scannedAt = Number.isNaN(scannedAt) ? rig.clock.now() : scannedAt
      scan.apply(rig.board.wifi, args)
    }
    rig.board.powerOn()
    const readyMs = rig.untilReady(30_000)
    assert.equal(rig.peer.received[0]?.packet.type, 'connect')
    rig.pass(2_000)
    const [boot, joined] = ['I boot', 'I wifi joined'].map((part) => rig.log.with(part)[0]?.at ?? NaN)
    bench.figure('board.powerOnToReady.ms', Math.round(readyMs))
    bench.figure('board.sign.ms', Math.round(scannedAt - (boot ?? NaN)))
    bench.figure('board.signAndJoin.ms', Math.round((joined ?? NaN) - (boot ?? NaN)))
    const took = [1, 2, 3, 4, 5, 6].map(() => rig.roundTrip())
    bench.figure('board.set.ms', took.sort((a, b) => a - b)[3] ?? NaN)
    const { used, peak, total } = rig.heap()
    bench.figure('board.heap.bytes', total)
    bench.figure('board.heap.ready.bytes', used)
    bench.figure('board.heap.peakUntilReady.bytes', peak)
    rig.assertWell()
  }),
  onBoard(
    'signs as the local platform checks it, on the clock of the emulator, and does what the platform sets',
    20,
    logsIn,
  ),
  onBoard(`alive after 5 x keep alive of silence, by its own pings`, 40, (rig) => {
    rig.bootReady()
    rig.pass(5 * keepAliveS * 1000 + 5_000)
    assert.equal(rig.peer.connections.length, 1)
    assert.ok(rig.peer.received.filter(({ packet }) => packet.type === 'pingreq').length >= 5)
    rig.assertWell()
  }),
  onBoard('F22: FIN is socket-closed at once', 15, (rig) => {
    rig.bootReady()
    rig.peer.current.fin()
    assert.ok(lost(rig) < 1_000)
    assert.deepEqual(rig.log.faultNames(), ['socket-closed'])
    rig.assertWell()
  }),
  onBoard('F21: RST is seen at the next ping, though nobody tells', 20, (rig, bench) => {
    rig.bootReady()
    rig.peer.current.rst()
    bench.figure('board.resetSeenAfter.ms', Math.round(lost(rig)))
    assert.deepEqual(rig.log.faultNames(), ['socket-closed'])
    rig.assertWell()
  }),
  onBoard('F18: a peer that is silent is pingresp-timeout within 40 s', 20, (rig) => {
    rig.bootReady()
    rig.peer.current.mute()
    assert.ok(lost(rig) <= 40_000)
    assert.deepEqual(rig.log.faultNames(), ['pingresp-timeout'])
    rig.assertWell()
  }),
  onBoard('F02: refused is open-timeout, again and again, until it is not', 20, (rig) => {
    rig.bootReady()
    rig.network.script(host, port, 'refused')
    rig.peer.current.fin()
    rig.pass(60_000)
    assert.deepEqual([...new Set(rig.log.faultNames())], ['socket-closed', 'open-timeout'])
    rig.network.script(host, port, 'open')
    rig.assertWell()
  }),
  onBoard('F01: a host that nobody knows, and a name server that is silent, are dns-failed', 20, (rig) => {
    rig.names = 'unknown'
    rig.board.powerOn()
    rig.until(() => rig.log.faultNames().length === 1, 60_000)
    rig.names = 'silence'
    rig.until(() => rig.log.faultNames().length === 2, 60_000)
    rig.names = 'known'
    rig.assertWell()
    assert.deepEqual(rig.log.faultNames(), ['dns-failed', 'dns-failed'])
  }),
  onBoard('F40: an access point that goes and comes back: seen within 10 s, no pin moves, no reset', 30, (rig) => {
    rig.bootReady()
    rig.roundTrip()
    const { length } = rig.board.pinEdges
    rig.board.wifi.drop()
    assert.ok(lost(rig) < 10_000)
    rig.pass(60_000)
    assert.equal(rig.board.pinEdges.length, length)
    assert.deepEqual(rig.events, [])
    rig.board.wifi.up()
    rig.assertWell(false)
    assert.deepEqual(rig.events, [])
  }),
  onBoard(
    'a network that takes 20 s to let in: the watchdog ends the join, and the switch comes back as it was',
    60,
    (rig) => {
      rig.bootReady()
      if (rig.level === 0) rig.roundTrip()
      rig.pass(6_000)
      rig.air.joinMs = 20_000
      rig.board.wifi.drop()
      lost(rig)
      rig.board.wifi.up()
      rig.until(() => rig.events.length > 0, 300_000)
      assert.deepEqual(rig.events, ['reset by watchdog'])
      rig.pass(3_000)
      assert.equal(rig.level, 1)
      rig.air.joinMs = 600
      rig.assertWell(false)
      assert.deepEqual(rig.events, ['reset by watchdog'])
    },
  ),
  onBoard('a wrong password: said, tried again, and in when it is right', 40, (rig) => {
    rig.board.wifi.vanish(homeNetwork.ssid)
    rig.board.wifi.appear({ ...homeNetwork, password: 'another one' })
    rig.board.powerOn()
    rig.until(() => rig.log.with('W wifi not joined').length > 0, 60_000)
    rig.board.wifi.vanish(homeNetwork.ssid)
    rig.board.wifi.appear(homeNetwork)
    rig.assertWell()
  }),
  onBoard('60 sets of 1,900 bytes at once: each has its reply', 60, (rig, bench) => {
    rig.bootReady()
    for (let at = 0; at < 60; at++) rig.set({ PowerSwitch_1: at & 1, x: 'y'.repeat(1_800) })
    rig.until(() => rig.replies().length === 60, 60_000)
    bench.figure('board.heap.peakInBurst.bytes', rig.heap().peak)
    rig.assertWell()
  }),
  onBoard('F26: a PUBLISH of 200 kB is skipped', 60, (rig, bench) => {
    rig.bootReady()
    rig.peer.current.send(publish(Buffer.alloc(200_000, 'z')))
    rig.until(() => rig.log.with('packets over 2048 bytes skipped').length > 0, 60_000)
    bench.figure('board.heap.peakInSkip.bytes', rig.heap().peak)
    rig.assertWell()
  }),
  onBoard('F34: payloads that are nested deep are ignored, and the stack survives', 20, (rig) => {
    rig.bootReady()
    for (const text of [
      '['.repeat(249),
      `{"id":"1","params":{"PowerSwitch_1":${'['.repeat(180)}`,
      '{"a":'.repeat(48),
    ]) {
      rig.peer.current.send(publish(Buffer.from(text)))
      rig.pass(2_000)
    }
    assert.equal(rig.log.with('messages ignored').length, 3)
    rig.assertWell()
  }),
  onBoard(
    `${abandonedMax} connections reset in turn: each is left alone, then the board saves and starts anew`,
    150,
    (rig) => {
      rig.bootReady()
      if (rig.level === 0) rig.roundTrip()
      for (let at = 0; at < 40 && rig.events.length === 0; at++) {
        rig.peer.current.rst()
        lost(rig)
        rig.until(() => rig.isReady || rig.events.length > 0, 200_000)
      }
      assert.deepEqual(rig.events, ['reset by watchdog'])
      assert.equal(rig.log.with('no socket left').length, 1)
      rig.untilReady(60_000)
      assert.equal(rig.level, 1)
      rig.assertWell()
    },
  ),
  onBoard('a power cut: the switch comes back as it was', 30, (rig) => {
    rig.bootReady()
    rig.roundTrip()
    rig.pass(7_000)
    rig.board.powerOff()
    rig.log.restarted()
    rig.board.powerOn()
    rig.untilReady(30_000)
    assert.equal(rig.level, 1)
    rig.assertWell()
  }),
  {
    ...{ name: "pico-w: the tutorial's scenario, alive after 5 x keep alive of 100 s", ring: 'c', aboutS: 60 },
    run: doesTheTutorial,
  },
  {
    ...{
      name: 'pico-w: an application that throws at its top level is logged, and the link goes on',
      ring: 'c',
      aboutS: 20,
    },
    run: async (bench) => {
      const rig = rigOf(bench, { script: await buildScript({}, 'test/lab/kaluma/mistakes-app.js') })
      rig.bootReady()
      assert.ok(rig.text.includes('E app bug'))
      assert.equal(rig.board.halted, undefined)
    },
  },
]

/** The script logs in at the local platform, whose time is the emulator's, and switches when the platform sets the property. */
async function logsIn(rig: Rig): Promise<void> {
  const platform = await createPlatform({ devices: [identity], clock: rig.clock, wallNow: () => 1_700_000_000_000 })
  const events: { type: string }[] = []
  platform.onEvent((event) => events.push(event))
  try {
    rig.network.listen(host, port, (pipe) => platform.attach(toDuplex(pipe)))
    rig.board.powerOn()
    await rig.clock.until(() => rig.log.isReady, 30_000)
    await rig.clock.run(1_000)
    assert.equal(rig.level, 0)
    const sent = platform.setProperty(identity, { PowerSwitch_1: 1 })
    let outcome = ''
    void sent.result.then((result) => (outcome = result.outcome))
    await rig.clock.until(() => outcome !== '', 10_000)
    assert.equal(outcome, 'answered')
    assert.equal(rig.level, 1)
    assert.equal(rig.board.pin(pin), 'high')
  } finally {
    await platform.close()
  }
}
