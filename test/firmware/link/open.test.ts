import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connack, pingresp, publish, suback } from '../../peer/mqtt-bytes.ts'
import { createDevice, deviceAt, topics } from '../support/device.ts'

test('a connect that throws "Unable to locate host" is dns-failed, and is tried again', (t) => {
  const device = createDevice(t)
  device.network.failing = () => new Error('Unable to locate host')
  device.start()
  assert.deepEqual(device.log('W'), ['W mqtt dns-failed, retry in 1 s (attempt 1)'])
  device.network.failing = undefined
  device.seconds(1)
  device.to('ready')
  assert.equal(device.log('I mqtt ready').length, 1)
})

test('a connect that throws at once is open-refused', (t) => {
  const device = createDevice(t)
  device.network.failing = () => new Error('Unable to create socket')
  device.start()
  assert.deepEqual(device.log('W'), ['W mqtt open-refused, retry in 1 s (attempt 1)'])
})

test('a connect that blocks the interpreter for 75 s and throws is open-timeout', (t) => {
  const device = createDevice(t)
  device.network.failing = () => {
    device.fake.blockedMs += 75_000
    return new Error('Unable to create socket')
  }
  device.start()
  assert.deepEqual(device.log('W'), ['W mqtt open-timeout, retry in 1 s (attempt 1)'])
})

test('an error in the background is open-refused, at -6 dns-failed; the close behind it is nothing more', (t) => {
  for (const [code, fault] of [
    [-6, 'dns-failed'],
    [-1, 'open-refused'],
    [-9, 'open-refused'],
    [-15, 'open-refused'],
  ] as const) {
    const device = deviceAt(t, 'opening')
    device.socket().error(code)
    device.socket().close(true)
    assert.deepEqual(device.log('W'), [`W mqtt ${fault}, retry in 1 s (attempt 1)`])
  }
})

test('a close without an error while opening is open-refused', (t) => {
  const device = deviceAt(t, 'opening')
  device.socket().close()
  assert.deepEqual(device.log('W'), ['W mqtt open-refused, retry in 1 s (attempt 1)'])
})

test('over TLS a close or error while opening is tls-failed', (t) => {
  const closed = deviceAt(t, 'opening', { tls: true })
  closed.socket().close()
  assert.deepEqual(closed.log('W'), ['W mqtt tls-failed, retry in 1 s (attempt 1)'])
  const broken = deviceAt(t, 'opening', { tls: true })
  broken.socket().error(-8)
  assert.deepEqual(broken.log('W'), ['W mqtt tls-failed, retry in 1 s (attempt 1)'])
})

for (const [tls, fault, second] of [
  [false, 'open-timeout', 15],
  [true, 'tls-timeout', 20],
] as const) {
  test(`silence while opening ends in ${fault} after ${second} s, and the socket is destroyed`, (t) => {
    const device = deviceAt(t, 'opening', { tls })
    device.seconds(second)
    assert.equal(device.socket().isEnded(), false)
    device.seconds(1)
    assert.equal(device.network.sockets[0]?.isEnded(), true)
    assert.deepEqual(device.log('W'), [`W mqtt ${fault}, retry in 1 s (attempt 1)`])
  })
}

for (const [stage, fault] of [
  ['greeting', 'connack-timeout'],
  ['subscribing', 'suback-timeout'],
] as const) {
  test(`silence while ${stage} ends in ${fault} after 10 s`, (t) => {
    const device = deviceAt(t, stage)
    device.seconds(10)
    assert.deepEqual(device.log('W'), [])
    device.seconds(1)
    assert.deepEqual(
      [device.log('W'), device.socket().isEnded()],
      [[`W mqtt ${fault}, retry in 1 s (attempt 1)`], true],
    )
  })
}

test('ten refused attempts wait longer and longer, with one socket and one timer at a time', (t) => {
  const device = createDevice(t, { random: 0.999_999 })
  device.network.failing = () => new Error('Unable to create socket')
  device.start()
  const waits: number[] = []
  for (let second = 0; second < 1000 && waits.length < 8; second++) {
    const before = device.network.asked.length
    device.seconds(1)
    // The tick and the retry.
    assert.equal(device.fake.clock.pending, 2)
    if (device.network.asked.length > before) waits.push(second)
  }
  const between = waits.map((at, i) => at - (waits[i - 1] ?? -1))
  assert.deepEqual(between, [2, 4, 8, 16, 32, 60, 60, 60])
})

test('nothing that a socket of the past says or takes matters to the next one', (t) => {
  const device = deviceAt(t, 'opening')
  const old = device.socket()
  old.close()
  device.seconds(1)
  assert.equal(device.network.sockets.length, 2)
  const log = device.log().length
  old.drain()
  old.data(
    connack(),
    suback(1, [1]),
    publish({ topicName: topics.set, payload: '{"id":"1","params":{"PowerSwitch_1":1}}' }),
  )
  old.error(-9)
  old.close(true)
  assert.deepEqual([device.log().length, device.fake.seen('drive')], [log, []])
  assert.equal(device.socket().isEnded(), false)
  // The new one is still opening: it has the 15 s of opening, not the 10 s of greeting.
  device.seconds(15)
  assert.equal(device.socket().isEnded(), false)
  device.seconds(1)
  assert.match(device.log('W mqtt').at(-1) ?? '', /open-timeout/)
})

test('a drain of the past does not count as the new socket having taken its bytes', (t) => {
  const device = deviceAt(t, 'ready')
  const old = device.socket()
  old.close()
  device.seconds(1)
  device.to('subscribing')
  device.socket().data(suback(1, [1]))
  device.sets(Array.from({ length: 40 }, (_, i) => ({ id: `${i}`, params: { PowerSwitch_1: 1 } })))
  for (let i = 0; i < 10; i++) {
    old.drain()
    device.seconds(1)
  }
  const unsent = device.packets().filter(({ cmd }) => cmd === 'publish')
  assert.ok(unsent.length <= 5, `${unsent.length} PUBLISHes`)
})

test('nothing is written on a socket that was given up, while waiting or later', (t) => {
  const device = deviceAt(t, 'ready')
  device.flow()
  const old = device.socket()
  device.socket().data(connack())
  const written = old.written.length
  device.seconds(0.9)
  old.data(pingresp())
  assert.equal(old.written.length, written)
  device.seconds(60)
  assert.equal(old.written.length, written)
})

test('half a packet of one socket is no part of the next one', (t) => {
  const device = deviceAt(t, 'ready')
  device
    .socket()
    .data(publish({ topicName: topics.set, payload: '{"id":"1","params":{"PowerSwitch_1":1}}' }).subarray(0, 40))
  device.socket().close()
  device.seconds(1)
  device.to('ready')
  assert.equal(device.log('I mqtt ready').length, 2)
})

test('the socket closes in each state: socket-closed, destroyed, one retry', (t) => {
  for (const stage of ['greeting', 'subscribing', 'ready'] as const) {
    const device = deviceAt(t, stage)
    device.flow()
    device.socket().close()
    assert.match(device.log('W mqtt').at(-1) ?? '', /^W mqtt socket-closed, retry in 1 s \(attempt 1\)$/)
    assert.equal(device.socket().isEnded(), true)
    assert.equal(device.fake.clock.pending, 2, 'the tick and the retry')
    device.seconds(1)
    assert.equal(device.network.sockets.length, 2)
  }
})

test('the state is posted anew in each session, hi! only in the first', (t) => {
  const device = deviceAt(t, 'ready')
  assert.deepEqual(
    device.published().map(({ topic }) => topic),
    [topics.post, topics.update],
  )
  for (let i = 0; i < 2; i++) {
    device.socket().close()
    device.seconds(60)
    device.to('ready')
    assert.deepEqual(
      device.published().map(({ topic }) => topic),
      [topics.post],
    )
  }
})
