import assert from 'node:assert/strict'
import type { Bench } from '../rig/bench.ts'
import { allHabits, faultTest } from '../rig/fault-test.ts'
import { withRestore } from '../rig/identity.ts'

// Out of memory is no exception: the engine drops the callback that ran, be it a handler or a timer, and goes on.

/** The next callback of the board, whichever it is, dies. */
function takeMemory(bench: Bench): void {
  const before = bench.log.with('OUT OF MEMORY').length
  bench.board.runOutOfMemory()
  bench.until(() => bench.log.with('OUT OF MEMORY').length > before, 125_000)
  bench.log.forgetOutOfMemory()
}

function toggle(bench: Bench): void {
  bench.set(bench.on === 1 ? 0 : 1)
  bench.pass(50)
}

function assertSaved(bench: Bench): void {
  assert.equal(bench.device.saved(), `"PowerSwitch_1":${bench.level}`)
}

faultTest(
  'memory runs out 0 to 6 s after a set, in whatever callback comes next: ready again, sets are replied and states are saved as before',
  (bench) => {
    bench.bootReady()
    for (let ms = 0; ms <= 6_000; ms += 100) {
      toggle(bench)
      bench.pass(ms)
      takeMemory(bench)
      bench.untilReady(70_000)
      for (let i = 0; i < 6; i++) bench.roundTrip()
      bench.pass(12_000)
      assertSaved(bench)
    }
  },
  { habits: allHabits, config: withRestore() },
)

faultTest(
  'memory runs out while the link joins, opens, greets, subscribes and waits: ready again',
  (bench) => {
    bench.boot()
    // The start itself is one callback: without memory for that, nothing runs that could come again.
    bench.pass(10)
    for (let ms = 0; ms < 400; ms += 5) {
      bench.pass(ms)
      takeMemory(bench)
      bench.untilReady(130_000)
      bench.connection.rst()
    }
  },
  { habits: allHabits },
)

faultTest(
  'memory runs out as a set arrives: it is not acted on, and the next one is',
  (bench) => {
    bench.bootReady()
    bench.set(1)
    takeMemory(bench)
    bench.expectFault('bug', 100)
    bench.pass(1_000)
    assert.equal(bench.level, 0)
    bench.untilReady(70_000)
  },
  { habits: allHabits },
)
