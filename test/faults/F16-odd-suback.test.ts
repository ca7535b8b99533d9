import { suback } from '../peer/scripted-peer.ts'
import { faultTest } from '../rig/fault-test.ts'

const oddities: readonly [name: string, bytes: Uint8Array, fault: string][] = [
  ['for packetId 2', suback(2, [1]), 'unexpected-packet'],
  ['for packetId 256', suback(256, [1]), 'unexpected-packet'],
  ['for packetId 0', suback(0, [1]), 'unexpected-packet'],
  ['with two codes', suback(1, [1, 1]), 'malformed-packet'],
  ['without a code', suback(1, []), 'malformed-packet'],
  ['with flags', Uint8Array.from([0x92, 3, 0, 1, 1]), 'malformed-packet'],
]

for (const [name, bytes, fault] of oddities) {
  faultTest(`F16 SUBACK ${name}: ${fault}`, (bench) => {
    bench.peer.on('subscribe', (connection) => connection.send(bytes))
    bench.boot()
    bench.expectFault(fault, 10_000)
  })
}

faultTest('F16 SUBACK for packetId 1 once more, while ready: unexpected-packet', (bench) => {
  bench.bootReady()
  bench.connection.send(suback(1, [1]))
  bench.expectFault('unexpected-packet', 1_000)
})
