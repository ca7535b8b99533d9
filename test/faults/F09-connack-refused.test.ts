import assert from 'node:assert/strict'
import { connack } from '../support/scripted-peer.ts'
import { faultTest } from './support/fault-test.ts'

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
