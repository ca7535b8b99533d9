import assert from 'node:assert/strict'
import { faultTest } from '../rig/fault-test.ts'

const oddities: readonly [name: string, bytes: readonly number[], fault: string][] = [
  ['return code 200', [0x20, 2, 0, 200], 'connack-refused'],
  ['return code 6', [0x20, 2, 0, 6], 'connack-refused'],
  ['a length of 3', [0x20, 3, 0, 0, 0], 'malformed-packet'],
  ['a length of 1', [0x20, 1, 0], 'malformed-packet'],
  ['no content', [0x20, 0], 'malformed-packet'],
  ['acknowledge flags 0xFE', [0x20, 2, 0xfe, 0], 'malformed-packet'],
  ['fixed header flags', [0x21, 2, 0, 0], 'malformed-packet'],
]

for (const [name, bytes, fault] of oddities) {
  faultTest(`F11 CONNACK with ${name}: ${fault}`, (bench) => {
    bench.peer.on('connect', (connection) => connection.send(Uint8Array.from(bytes)))
    bench.boot()
    const line = bench.expectFault(fault, 10_000)
    assert.ok(!line.text.includes('undefined'), line.text)
    if (fault === 'connack-refused') assert.equal(line.retryS, 60)
    assert.equal(bench.log.with('connected').length, 0)
  })
}

faultTest('F11 CONNACK with session present, which a clean session cannot be: ready all the same', (bench) => {
  bench.peer.on('connect', (connection) => connection.send(Uint8Array.from([0x20, 2, 1, 0])))
  bench.boot()
  bench.untilReady(10_000)
})
