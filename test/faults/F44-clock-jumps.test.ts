import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Bench } from '../rig/bench.ts'
import { CloudBench } from '../rig/cloud-bench.ts'
import { allHabits, faultTest } from '../rig/fault-test.ts'
import { assertKept } from '../rig/invariants.ts'

/** Seconds since 1970 that a board's clock is set to, given what it shows: forth, back, and to the right time (NTP). */
const jumps: Readonly<Record<string, string>> = {
  'ten years on': 'getTime() + 10 * 365 * 86400',
  'an hour back': 'getTime() - 3600',
  'to the right time': '1790000000',
}
const everyMs = 700

/** What befalls the link: silence, so that every deadline and every wait runs out in its turn. */
function silence(bench: Bench): void {
  bench.bootReady()
  bench.pass(70_000)
  bench.connection.mute()
  bench.peer.on('connect', () => undefined)
  bench.pass(5 * 60_000)
  bench.peer.off('connect').on('subscribe', () => undefined)
  bench.pass(5 * 60_000)
  bench.peer.off('subscribe')
  bench.pass(10 * 60_000)
}

/** When anything happened that a timer decides, ms. */
function timeline(bench: Bench): string[] {
  const faults = bench.log.faults.map(({ at, fault }) => `${at} ${fault}`)
  const packets = bench.peer.received.map(({ at, packet }) => `${at} ${packet.type}`)
  return [...faults, ...packets]
}

/** Sets the board's clock again and again, for as long as the test lasts. */
function keepJumping(bench: Bench, jump: string): void {
  bench.board.evaluate(`setTime(${jump})`)
  bench.clock.set(() => keepJumping(bench, jump), everyMs)
}

for (const [name, jump] of Object.entries(jumps)) {
  faultTest(
    `F44 the clock jumps ${name} every 0.7 s: every deadline and every wait ends to the ms as without`,
    (bench) => {
      const still = new Bench({ habit: bench.device.habit, seed: 'F44' })
      silence(still)
      const begin = bench.clock.set(() => keepJumping(bench, jump), 1)
      assert.ok(begin > 0)
      silence(bench)
      const dates = Number(bench.board.evaluate('Date.now()')) - bench.clock.now()
      assert.ok(Math.abs(dates) > 3_000_000, 'the clock did jump')
      assert.deepEqual(timeline(bench), timeline(still))
      for (const fault of ['pingresp-timeout', 'connack-timeout', 'suback-timeout']) {
        assert.ok(bench.log.faultNames().includes(fault), fault)
      }
    },
    { habits: allHabits, seed: 'F44' },
  )

  test(`F44 the clock jumps ${name}: the platform accepts the signature of the next session`, async (t) => {
    const cloud = await CloudBench.start(t)
    const device = cloud.device()
    await cloud.bootReady(device)
    device.board.evaluate(`setTime(${jump})`)
    cloud.network.resetAll()
    await cloud.clock.until(() => device.log.readies === 2, 10_000)
    assert.deepEqual(cloud.seen('refused'), [])
    const result = await cloud.set(1)
    assert.ok(result.outcome === 'answered' && result.reply.code === 200)
    assertKept(device)
  })
}
