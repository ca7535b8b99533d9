import assert from 'node:assert/strict'
import { connack } from '../peer/scripted-peer.ts'
import { faultTest } from '../rig/fault-test.ts'
import { deviceJson } from '../rig/identity.ts'

const refusals: readonly [code: number, meaning: string][] = [
  [1, 'protocol version'],
  [2, 'identifier rejected'],
  [4, 'bad user name or password'],
  [5, 'not authorized'],
]

for (const [code, meaning] of refusals) {
  for (const closes of [true, false]) {
    const name = closes ? 'and closes' : 'and leaves the socket open'
    faultTest(`F09 CONNACK ${code} ${name}: connack-refused ${code} ${meaning}, waits 60 s each time`, (bench) => {
      bench.peer.on('connect', (connection) => {
        connection.send(connack(code))
        if (closes) connection.fin()
      })
      bench.boot()
      for (let attempt = 1; attempt <= 4; attempt++) {
        const line = bench.expectFault('connack-refused', 70_000)
        assert.equal(line.detail, ` ${code} ${meaning}`)
        assert.equal(line.retryS, 60)
      }
      assert.equal(bench.log.with('connected').length, 0)
      assert.equal(bench.log.readies, 0)
    })
  }
}

faultTest(
  'F09 CONNACK 5 for 20 min, with reboots in between: 60 s between two CONNECTs, before and after a reboot, too',
  (bench) => {
    bench.peer.on('connect', (connection) => connection.send(connack(5)))
    bench.answers('refused')
    bench.boot()
    // So that the first CONNECT is no whole minute from a reboot.
    bench.pass(30_000)
    bench.answers('open')
    bench.pass(20 * 60_000)
    assert.ok(bench.device.resets.length >= 5, `${bench.device.resets.length} reboots`)
    const times = bench.peer.connectTimes()
    const gaps = times.slice(1).map((at, i) => at - (times[i] ?? 0))
    assert.ok(Math.min(...gaps) >= 60_000, `ms between two: ${gaps.join()}`)
  },
  { config: { ...deviceJson(), link: { rebootAfterMin: 1 } } },
)
