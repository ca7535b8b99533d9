import assert from 'node:assert/strict'
import { allHabits, faultTest } from '../rig/fault-test.ts'
import { withoutReboot } from '../rig/identity.ts'

for (const how of ['fin', 'rst'] as const) {
  faultTest(
    `F06 closed by ${how} right after accept, 20 times: I4 holds`,
    (bench) => {
      bench.peer.onOpen((connection) => connection[how]())
      bench.boot()
      bench.until(() => bench.device.tap.dialledAt.length >= 20, 30 * 60_000)
      bench.pass(1000)
      const names = new Set(bench.log.faultNames())
      // A stream that ends before it has taken the CONNECT was never open.
      for (const name of names) assert.ok(['socket-closed', 'open-refused'].includes(name), name)
    },
    { habits: allHabits, config: withoutReboot() },
  )

  faultTest(
    `F06 closed by ${how} right after each CONNACK, 20 times: I4 holds, and the backoff does not start anew`,
    (bench) => {
      bench.peer.on('connect', (connection, packet) => {
        connection.answer(packet)
        bench.clock.set(() => connection[how](), 5)
      })
      bench.boot()
      bench.until(() => bench.device.connectsAt.length >= 20, 60 * 60_000)
      bench.pass(1000)
      const last = bench.log.faults.at(-1)
      assert.ok((last?.attempt ?? 0) >= 20, `attempt ${last?.attempt}`)
    },
    { habits: allHabits, config: withoutReboot() },
  )
}
