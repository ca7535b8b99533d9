import assert from 'node:assert/strict'
import type { Bench } from '../rig/bench.ts'
import { allHabits, faultTest } from '../rig/fault-test.ts'
import { withoutReboot, withRestore } from '../rig/identity.ts'

const rebootAfterMs = 15 * 60_000

/** The Wi-Fi stays, and nothing passes any more. */
function loseRoute(bench: Bench): void {
  bench.board.wifi.jam()
  bench.peer.abandonAll()
}

faultTest(
  'F41 Wi-Fi is up and there is no route for 10 min: the Wi-Fi is reset after each 5 failed attempts',
  (bench) => {
    bench.bootReady()
    loseRoute(bench)
    bench.pass(10 * 60_000)
    const { faults } = bench.log
    const [first, ...later] = faults.map(({ fault }) => fault)
    assert.equal(first, 'pingresp-timeout')
    assert.deepEqual([...new Set(later)], ['dns-failed'])
    const resets = bench.log.with('W wifi reset').map(({ text }) => Number(/after (\d+) attempts/.exec(text)?.[1]))
    const attempts = faults.at(-1)?.attempt ?? 0
    assert.ok(attempts >= 10, `${attempts} attempts`)
    assert.deepEqual(
      resets,
      Array.from({ length: Math.floor(attempts / 5) }, (_, i) => 5 * (i + 1)),
    )
    assert.ok(bench.log.with('I wifi joined').length >= resets.length, 'it joins again after each')
    assert.deepEqual(bench.device.resets, [])
  },
  { habits: allHabits, config: withoutReboot() },
)

faultTest(
  'F41 no route for 50 min: a reboot after each 15 min without ready, the restored switch stays on through all of them',
  (bench) => {
    bench.bootReady()
    bench.set(1)
    bench.pass(1_000)
    loseRoute(bench)
    const { at } = bench.expectFault('pingresp-timeout', 60_000)
    for (let reboot = 1; reboot <= 3; reboot++) {
      bench.until(() => bench.device.resets.length === reboot, rebootAfterMs + 10_000)
      const since = bench.clock.now() - at
      assert.ok(Math.abs(since - reboot * rebootAfterMs) < 5_000 * reboot, `reboot ${reboot} after ${since} ms`)
      bench.pass(10)
      assert.equal(bench.level, 1, 'before anything else the pin is as it was')
    }
    assert.deepEqual(bench.device.resets, ['reboot', 'reboot', 'reboot'])
    assert.equal(bench.log.with('W link not ready for 900 s: reboot').length, 3)
  },
  { habits: allHabits, config: withRestore() },
)

// A state is saved at most once in 5 s: the newest may still be unsaved when the board reboots itself.
faultTest(
  'F41 two presses in the last seconds before the reboot: the newest state is saved first',
  (bench) => {
    bench.answers('refused')
    bench.boot()
    bench.pass(57_000)
    const { device } = bench
    device.oracle.pressed('PowerSwitch_1', 1)
    bench.press('D0')
    bench.pass(1_000)
    device.oracle.pressed('PowerSwitch_1', 0)
    bench.press('D0')
    bench.pass(500)
    const saved = (): string | undefined => device.saved()
    assert.equal(saved(), '"PowerSwitch_1":1')
    bench.until(() => device.resets.length > 0, 5_000)
    assert.equal(saved(), '"PowerSwitch_1":0')
    assert.deepEqual(device.resets, ['reboot'])
  },
  {
    config: {
      ...withRestore(),
      ...{ switches: { PowerSwitch_1: { pin: 'D2', button: 'D0', atBoot: 'restore' } }, link: { rebootAfterMin: 1 } },
    },
    random: () => 0,
  },
)
