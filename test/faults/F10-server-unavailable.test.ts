import assert from 'node:assert/strict'
import { connack } from '../peer/scripted-peer.ts'
import { faultTest } from '../rig/fault-test.ts'

faultTest('F10 CONNACK 3, server unavailable: ordinary backoff', (bench) => {
  bench.peer.on('connect', (connection) => {
    connection.send(connack(3))
    connection.fin()
  })
  bench.boot()
  for (let attempt = 1; attempt <= 5; attempt++) {
    const line = bench.expectFault('connack-refused', 100_000)
    assert.equal(line.detail, ' 3 server unavailable')
    assert.equal(line.attempt, attempt)
    assert.ok(line.retryS >= 1 && line.retryS <= Math.min(60, 2 ** attempt), `attempt ${attempt}: ${line.retryS} s`)
  }
  assert.equal(bench.log.with('connected').length, 0)
})
