import assert from 'node:assert/strict'
import type { Bench } from '../rig/bench.ts'
import { faultTest } from '../rig/fault-test.ts'
import { deviceJson, withRestore, withoutReboot } from '../rig/identity.ts'

// What a Pico W does in the place of what other boards do: see test/rig/on-pico-w.ts for why.

const onPico = { habits: ['pico-w'] } as const
const minuteMs = 60_000
/** Scan, join and open, and what is left of a wait. */
const againMs = 130_000

faultTest(
  'F02 TCP refused for 10 minutes, Pico W: open-timeout at 15 s each time, backoff, reboots only for want of sockets',
  (bench) => {
    bench.answers('refused')
    bench.boot()
    for (let attempt = 1; attempt <= 5; attempt++) {
      const { at } = bench.expectFault('open-timeout', 90_000)
      const since = at - (bench.device.tap.dialledAt.at(-1) ?? 0)
      assert.ok(since >= 14_000 && since <= 16_100, `after ${since} ms`)
    }
    bench.pass(10 * minuteMs)
    const { dialledAt } = bench.device.tap
    const gaps = dialledAt.slice(1).map((at, index) => at - (dialledAt[index] ?? 0))
    assert.ok(Math.min(...gaps) >= 1000, `tried again after ${Math.min(...gaps)} ms`)
    assert.ok(Math.max(...gaps) <= 80_000, `waited ${Math.max(...gaps)} ms`)
    assert.deepEqual(bench.unexpectedResets, [])
    assert.deepEqual(bench.device.connectsAt, [])
  },
  { ...onPico, config: withoutReboot() },
)

faultTest(
  'F03 SYN black-holed, Pico W: open-timeout at 15 s each time, and nothing hangs on to the socket',
  (bench) => {
    bench.answers('black-hole')
    bench.boot()
    for (let attempt = 1; attempt <= 3; attempt++) {
      const { at } = bench.expectFault('open-timeout', 120_000)
      const since = at - (bench.device.tap.dialledAt.at(-1) ?? 0)
      assert.ok(since >= 14_000 && since <= 16_100, `after ${since} ms`)
      bench.pass(100)
      assert.equal(bench.device.counts().sockets, 0)
    }
  },
  onPico,
)

faultTest(
  'F06 reset right after accept, 20 times, Pico W: each ends by a deadline, sockets run out and the board reboots, I4 holds',
  (bench) => {
    bench.peer.onOpen((connection) => connection.rst())
    bench.boot()
    bench.until(() => bench.device.tap.dialledAt.length >= 20, 60 * minuteMs)
    const names = new Set(bench.log.faultNames())
    for (const name of names)
      assert.ok(['open-timeout', 'connack-timeout', 'write-stalled', 'open-refused'].includes(name), name)
    assert.deepEqual(bench.unexpectedResets, [])
  },
  { ...onPico, config: withoutReboot() },
)

faultTest(
  'F06 reset right after each CONNACK, 20 times, Pico W: I4 holds',
  (bench) => {
    bench.peer.on('connect', (connection, packet) => {
      connection.answer(packet)
      bench.clock.set(() => connection.rst(), 5)
    })
    bench.boot()
    bench.until(() => bench.device.connectsAt.length >= 20, 60 * minuteMs)
    assert.deepEqual(bench.unexpectedResets, [])
  },
  { ...onPico, config: withoutReboot() },
)

/** What the board dies of when a peer takes nothing and the C heap is full of what was written for it. */
const outOfHeap = /hard fault: (no room in the C heap|the C heap is full)/

for (const qos of [0, 1] as const) {
  faultTest(
    `F23 the peer's window is 0 while sets of QoS ${qos} arrive, Pico W: write-stalled, or the C heap is full before the send buffer is and the watchdog resets the board`,
    (bench) => {
      bench.bootReady()
      bench.connection.pause()
      const { device, log } = bench
      const isOver = (): boolean => log.faults.length > 0 || device.resets.length > 0
      for (let id = 1; !isOver() && id < 200; id++) {
        bench.connection.set(`s${id}`, { PowerSwitch_1: id % 2 }, { qos })
        bench.pass(500)
      }
      assert.ok(isOver())
      if (log.faults.length > 0) return assert.equal(log.faults[0]?.fault, 'write-stalled')
      assert.deepEqual(device.resets, ['watchdog'])
      const [reason = ''] = device.broken.splice(0)
      assert.match(reason, outOfHeap)
      bench.untilReady(10_000)
    },
    onPico,
  )
}

faultTest(
  "F23 the peer's window opens again after 15 s, Pico W: nothing is lost, no reconnect",
  (bench) => {
    bench.bootReady()
    bench.connection.pause()
    for (let id = 1; id <= 40; id++) bench.connection.set(`w${id}`, { PowerSwitch_1: id % 2 })
    bench.pass(15_000)
    bench.connection.resume()
    bench.until(() => bench.replies().filter(({ id }) => String(id).startsWith('w')).length === 40, 20_000)
    assert.deepEqual(bench.log.faults, [])
  },
  onPico,
)

/** The switch is on, and saved so. */
function turnOn(bench: Bench): void {
  bench.bootReady()
  bench.set(1)
  bench.pass(6_000)
}

faultTest(
  'F41 no route for 50 min, Pico W: reboots after 15 to 22 min each, the restored switch stays on through all of them',
  (bench) => {
    turnOn(bench)
    bench.board.wifi.jam()
    bench.peer.abandonAll()
    assertRebootsByItself(bench, 50 * minuteMs)
  },
  { ...onPico, config: withRestore() },
)

faultTest(
  'F42 the access point is gone for an hour, Pico W: reboots after 15 to 22 min each, the restored switch stays on, ready when it is back',
  (bench) => {
    turnOn(bench)
    bench.board.wifi.vanish('Home')
    bench.peer.abandonAll()
    assertRebootsByItself(bench, 60 * minuteMs)
    bench.board.wifi.appear({ ssid: 'Home', password: 'the wifi password' })
    bench.untilReady(againMs)
  },
  { ...onPico, config: withRestore() },
)

function assertRebootsByItself(bench: Bench, ms: number): void {
  const at = [bench.clock.now()]
  const look = (): void => {
    if (bench.device.resets.length >= at.length) {
      at.push(bench.clock.now())
      assert.equal(bench.level, 1, 'the switch is on at once')
    }
    bench.clock.set(look, 1_000)
  }
  look()
  bench.pass(ms)
  assert.deepEqual([...new Set(bench.device.resets)], ['reboot'])
  const minutes = at.slice(1).map((each, index) => (each - (at[index] ?? 0)) / minuteMs)
  assert.ok(minutes.length >= 2, `${minutes.length} reboots`)
  for (const each of minutes) assert.ok(each >= 14.9 && each <= 22, `after ${each} min`)
}

faultTest(
  'F42 the access point gives no address for 10 min, Pico W: wifi-timeout after 30 s, ready once it does',
  (bench) => {
    bench.boot()
    const { at } = bench.expectFault('wifi-timeout', 40_000)
    assert.ok(at >= 30_000 && at <= 34_000, `after ${at} ms`)
    bench.pass(10 * minuteMs)
    const faults = bench.log.faults.length
    assert.equal(bench.log.with('W wifi not joined: wrong password, or no answer within 30 s').length, faults)
    bench.board.wifi.appear({ ssid: 'Home', password: 'the wifi password' })
    bench.untilReady(againMs)
  },
  { ...onPico, wifi: { accessPoints: [{ ssid: 'Home', password: 'the wifi password', dhcp: false }] } },
)

faultTest(
  'F42 the access point comes back at any moment of scan and attempt, Pico W: ready again',
  (bench) => {
    bench.bootReady()
    for (let ms = 0; ms < 12_000; ms += 700) {
      bench.pass(61_000)
      bench.board.wifi.vanish('Home')
      bench.peer.abandonAll()
      bench.until(() => bench.log.faults.at(-1)?.fault === 'wifi-timeout', minuteMs)
      bench.pass(ms)
      bench.board.wifi.appear({ ssid: 'Home', password: 'the wifi password' })
      bench.untilReady(againMs)
    }
    assert.deepEqual(bench.unexpectedResets, [])
  },
  { ...onPico, config: withoutReboot() },
)

faultTest(
  'F49 stuck for 8 s, Pico W: no reset, the link goes on; stuck for longer is what its watchdog is for',
  (bench) => {
    bench.bootReady()
    bench.board.block(8_000)
    bench.pass(9_000)
    assert.deepEqual([bench.device.resets, bench.log.faultNames()], [[], []])
    const at = bench.clock.now()
    bench.board.block(9_000)
    bench.until(() => bench.device.resets.length > 0, 8_400)
    assert.deepEqual(bench.device.resets, ['watchdog'])
    assert.ok(bench.clock.now() - at <= 8_388)
    bench.untilReady(10_000)
  },
  onPico,
)

faultTest(
  'memory runs out 0 to 6 s after a set, Pico W: the watchdog resets the board, ready again, what was saved is restored',
  (bench) => {
    turnOn(bench)
    for (let ms = 0; ms <= 6_000; ms += 500) {
      bench.set(bench.on === 1 ? 0 : 1)
      bench.pass(ms)
      const boots = bench.device.resets.length
      bench.board.runOutOfMemory()
      bench.until(() => bench.device.resets.length > boots, 10_000)
      assert.equal(bench.device.resets.at(-1), 'watchdog')
      bench.pass(1)
      assert.equal(bench.device.saved(), `"PowerSwitch_1":${bench.level}`)
      bench.untilReady(10_000)
      bench.pass(7_000)
    }
  },
  { ...onPico, config: withRestore() },
)

faultTest(
  'the LED as a switch, Pico W: the lamp on the radio chip obeys as any pin',
  (bench) => {
    turnOn(bench)
    assert.equal(bench.board.pin('LED'), 1)
    bench.board.reboot()
    bench.pass(1)
    assert.equal(bench.board.pin('LED'), 0)
    bench.untilReady(10_000)
  },
  { ...onPico, config: { ...deviceJson(), switches: { PowerSwitch_1: { pin: 'LED' } } } },
)
