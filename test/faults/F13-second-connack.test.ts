import { connack } from '../peer/scripted-peer.ts'
import { faultTest } from '../rig/fault-test.ts'

faultTest('F13 a second CONNACK while ready: unexpected-packet', (bench) => {
  bench.bootReady()
  bench.connection.send(connack())
  bench.expectFault('unexpected-packet', 1_000)
})

faultTest('F13 a second CONNACK while subscribing: unexpected-packet', (bench) => {
  bench.peer.on('subscribe', (connection) => connection.send(connack()))
  bench.boot()
  bench.expectFault('unexpected-packet', 10_000)
})
