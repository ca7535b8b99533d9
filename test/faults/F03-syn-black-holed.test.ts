import assert from 'node:assert/strict'
import { faultTest } from '../rig/fault-test.ts'

faultTest(
  'F03 SYN black-holed, connect in the background: open-timeout at 15 s, and the socket is gone',
  (bench) => {
    bench.answers('black-hole')
    bench.boot()
    for (let attempt = 1; attempt <= 3; attempt++) {
      const { at } = bench.expectFault('open-timeout', 120_000)
      const openedAt = bench.device.tap.dialledAt.at(-1) ?? 0
      assert.ok(at - openedAt >= 14_000 && at - openedAt <= 16_100, `after ${at - openedAt} ms`)
      bench.pass(100)
      assert.equal(bench.device.counts().sockets, 0)
    }
  },
  { habits: ['esp8266'] },
)

// A blocking connect stops ticks and deadlines: nothing can be named before it throws.
faultTest(
  'F03 SYN black-holed, blocking connect: open-timeout named as soon as connect throws, no watchdog reset',
  (bench) => {
    bench.answers('black-hole')
    bench.boot()
    for (let attempt = 1; attempt <= 5; attempt++) {
      const { at } = bench.expectFault('open-timeout', 200_000)
      const blockedMs = Math.round(at - (bench.device.tap.dialledAt.at(-1) ?? 0))
      assert.ok(blockedMs >= 75_000 && blockedMs <= 75_100, `after ${blockedMs} ms`)
    }
    assert.deepEqual(bench.device.resets, [])
  },
  { habits: ['esp32'], extraNoticeMs: 75_000 },
)
