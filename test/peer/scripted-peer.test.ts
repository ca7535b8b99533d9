import assert from 'node:assert/strict'
import { test } from 'node:test'
import mqttPacket from 'mqtt-packet'
import { connack, pingresp, publish, puback, suback } from './mqtt-bytes.ts'
import { connect, createBench, subscribe } from './test-client.ts'

const pingreq = [0xc0, 0]

test('unscripted, the peer is a well-behaved broker: CONNACK, SUBACK, UNSUBACK, PUBACK, PINGRESP, FIN for FIN', () => {
  const bench = createBench()
  const client = bench.open()
  bench.write(connect())
  bench.write(subscribe(5, '/a', 2))
  bench.write(mqttPacket.generate({ cmd: 'unsubscribe', messageId: 6, unsubscriptions: ['/a'] }))
  bench.write(
    publish({ topicName: '/a', payload: 'x', qos: 1, packetId: 7 }),
    publish({ topicName: '/a', payload: 'y' }),
  )
  bench.write(pingreq)
  client.end()
  bench.clock.advance(2)
  assert.deepEqual(
    bench.heard.map((line) => line.split(' ')[1]),
    ['20020000', '9003000501', 'b0020006', '40020007', 'd000', 'end'],
  )
  bench.peer.assertStrict()
})

test('once is used up in order, then comes what on has set, then off brings the well-behaved answer back', () => {
  const bench = createBench()
  bench.peer.on('pingreq', (c) => c.send(Buffer.from('on')))
  bench.peer.once('pingreq', (c) => c.send(Buffer.from('first'))).once('pingreq', (c) => c.send(Buffer.from('second')))
  bench.write(connect())
  for (let i = 0; i < 4; i++) bench.write(pingreq)
  bench.peer.off('pingreq')
  bench.write(pingreq)
  const words = bench.heard.slice(1).map((line) => Buffer.from(line.split(' ')[1] ?? '', 'hex').toString('latin1'))
  assert.deepEqual(words, ['first', 'second', 'on', 'on', '\xd0\x00'])
})

test('a handler may answer well after all, and knows its packet', () => {
  const bench = createBench()
  bench.peer.on('subscribe', (c, packet) => {
    c.send(publish({ topicName: packet.filters[0]?.topicFilter ?? '', payload: '' }))
    c.answer(packet)
  })
  bench.write(connect())
  bench.write(subscribe(1, 't'))
  assert.deepEqual(
    bench.heard.map((line) => line.split(' ')[1]),
    ['20020000', '3003000174', '9003000101'],
  )
})

test('held answers wait, of that type only, until release sends them in order', () => {
  const bench = createBench()
  bench.peer.onOpen((c) => c.hold('connack'))
  bench.write(connect())
  assert.equal(bench.heard.length, 0)
  bench.peer.current.release('connack')
  bench.peer.current.hold('suback')
  bench.clock.advance(2)
  bench.write(subscribe(1, 'a'))
  bench.write(pingreq)
  bench.write(subscribe(2, 'b'))
  bench.peer.current.release()
  bench.clock.advance(2)
  assert.deepEqual(
    bench.heard.map((line) => line.split(' ')[1]),
    ['20020000', 'd000', '9003000101', '9003000201'],
  )
})

test('a muted peer answers nothing, but still checks and records', () => {
  const bench = createBench()
  bench.write(connect())
  bench.peer.current.mute()
  bench.write(pingreq)
  bench.write([0xc1, 0])
  assert.equal(bench.peer.received.length, 2)
  assert.equal(bench.peer.violations.length, 1)
  assert.deepEqual(
    bench.heard.map((line) => line.split(' ')[1]),
    ['20020000', 'reset'],
  )
})

test('chunks sends the next bytes in pieces, with a gap between them when asked, and later bytes stay behind', () => {
  const bench = createBench()
  bench.peer.on('connect', (c) => {
    c.chunks([1, 1, 1])
    c.send(connack())
    c.chunks([1], 100)
    c.send(pingresp())
    c.send(suback(1, [1]))
  })
  bench.write(connect())
  const start = bench.clock.now()
  bench.clock.advance(200)
  assert.deepEqual(bench.heard, [
    ...['20', '02', '00', '00', 'd0'].map((byte) => `${start} ${byte}`),
    `${start + 100} 00`,
    `${start + 100} 9003000101`,
  ])
})

test('fin, rst and pause reach the client; paused means window 0', () => {
  const bench = createBench()
  const client = bench.open()
  bench.write(connect())
  bench.peer.current.pause()
  bench.write(pingreq)
  assert.equal(client.unsent, 2)
  bench.peer.current.resume()
  bench.clock.advance(2)
  assert.equal(client.unsent, 0)
  bench.peer.current.fin()
  bench.clock.advance(2)
  assert.match(bench.heard.at(-1) ?? '', /end$/)
  bench.open()
  bench.peer.current.rst()
  bench.clock.advance(2)
  assert.match(bench.heard.at(-1) ?? '', /reset$/)
  assert.deepEqual(
    bench.peer.connections.map(({ isOpen }) => isOpen),
    [false, false],
  )
})

test('set sends a property set to the device that the username names, with rising packetIds at QoS 1', () => {
  const bench = createBench()
  bench.write(connect())
  const sent: mqttPacket.Packet[] = []
  const parser = mqttPacket.parser()
  parser.on('packet', (packet) => sent.push(packet))
  const c = bench.peer.current
  c.set('17', { PowerSwitch_1: 1 })
  c.set('18', { PowerSwitch_1: 0 }, { qos: 1 })
  c.set('19', { PowerSwitch_1: 0 }, { qos: 1 })
  bench.clock.advance(2)
  bench.heard.slice(1).forEach((line) => parser.parse(Buffer.from(line.split(' ')[1] ?? '', 'hex')))
  const seen = sent.map((p) => (p.cmd === 'publish' ? [p.topic, p.qos, p.messageId, p.payload.toString()] : p.cmd))
  const topic = '/sys/product/switch/thing/service/property/set'
  const json = (id: string, on: number): string =>
    `{"method":"thing.service.property.set","id":"${id}","params":{"PowerSwitch_1":${on}},"version":"1.0.0"}`
  assert.deepEqual(seen, [
    [topic, 0, undefined, json('17', 1)],
    [topic, 1, 1, json('18', 0)],
    [topic, 1, 2, json('19', 0)],
  ])
})

test('next answers each packet once, lets time pass for it, honours where, and says what came instead', async () => {
  const bench = createBench()
  const client = bench.open()
  bench.clock.set(() => client.write(connect()), 5000)
  const { packet, at, connection } = await bench.peer.next('connect')
  assert.deepEqual([packet.username, packet.keepAliveS, connection], ['switch&product', 60, 1])
  assert.equal(at, 5003)
  bench.clock.set(() => client.write(publish({ topicName: 'a', payload: '' })), 1000)
  bench.clock.set(() => client.write(publish({ topicName: 'b', payload: '' })), 2000)
  const second = await bench.peer.next('publish', { where: ({ topicName }) => topicName === 'b' })
  assert.equal(second.packet.topicName, 'b')
  assert.equal(bench.peer.take('publish'), undefined)
  bench.clock.set(() => client.write(Buffer.from(pingreq)), 10)
  await assert.rejects(bench.peer.next('subscribe', { withinMs: 100 }), /no subscribe within 100 ms, but pingreq/)
  assert.deepEqual(bench.peer.connectTimes(), [5003])
  assert.equal(bench.peer.publishTimes().length, 2)
})

test('what the peer sends is known to it even in pieces and amid nonsense', () => {
  const bench = createBench()
  bench.write(connect())
  const set = publish({ topicName: 'a', payload: 'x', qos: 1, packetId: 77 })
  bench.peer.current.send(set.subarray(0, 3))
  bench.peer.current.send(set.subarray(3))
  bench.write(puback(77))
  bench.peer.assertStrict()
  bench.peer.current.send(Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff]))
  bench.write(puback(78))
  bench.peer.assertStrict()
})
