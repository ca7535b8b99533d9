import assert from 'node:assert/strict'
import { allHabits, faultTest } from '../rig/fault-test.ts'

faultTest(
  'F43 the access point gives another address: the old socket is closed, ready on a new one within a minute, 10 times',
  (bench) => {
    bench.bootReady()
    for (let i = 1; i <= 10; i++) {
      const { connections } = bench.peer
      const before = connections.length
      bench.board.wifi.ip = `192.0.2.${100 + i}`
      bench.board.wifi.kick()
      bench.peer.abandonAll()
      bench.expectFault('wifi-lost', 10_000)
      bench.pass(100)
      assert.equal(bench.device.counts().sockets, 0, 'the old socket is gone')
      bench.untilReady(70_000)
      assert.equal(connections.length, before + 1)
      // A Pico W may reboot at the last, for want of sockets, and joins once more.
      assert.equal(bench.log.with(`192.0.2.${100 + i}`).length, 1 + bench.device.resets.length)
      assert.deepEqual(bench.unexpectedResets, [])
      bench.pass(61_000)
    }
  },
  { habits: allHabits },
)
