import assert from 'node:assert/strict'
import { profiles } from '../../tools/board/profile.ts'
import type { Bench } from '../rig/bench.ts'
import { allHabits, faultTest } from '../rig/fault-test.ts'

/** Sends sets to a peer that reads nothing more; answers when the board's TCP stack took no more. */
function stall(bench: Bench, everyMs: number, options: { qos: 0 | 1 }): void {
  bench.connection.pause()
  for (let id = 1; bench.log.faults.length === 0 && id < 2000; id++) {
    bench.connection.set(`s${id}`, { PowerSwitch_1: id % 2 }, options)
    bench.pass(everyMs)
  }
}

for (const qos of [0, 1] as const) {
  faultTest(
    `F23 the peer's window is 0 while sets of QoS ${qos} arrive: write-stalled 20 s after its stack is full, outbox bounded`,
    (bench) => {
      bench.bootReady()
      let fullAt = 0
      // Only until the fault: a socket that is gone holds nothing back.
      const look = (): void => {
        if (bench.log.faults.length > 0) return
        if (bench.device.counts().sendQueueBytes === 0) fullAt = bench.clock.now()
        bench.clock.set(look, 10)
      }
      look()
      stall(bench, 500, { qos })
      const line = bench.nextFault(1_000)
      assert.equal(line.fault, 'write-stalled', line.text)
      const since = line.at - fullAt
      assert.ok(since >= 19_000 && since <= 21_000, `after ${since} ms`)
      bench.pass(100)
      assert.equal(bench.device.counts().sockets, 0)
    },
    { habits: allHabits },
  )
}

faultTest(
  'F23 the window is 0 and nothing arrives: noticed within 40 s of the last byte, as a lost PINGRESP',
  (bench) => {
    bench.bootReady()
    bench.connection.pause()
    const { at, fault } = bench.nextFault(60_000)
    assert.ok(['pingresp-timeout', 'write-stalled'].includes(fault), fault)
    assert.ok(at - bench.device.lastHeardAt <= 40_000)
  },
  { habits: allHabits },
)

faultTest('F23 the window opens again after 15 s: nothing is lost, no reconnect', (bench) => {
  bench.bootReady()
  bench.connection.pause()
  const { sendBufferBytes } = profiles.esp32
  for (let id = 1; id <= 40; id++) bench.connection.set(`w${id}`, { PowerSwitch_1: id % 2 })
  bench.pass(15_000)
  bench.connection.resume()
  bench.until(() => bench.replies().filter(({ id }) => String(id).startsWith('w')).length === 40, 20_000)
  assert.ok(bench.said().reduce((sum, { payload }) => sum + payload.length, 0) < 4 * sendBufferBytes)
  assert.deepEqual(bench.log.faults, [])
})
