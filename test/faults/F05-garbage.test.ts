import assert from 'node:assert/strict'
import { faultTest } from '../rig/fault-test.ts'

const greetings: readonly [name: string, bytes: string, fault: string][] = [
  ['HTTP', 'HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n', 'malformed-packet'],
  ['SSH', 'SSH-2.0-OpenSSH_9.6\r\n', 'unexpected-packet'],
  ['zeros', '\0\0\0\0', 'unexpected-packet'],
]

for (const [name, bytes, fault] of greetings) {
  faultTest(`F05 answers ${name} instead of MQTT: ${fault} on the first bytes, not after a timer`, (bench) => {
    bench.peer.on('connect', (connection) => connection.send(Buffer.from(bytes)))
    bench.boot()
    const { at } = bench.expectFault(fault, 10_000)
    const since = at - (bench.device.connectsAt.at(-1) ?? 0)
    assert.ok(since <= 50, `after ${since} ms`)
  })

  faultTest(`F05 greets with ${name} before it has read anything: ${fault} at once`, (bench) => {
    bench.peer.onOpen((connection) => connection.send(Buffer.from(bytes)))
    bench.boot()
    const { at } = bench.expectFault(fault, 10_000)
    assert.ok(at - (bench.device.tap.dialledAt.at(-1) ?? 0) <= 50)
  })
}

// "2" is the first byte of a PUBLISH and "2" a length of 50: nothing is wrong with it but that the rest never comes.
faultTest('F05 greets with SMTP, which begins like a PUBLISH: connack-timeout at 10 s', (bench) => {
  bench.peer.on('connect', (connection) => connection.send(Buffer.from('220 mail.example.com ESMTP\r\n')))
  bench.boot()
  const { at } = bench.expectFault('connack-timeout', 20_000)
  assert.ok(at - (bench.device.connectsAt.at(-1) ?? 0) <= 11_100)
})
