import assert from 'node:assert/strict'
import { propertySetTopic, publish } from '../peer/scripted-peer.ts'
import type { Bench } from '../rig/bench.ts'
import { faultTest } from '../rig/fault-test.ts'
import { deviceJson, withRestore, type DeviceJson } from '../rig/identity.ts'

// Faults that only a Pico W can have: calls that block, memory that nobody guards, a watchdog that does not wait.

const onPico = { habits: ['pico-w'] } as const
const home = { ssid: 'Home', password: 'the wifi password' }
/** What C code has for all that it holds, bytes. */
const cHeapBytes = 14_200

faultTest(
  'a PUBLISH of 200 kB as fast as the network brings it: skipped, its bytes are collected on the way, the next set works',
  (bench) => {
    bench.bootReady()
    const payload = 'x'.repeat(200_000)
    bench.connection.send(publish({ topicName: propertySetTopic(bench.connection.device), payload }))
    bench.connection.set('after', { PowerSwitch_1: 1 })
    bench.until(() => bench.replies().some(({ id }) => id === 'after'), 5_000)
    const { peak = 0 } = bench.device.kaluma?.cHeap ?? {}
    assert.ok(peak > 0 && peak <= cHeapBytes / 2, `${peak} bytes waited`)
  },
  onPico,
)

faultTest(
  'a peer that greets with 300 kB before it has read anything: closed at its first bytes, the rest is dropped, not kept',
  (bench) => {
    bench.peer.onOpen((connection) => connection.send(Buffer.alloc(300_000, 'HTTP/1.1 ')))
    bench.boot()
    bench.expectFault('malformed-packet', 10_000)
    bench.pass(5_000)
  },
  onPico,
)

for (const [what, payload] of [
  ['arrays', '['.repeat(240)],
  ['objects', '{"a":'.repeat(48)],
  ['an array around a set', `[${'['.repeat(200)}{"id":"1","params":{"PowerSwitch_1":1}}`],
  ['a set around arrays', `{"id":"1","params":{"PowerSwitch_1":${'['.repeat(200)}1`],
  [
    'a whole set around whole arrays',
    `{"id":"1","params":{"PowerSwitch_1":1,"x":${'['.repeat(200)}${']'.repeat(200)}}}`,
  ],
] as const)
  faultTest(
    `a short set of ${what} in each other, deeper than the C stack: no edge, the board lives`,
    (bench) => {
      bench.bootReady()
      bench.connection.send(publish({ topicName: propertySetTopic(bench.connection.device), payload }))
      bench.pass(2_000)
      assert.deepEqual([bench.device.oracle.edges, bench.log.faults], [0, []])
    },
    onPico,
  )

/** Loses the network; it is back as `change` leaves it. */
function lose(bench: Bench, change: () => void): void {
  bench.board.wifi.kick()
  bench.peer.abandonAll()
  change()
}

faultTest(
  'the network is back and gives no address: joining it blocks past the watchdog, which resets the board; what was saved is restored',
  (bench) => {
    bench.bootReady()
    bench.set(1)
    bench.pass(100)
    lose(bench, () => bench.board.wifi.appear({ ...home, dhcp: false }))
    bench.until(() => bench.device.resets.length > 0, 60_000)
    assert.deepEqual(bench.device.resets, ['watchdog'])
    bench.pass(10)
    assert.equal(bench.level, 1, 'saved before it joined')
    // Until the first ready it does not run, so the calls end.
    bench.pass(10 * 60_000)
    assert.deepEqual(bench.device.resets, ['watchdog'])
    bench.board.wifi.appear(home)
  },
  { ...onPico, config: withRestore() },
)

faultTest(
  'a join of 8 s, a lookup behind it: no reset, the watchdog is fed between what blocks',
  (bench) => {
    bench.boot()
    bench.untilReady(20_000)
    for (let i = 0; i < 5; i++) {
      lose(bench, () => undefined)
      bench.expectFault('wifi-lost', 10_000)
      bench.untilReady(70_000)
      bench.pass(61_000)
    }
    assert.deepEqual(bench.unexpectedResets, [])
  },
  { ...onPico, wifi: { joinMs: 7_900, dhcpMs: 100 } },
)

faultTest(
  'a network that hides its name is joined, blindly, before the first ready',
  (bench) => {
    bench.boot()
    bench.untilReady(200_000)
  },
  // Nothing is heard of it, and it is there.
  { ...onPico, wifi: { accessPoints: [{ ...home, hidden: true }] } },
)

const cafe: DeviceJson = { ...deviceJson(), wifi: { ssid: 'Caf\u00e9 \u4e2d\u6587', password: 'pa\u00dfwort \u4e2d' } }

faultTest(
  'a name and a password beyond ASCII: heard as text, joined as bytes, and known again after a loss',
  (bench) => {
    bench.bootReady()
    lose(bench, () => undefined)
    bench.expectFault('wifi-lost', 10_000)
    bench.untilReady(70_000)
    assert.equal(bench.log.with('I wifi joined "Caf\u00e9 \u4e2d\u6587"').length, 2)
  },
  { ...onPico, config: cafe },
)

faultTest(
  'a start on hold: the watchdog stays off until the next start, and the log says so',
  (bench) => {
    const { kaluma } = bench.device
    kaluma?.flash.write('/hold', new Uint8Array(0))
    bench.bootReady()
    assert.equal(bench.log.with('W board watchdog off until the next start').length, 1)
    assert.equal(kaluma?.flash.has('/hold'), false)
    bench.board.block(20_000)
    bench.pass(21_000)
    assert.deepEqual(bench.device.resets, [])
    bench.board.reboot()
    bench.untilReady(10_000)
    bench.board.block(9_000)
    bench.until(() => bench.device.resets.length > 1, 9_000)
    assert.deepEqual(bench.device.resets, ['reboot', 'watchdog'])
  },
  onPico,
)

faultTest(
  'the power fails at each write of a state: the one before it or the new one is restored, never another',
  (bench) => {
    const { kaluma } = bench.device
    assert.ok(kaluma)
    let left = Infinity
    kaluma.flash.beforeChange = () => {
      if (left-- > 0) return
      bench.board.powerOff()
      throw new Error('the power is cut')
    }
    bench.bootReady()
    let cuts = 0
    for (let at = 0; at < 4; at++) {
      bench.set(bench.level === 1 ? 0 : 1)
      bench.pass(7_000)
      const before = bench.level
      left = at
      bench.set(before === 1 ? 0 : 1)
      bench.pass(7_000)
      left = Infinity
      if (bench.board.isRunning) continue
      cuts += 1
      bench.peer.abandonAll()
      bench.device.restarted('power-on')
      bench.boot()
      bench.pass(10)
      assert.equal(bench.level, before)
      bench.untilReady(20_000)
      bench.pass(7_000)
    }
    assert.ok(cuts >= 2, `${cuts} cuts`)
  },
  { ...onPico, config: withRestore() },
)

faultTest(
  'reset connections until no socket is left: the board reboots, saves before, and its restored switch stays on',
  (bench) => {
    bench.bootReady()
    bench.set(1)
    bench.pass(7_000)
    for (let i = 0; bench.device.resets.length === 0 && i < 20; i++) {
      bench.pass(61_000)
      bench.connection.rst()
      bench.nextFault(60_000)
      bench.untilReady(90_000)
    }
    assert.deepEqual(bench.device.resets, ['reboot'])
    assert.equal(bench.log.with('W board no socket left: reboot').length, 1)
    assert.equal(bench.level, 1)
  },
  { ...onPico, config: withRestore() },
)

faultTest(
  'ten peers fall silent, one after the other: ready again each time, by a reboot where the stack has no connection left',
  (bench) => {
    bench.bootReady()
    for (let i = 0; i < 10; i++) {
      bench.pass(61_000)
      bench.network.cutAll()
      bench.peer.abandonAll()
      bench.nextFault(60_000)
      bench.untilReady(200_000)
    }
    assert.deepEqual(bench.unexpectedResets, [])
  },
  onPico,
)
