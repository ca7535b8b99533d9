import assert from 'node:assert/strict'
import { packet, publish } from '../peer/scripted-peer.ts'
import type { Bench } from '../rig/bench.ts'
import { faultTest } from '../rig/fault-test.ts'

const texts: readonly [name: string, bytes: Uint8Array][] = [
  ['UTF-8', Buffer.from('客厅 😀')],
  ['invalid UTF-8', Uint8Array.from([0xff, 0xc0, 0x80, 0xe5, 0xae])],
  ['U+0000', Uint8Array.from([0x61, 0, 0x62])],
  ['surrogates', Uint8Array.from([0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80])],
  ['a byte order mark', Uint8Array.from([0xef, 0xbb, 0xbf])],
  ['every byte there is', Uint8Array.from({ length: 256 }, (_, byte) => byte)],
]

function publishBytes(bench: Bench, topicName: Uint8Array, payload: Uint8Array): void {
  const length = Uint8Array.from([topicName.length >> 8, topicName.length & 255])
  bench.connection.send(packet(0x30, Buffer.concat([length, topicName, payload])))
}

for (const [name, bytes] of texts) {
  faultTest(`F33 ${name} in topic, payload, id and property: ignored or replied, no crash, no edge`, (bench) => {
    bench.bootReady()
    const setTopic = Buffer.from('/sys/a1FAULTS/plug1/thing/service/property/set')
    const strange = Buffer.from(bytes)
    publishBytes(bench, strange, Buffer.from('{}'))
    publishBytes(bench, Buffer.concat([setTopic, strange]), Buffer.from('{"id":"1","params":{"PowerSwitch_1":1}}'))
    publishBytes(bench, Buffer.from('/a1FAULTS/plug1/user/get'), strange)
    publishBytes(bench, setTopic, strange)
    const quoted = Buffer.concat([Buffer.from('{"id":"2'), strange, Buffer.from('","params":{"'), strange])
    publishBytes(bench, setTopic, Buffer.concat([quoted, Buffer.from('":1}}')]))
    bench.pass(2_000)
    assert.deepEqual(bench.log.faults, [])
    assert.equal(bench.device.oracle.edges, 0)
  })
}

faultTest('F33 an id of UTF-8 comes back byte for byte', (bench) => {
  bench.bootReady()
  bench.connection.set('客厅"\\\u0001', { PowerSwitch_1: 1 })
  bench.until(() => bench.replies().length === 1, 2_000)
  const payload = Buffer.from(bench.said('/set_reply')[0]?.payload ?? '', 'latin1').toString('utf8')
  assert.deepEqual(JSON.parse(payload), { id: '客厅"\\\u0001', code: 200, data: {} })
})

faultTest('F33 line ends in what the log shows of others forge no line', (bench) => {
  bench.bootReady()
  const forged = 'x\r\n0.000 W mqtt open-refused, retry in 1 s (attempt 1)'
  bench.connection.send(publish({ topicName: '/a1FAULTS/plug1/user/get', payload: forged }))
  bench.connection.send(publish({ topicName: '/sys/a1FAULTS/plug1/thing/event/property/post_reply', payload: forged }))
  bench.pass(1_000)
  assert.deepEqual(
    bench.log.lines.filter(({ text }) => !/^\d+\.\d{3} [EWI] [a-z]+ /.test(text)),
    [],
  )
  assert.deepEqual(bench.log.faults, [])
})
