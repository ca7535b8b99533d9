import assert from 'node:assert/strict'
import { publish } from '../peer/scripted-peer.ts'
import type { Bench } from '../rig/bench.ts'
import { allHabits, faultTest } from '../rig/fault-test.ts'
import { withoutReboot } from '../rig/identity.ts'

const drops = 25
/** How long the access point is away, ms: shorter and longer than a board notices, and than its silent retries last. */
const awayMs = [500, 4_000, 20_000, 90_000] as const
/** A blocking connect, a wait at its ceiling, joining and opening. */
const againMs = 180_000

/** Each brings the link to a moment; the Wi-Fi drops then. What is answered goes on with it, should the link live. */
const moments: Readonly<Record<string, (bench: Bench) => void | (() => void)>> = {
  idle: (bench) => bench.pass(3_000),
  opening(bench) {
    const dialled = bench.device.tap.dialledAt.length
    bench.connection.rst()
    bench.until(() => bench.device.tap.dialledAt.length > dialled, againMs)
  },
  greeting(bench) {
    bench.peer.once('connect', () => undefined)
    const connects = bench.device.connectsAt.length
    bench.connection.rst()
    bench.until(() => bench.device.connectsAt.length > connects, againMs)
    bench.pass(500)
  },
  subscribing(bench) {
    bench.peer.once('subscribe', () => undefined)
    const subscribes = bench.peer.received.length
    bench.connection.rst()
    bench.until(() => bench.peer.received.slice(subscribes).some(({ packet }) => packet.type === 'subscribe'), againMs)
    bench.pass(500)
  },
  'in mid packet'(bench) {
    const { connection } = bench
    const packet = publish({ topicName: '/a1FAULTS/plug1/user/get', payload: 'x'.repeat(100) })
    connection.send(packet.subarray(0, 60))
    bench.pass(10)
    return () => connection.send(packet.subarray(60))
  },
}

/** What the board gives up while it is off the air, it cannot tell its peer: that silence is nobody's fault. */
function dropAndReturn(bench: Bench, ms: number): void {
  const shortMs = Math.min(ms, 10_000)
  bench.board.wifi.drop()
  bench.pass(shortMs)
  if (!bench.log.isReady || ms > shortMs) bench.peer.abandonAll()
  bench.pass(ms - shortMs)
  bench.board.wifi.up()
}

for (const [moment, bringAbout] of Object.entries(moments)) {
  faultTest(
    `F40 Wi-Fi drops ${drops} times, ${moment}: ready again each time, nothing is left behind`,
    (bench) => {
      bench.bootReady()
      for (let i = 0; i < drops; i++) {
        const goOn = bringAbout(bench)
        dropAndReturn(bench, awayMs[i % awayMs.length] ?? 0)
        goOn?.()
        bench.untilReady(againMs)
      }
      assert.deepEqual(bench.unexpectedResets, [])
    },
    { habits: allHabits, config: withoutReboot() },
  )
}

faultTest(
  'F40 the radio is off after its silent retries: wifi-lost, and the next attempt turns it on',
  (bench) => {
    bench.bootReady()
    bench.board.wifi.drop()
    bench.peer.abandonAll()
    // 3 s until the board notices; the two retries that its connect left over take 2 s each.
    const { at } = bench.expectFault('wifi-lost', 8_000)
    assert.ok(at >= 7_000)
    assert.equal(bench.board.wifi.joined, undefined)
    bench.pass(1_000)
    bench.board.wifi.up()
    bench.untilReady(againMs)
  },
  { habits: ['esp32'] },
)

faultTest(
  'F40 a drop that the silent retries mend: the address is the same, so the session goes on',
  (bench) => {
    bench.bootReady()
    bench.board.wifi.kick()
    bench.pass(60_000)
    assert.deepEqual(bench.log.faults, [])
    assert.equal(bench.device.connectsAt.length, 1)
  },
  { habits: ['esp32'] },
)

faultTest(
  'F40 a build whose Wifi.connect never calls back: joins by events, and by its own deadline of 30 s',
  (bench) => {
    bench.board.wifi.drop()
    bench.boot()
    const { at } = bench.expectFault('wifi-timeout', 40_000)
    assert.ok(at >= 30_000 && at <= 32_000, `after ${at} ms`)
    bench.board.wifi.up()
    bench.untilReady(againMs)
    for (let i = 0; i < 20; i++) {
      dropAndReturn(bench, awayMs[i % awayMs.length] ?? 0)
      bench.untilReady(againMs)
      bench.pass(61_000)
    }
  },
  { habits: allHabits, config: withoutReboot(), wifi: { callbacks: 'never' } },
)
