import assert from 'node:assert/strict'
import { faultTest } from '../rig/fault-test.ts'
import { deviceJson, withRestore } from '../rig/identity.ts'

const atBoot = (how: 'off' | 'on') => ({ ...deviceJson(), switches: { PowerSwitch_1: { pin: 'D2', atBoot: how } } })

for (const [config, level] of [
  [atBoot('off'), 0],
  [atBoot('on'), 1],
  [withRestore(), 1],
] as const) {
  const how = config.switches['PowerSwitch_1']?.atBoot ?? ''
  faultTest(
    `F49 the interpreter is stuck for 301 s: the watchdog resets the board, atBoot ${how} drives the pin to ${level}`,
    (bench) => {
      bench.bootReady()
      if (how === 'on') bench.set(0)
      else bench.set(1)
      bench.pass(10_000)
      const stuckAt = bench.clock.now()
      bench.peer.abandonAll()
      bench.board.block(301_000)
      bench.until(() => bench.device.resets.length > 0, 302_000)
      assert.deepEqual(bench.device.resets, ['watchdog'])
      assert.ok(bench.clock.now() - stuckAt <= 300_000)
      bench.pass(100)
      assert.equal(bench.level, level)
      bench.untilReady(10_000)
      bench.pass(1_000)
      assert.equal(bench.posts().at(-1)?.['PowerSwitch_1'], level)
    },
    { config },
  )
}

faultTest('F49 stuck for 299 s: no reset, the dead connection is noticed, ready again', (bench) => {
  bench.bootReady()
  bench.peer.abandonAll()
  bench.network.cutAll()
  bench.board.block(299_000)
  bench.pass(299_000)
  bench.nextFault(60_000)
  assert.deepEqual(bench.device.resets, [])
  bench.untilReady(70_000)
})

// This board has no watchdog: it goes on when the interpreter does.
faultTest(
  'F49 stuck for 301 s on a board without a watchdog: ready again once it runs',
  (bench) => {
    bench.bootReady()
    bench.peer.abandonAll()
    bench.network.cutAll()
    bench.board.block(301_000)
    bench.pass(301_000)
    bench.nextFault(60_000)
    assert.deepEqual(bench.device.resets, [])
  },
  { habits: ['esp8266'] },
)
