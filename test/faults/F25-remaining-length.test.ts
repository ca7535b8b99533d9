import assert from 'node:assert/strict'
import { allHabits, faultTest } from '../rig/fault-test.ts'

const first = { PUBLISH: 0x30, 'PUBLISH of QoS 1': 0x32, CONNACK: 0x20, SUBACK: 0x90, PINGRESP: 0xd0 } as const

for (const [name, byte] of Object.entries(first)) {
  faultTest(
    `F25 ${name} with a remaining length of 5 bytes: malformed-packet, closed at once`,
    (bench) => {
      bench.bootReady()
      bench.connection.send(Uint8Array.from([byte, 0xff, 0xff, 0xff, 0xff, 0x01]))
      const { at } = bench.expectFault('malformed-packet', 1_000)
      assert.ok(at - bench.device.lastHeardAt <= 50)
      bench.pass(100)
      assert.equal(bench.device.counts().sockets, 0)
      assert.equal(bench.connection.isOpen, false)
    },
    name === 'PUBLISH' ? { habits: allHabits } : {},
  )
}

// Longer than the announced size alone would tell: the five bytes add up to nothing.
faultTest('F25 PINGRESP with a remaining length of 0 in 5 bytes: malformed-packet, closed at once', (bench) => {
  bench.bootReady()
  bench.connection.send(Uint8Array.from([first.PINGRESP, 0x80, 0x80, 0x80, 0x80, 0x00]))
  bench.expectFault('malformed-packet', 1_000)
  bench.pass(100)
  assert.equal(bench.connection.isOpen, false)
})
