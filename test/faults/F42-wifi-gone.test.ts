import assert from 'node:assert/strict'
import { allHabits, faultTest } from '../rig/fault-test.ts'
import type { Habit } from '../rig/device.ts'
import { withoutReboot, withRestore } from '../rig/identity.ts'
import type { Bench } from '../rig/bench.ts'

const hourMs = 3_600_000
const home = { ssid: 'Home', password: 'the wifi password' }
/** The longest wait, a join that nobody answers, and opening. */
const againMs = 100_000

/** The access point goes away for an hour and comes back. */
function awayForAnHour(bench: Bench): void {
  bench.board.wifi.vanish(home.ssid)
  bench.peer.abandonAll()
  bench.pass(hourMs)
  bench.board.wifi.appear(home)
  bench.untilReady(againMs)
}

/** What a board says of a wrong password. */
const refusals: Readonly<Record<Habit, string>> = {
  esp32: '4WAY_HANDSHAKE_TIMEOUT',
  esp8266: 'bad_password',
  'pico-w': 'wrong password, or no answer within 30 s',
}

/** Between 1 s and the ceiling, and not all the same. */
function assertJittered(bench: Bench): void {
  const waits = bench.log.faults.map(({ retryS }) => retryS)
  assert.ok(waits.length >= 20, `${waits.length} attempts`)
  for (const wait of waits) assert.ok(wait >= 1 && wait <= 60, `${wait} s`)
  assert.ok(new Set(waits).size > waits.length / 2, waits.join(' '))
}

faultTest(
  'F42 wrong Wi-Fi password for an hour: wifi-timeout with the reason, jittered retries, ready without reset once it is right',
  (bench) => {
    bench.boot()
    bench.pass(hourMs)
    assert.deepEqual([...new Set(bench.log.faultNames())], ['wifi-timeout'])
    assert.equal(bench.log.with(`W wifi not joined: ${refusals[bench.device.habit]}`).length, bench.log.faults.length)
    assert.ok(bench.log.with('in range: "Home" -55 dBm').length > 0, 'the networks in range are listed')
    assertJittered(bench)
    bench.board.wifi.appear(home)
    bench.untilReady(againMs)
    assert.deepEqual(bench.device.resets, [])
  },
  { habits: allHabits, config: withoutReboot(), wifi: { accessPoints: [{ ...home, password: 'another password' }] } },
)

faultTest(
  'F42 the access point is gone for an hour, rebootAfterMin 0: never a reset, the switch stays on, ready when it is back',
  (bench) => {
    bench.bootReady()
    bench.set(1)
    bench.pass(5_000)
    awayForAnHour(bench)
    const [first, ...later] = bench.log.faultNames()
    assert.equal(first, 'wifi-lost')
    assert.deepEqual([...new Set(later)], ['wifi-timeout'])
    assertJittered(bench)
    assert.deepEqual(bench.device.resets, [])
    assert.equal(bench.device.oracle.edges, 1)
  },
  { habits: allHabits, config: withoutReboot() },
)

faultTest(
  'F42 the access point is gone for an hour, default: reboots at 15, 30 and 45 min, the restored switch stays on, ready when it is back',
  (bench) => {
    bench.bootReady()
    bench.set(1)
    bench.pass(5_000)
    const goneAt = bench.clock.now()
    const rebootsAt: number[] = []
    const look = (): void => {
      if (bench.device.resets.length > rebootsAt.length) rebootsAt.push(bench.clock.now() - goneAt)
      if (rebootsAt.length < 3) bench.clock.set(look, 1_000)
    }
    look()
    awayForAnHour(bench)
    assert.deepEqual(
      rebootsAt.map((ms) => Math.round(ms / 60_000)),
      [15, 30, 45],
    )
    // A fourth may come while it still waits for its next attempt.
    assert.ok(bench.device.resets.length <= 4)
    assert.deepEqual([...new Set(bench.device.resets)], ['reboot'])
    assert.equal(bench.level, 1)
  },
  { habits: allHabits, config: withRestore() },
)

faultTest(
  'F42 the access point gives no address for 10 min: wifi-timeout after 30 s each time, ready once it does',
  (bench) => {
    bench.boot()
    const first = bench.expectFault('wifi-timeout', 40_000)
    assert.ok(first.at >= 30_000 && first.at <= 32_000, `after ${first.at} ms`)
    bench.pass(10 * 60_000)
    const faults = bench.log.faults.length
    assert.equal(bench.log.with('W wifi let in by "Home", no address').length, faults)
    assert.ok(bench.log.with('wanted "Home", in range: "Home" -55 dBm').length >= faults - 1)
    assert.deepEqual(bench.log.with('not joined'), [])
    bench.board.wifi.appear(home)
    bench.untilReady(againMs)
  },
  { habits: allHabits, wifi: { accessPoints: [{ ...home, dhcp: false }] } },
)

/** An ESP32 before and after espruino/Espruino PR 2752; an ESP8266 knows no difference. */
for (const stationStart of ['connects', 'waits'] as const) {
  faultTest(
    `F42 a station start that ${stationStart}: no scan ends an attempt, and an empty list is not "none in range"`,
    (bench) => {
      bench.boot()
      bench.pass(20 * 60_000)
      const isBlind = stationStart === 'connects' && bench.device.habit === 'esp32'
      const lists = bench.log.with('W wifi wanted "Home", in range:')
      // The first attempt has none; the last list may stand before its attempt.
      assert.ok(lists.length >= bench.log.faults.length - 1)
      for (const { text } of lists) assert.match(text, isBlind ? /: none or no scan$/ : /: "Other" -70 dBm$/)
      // Each attempt ended as the driver says, none by the firmware's own deadline.
      assert.equal(bench.log.with('W wifi not joined').length, bench.log.faults.length)
      bench.board.wifi.appear(home)
      bench.untilReady(againMs)
    },
    {
      habits: allHabits,
      config: withoutReboot(),
      wifi: { accessPoints: [{ ssid: 'Other', rssi: -70 }], stationStart },
    },
  )

  faultTest(
    `F42 a station start that ${stationStart}: the access point comes back at any moment of scan and attempt, ready after one more`,
    (bench) => {
      bench.bootReady()
      for (let ms = 0; ms < 12_000; ms += 700) {
        // Long enough for the waits to start anew.
        bench.pass(61_000)
        bench.board.wifi.vanish(home.ssid)
        bench.peer.abandonAll()
        bench.until(() => bench.log.faults.at(-1)?.fault === 'wifi-timeout', 60_000)
        bench.pass(ms)
        bench.board.wifi.appear(home)
        const before = bench.log.faults.length
        bench.untilReady(againMs)
        assert.ok(
          bench.log.faults.length <= before + 1,
          `after ${ms} ms: ${bench.log.faultNames().slice(before).join()}`,
        )
      }
    },
    { habits: allHabits, config: withoutReboot(), wifi: { accessPoints: [home], stationStart } },
  )
}
