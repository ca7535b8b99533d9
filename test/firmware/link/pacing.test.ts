import assert from 'node:assert/strict'
import type { Buffer } from 'node:buffer'
import { test } from 'node:test'
import { pingresp, publish, suback } from '../../peer/mqtt-bytes.ts'
import { deviceAt, readPackets, topics, type Device } from '../support/device.ts'

const idOf = (payload: string | Buffer): string => String(JSON.parse(payload.toString()).id)

function setOf(id: number): Buffer {
  return publish({ topicName: topics.set, payload: `{"id":"${id}","params":{"PowerSwitch_1":${id & 1}}}` })
}

/** The most that fall into any window of 1 s; a window is a second long and its end does not belong to it. */
function mostInASecond(times: readonly number[]): number {
  return Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + 1000).length))
}

/** Watches when PUBLISHes are written on the newest socket. */
function watch(device: Device): { times: number[]; ids: string[]; look(): boolean } {
  let told = device.socket().written.length
  const times: number[] = []
  const ids: string[] = []
  return {
    times,
    ids,
    look() {
      const { written } = device.socket()
      const fresh = written.slice(told)
      told = written.length
      for (const packet of readPackets(fresh.join(''))) {
        if (packet.cmd !== 'publish') continue
        times.push(device.fake.clock.now())
        if (packet.topic === topics.setReply) ids.push(idOf(packet.payload))
      }
      return fresh.length > 0
    },
  }
}

test('of a burst of 200 sets every reply is written, in order, at most 25 PUBLISHes in any second', (t) => {
  const device = deviceAt(t, 'ready')
  device.flow()
  const seen = watch(device)
  for (let id = 1; id <= 200; id++) device.socket().data(setOf(id))
  for (let ms = 0; ms < 20_000; ms += 10) {
    if (seen.look()) device.socket().drain()
    device.fake.clock.advance(10)
  }
  assert.deepEqual(
    seen.ids,
    Array.from({ length: 200 }, (_, i) => `${i + 1}`),
  )
  const most = mostInASecond(seen.times)
  // Not much slower than allowed, either: the slots are used.
  assert.ok(most <= 25 && most >= 15, `${most} in a second`)
  assert.ok((seen.times.at(-1) ?? 0) - (seen.times[0] ?? 0) < 12_000)
})

test('a single set is replied at once, in the turn that it comes', (t) => {
  const device = deviceAt(t, 'ready')
  device.flow()
  const seen = watch(device)
  device.socket().data(setOf(1))
  seen.look()
  assert.deepEqual(seen.ids, ['1'])
})

test('what is owed flows on without a further event: the slots have timers of their own', (t) => {
  const device = deviceAt(t, 'ready')
  device.flow()
  const seen = watch(device)
  for (let id = 1; id <= 40; id++) device.socket().data(setOf(id))
  device.socket().drain()
  seen.look()
  const atOnce = seen.ids.length
  assert.ok(atOnce < 40)
  for (let ms = 0; ms < 3000; ms += 50) {
    device.fake.clock.advance(50)
    if (seen.look()) device.socket().drain()
  }
  assert.equal(seen.ids.length, 40)
})

for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
  test(`never more than 25 PUBLISHes in any second: random sets, drains and delays, seed ${seed}`, (t) => {
    let state = seed
    const below = (n: number): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return Math.floor((state / 2 ** 32) * n)
    }
    const device = deviceAt(t, 'ready')
    device.flow()
    const seen = watch(device)
    const calm = seed % 4
    let id = 0
    let unsent = false
    for (let step = 0; step < 4000; step++) {
      if (below(100) < 4) for (let n = below(12); n >= 0; n--) device.socket().data(setOf(++id))
      unsent = seen.look() || unsent
      // The socket takes what was written at once, or some time later.
      if (unsent && below(20) >= calm * 6) {
        device.socket().drain()
        unsent = false
      }
      unsent = seen.look() || unsent
      if (below(300) === 0) device.socket().data(pingresp())
      device.fake.clock.advance(below(3) === 0 ? below(40) : below(3) * 10)
    }
    assert.equal(device.log('W mqtt').filter((line) => line.includes('retry')).length, 0)
    assert.ok(mostInASecond(seen.times) <= 25, `${mostInASecond(seen.times)} in a second`)
    assert.ok(seen.ids.length > 200)
    const inOrder = seen.ids.map(Number)
    assert.ok(inOrder.every((value, i) => i === 0 || value > (inOrder[i - 1] ?? 0)))
  })
}

test('while bytes are unsent 5 PUBLISHes are written at most; when they are taken the next follow', (t) => {
  const device = deviceAt(t, 'ready')
  device.flow()
  const seen = watch(device)
  for (let id = 1; id <= 36; id++) {
    device.socket().data(setOf(id))
    device.seconds(0.5)
  }
  seen.look()
  assert.ok(seen.times.length > 0 && seen.times.length <= 5, `${seen.times.length} PUBLISHes`)
  for (let taken = 0; taken < 5; taken++) {
    const before = seen.times.length
    device.socket().drain()
    seen.look()
    assert.ok(seen.times.length > before && seen.times.length <= before + 5)
    device.seconds(0.25)
  }
})

test('a PUBACK is owed to the protocol: written at once though bytes are unsent', (t) => {
  const device = deviceAt(t, 'ready')
  device.flow()
  device.socket().data(setOf(1))
  device.packets()
  device.publish({ topicName: topics.get, payload: 'x', qos: 1, packetId: 9 })
  assert.deepEqual(
    device.packets().map(({ cmd, messageId }) => [cmd, messageId]),
    [['puback', 9]],
  )
})

test('bytes that the socket does not take for 20 s are write-stalled', (t) => {
  const device = deviceAt(t, 'ready')
  device.flow()
  device.socket().data(setOf(1))
  const socket = device.socket()
  for (let second = 1; second <= 19; second++) {
    device.seconds(1)
    socket.data(pingresp())
    assert.equal(socket.isEnded(), false, `after ${second} s`)
  }
  device.seconds(1)
  assert.match(device.log('W mqtt').at(-1) ?? '', /^W mqtt write-stalled,/)
  assert.equal(socket.isEnded(), true)
})

test('replies that could not be written come in the next session, in order, then the state', (t) => {
  const device = deviceAt(t, 'ready')
  device.flow()
  device.sets(Array.from({ length: 20 }, (_, i) => ({ id: `${i + 1}`, params: { PowerSwitch_1: 1 } })))
  device.socket().close()
  device.seconds(2)
  device.to('subscribing')
  device.packets()
  device.socket().data(suback(1, [1]))
  const published = device.published()
  const ids = published.flatMap(({ topic, payload }) => (topic === topics.setReply ? [Number(idOf(payload))] : []))
  assert.ok(ids.length >= 15)
  assert.deepEqual(
    ids,
    Array.from(ids, (_, i) => 21 - ids.length + i),
  )
  assert.deepEqual(device.fake.seen('drive'), ['4 1'])
  assert.deepEqual(
    published.slice(ids.length).map(({ topic, payload }) => [topic, JSON.parse(payload).params]),
    [[topics.post, { PowerSwitch_1: 1 }]],
  )
})

test('with nothing to do no timer runs but the tick', (t) => {
  const device = deviceAt(t, 'ready')
  for (let id = 1; id <= 30; id++) device.socket().data(setOf(id))
  device.flow()
  assert.equal(device.fake.clock.pending, 1)
})
