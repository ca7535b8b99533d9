import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deadlines, fail, step, tick, type At, type Order } from '../../../firmware/mqtt/session.ts'
import { becomeReady, firstOrder, hear, sessionAt, speak } from '../support/session.ts'

test('the deadlines are those that docs/architecture.md promises', () => {
  assert.deepEqual(deadlines, {
    joining: 30,
    opening: 15,
    tls: 20,
    greeting: 10,
    subscribing: 10,
    pingIdle: 24,
    pingResp: 15,
    unsent: 20,
    waiting: 125,
  })
})

// A second more than the deadline: a state begins between two ticks, so only then it has lasted that long for sure.
const silences: readonly (readonly [at: At, tls: boolean, order: Order, second: number])[] = [
  ['offline', false, 'wifi-timeout', 31],
  ['opening', false, 'open-timeout', 16],
  ['opening', true, 'tls-timeout', 21],
  ['greeting', false, 'connack-timeout', 11],
  ['greeting', true, 'connack-timeout', 11],
  ['subscribing', false, 'suback-timeout', 11],
]
for (const [at, tls, order, second] of silences) {
  test(`gives up ${at}${tls ? ' over TLS' : ''} with ${order} after ${second - 1} s of silence`, () => {
    assert.deepEqual(firstOrder(sessionAt(at), 100, 0, tls), [order, second])
  })
}

test('each state has its time from its own beginning', () => {
  const session = sessionAt('opening')
  assert.equal(firstOrder(session, 14)[0], '')
  step(session, 'opened', 0)
  assert.equal(firstOrder(session, 9)[0], '')
  step(session, 'connack', 0)
  assert.equal(firstOrder(session, 9)[0], '')
  step(session, 'suback', 1)
  assert.deepEqual(firstOrder(session), ['ping', 24])
})

test('a waiting whose timer was lost opens after 125 s', () => {
  const session = sessionAt('waiting')
  assert.deepEqual([firstOrder(session), session.at], [['open', 126], 'opening'])
})

test('a waiting whose timer was lost joins after 125 s when Wi-Fi is gone', () => {
  const session = sessionAt('waiting', { online: false })
  assert.deepEqual([firstOrder(session), session.at], [['join', 126], 'offline'])
})

test('the longest wait ends before its timer counts as lost', () => {
  assert.ok(deadlines.waiting > 120)
})

test('pings after 24 s in which nothing was written and nothing came', () => {
  assert.deepEqual(firstOrder(sessionAt('ready')), ['ping', 24])
})

test('notices a dead peer 39 s after the last packet it heard: 24 s, a ping, 15 s', () => {
  const session = sessionAt('ready')
  assert.deepEqual(firstOrder(session), ['ping', 24])
  speak(session)
  assert.deepEqual(firstOrder(session), ['pingresp-timeout', 15])
})

test('pings once, not each second, while the answer is awaited', () => {
  const session = sessionAt('ready', { heardS: 23, spokeS: 23 })
  assert.equal(tick(session, 0, false), 'ping')
  speak(session)
  for (let second = 1; second < 15; second++) assert.equal(tick(session, 0, false), '', `after ${second} s`)
  assert.equal(tick(session, 0, false), 'pingresp-timeout')
})

test('what it hears each second does not postpone the ping that the server needs: one every 24 s', () => {
  const session = sessionAt('ready')
  const pings: number[] = []
  for (let second = 1; second <= 100; second++) {
    hear(session)
    const order = tick(session, 0, false)
    if (order === 'ping') {
      pings.push(second)
      speak(session)
    } else assert.equal(order, '')
  }
  assert.deepEqual(pings, [24, 48, 72, 96])
})

test('what it writes each second does not postpone the ping that finds a dead peer: gone at 39 s', () => {
  const session = sessionAt('ready')
  const orders: string[] = []
  for (let second = 1; second <= 39; second++) {
    speak(session)
    const order = tick(session, 0, false)
    if (order !== '') orders.push(`${second} ${order}`)
  }
  assert.deepEqual(orders, ['24 ping', '39 pingresp-timeout'])
})

test('neither pings nor fails while it writes and hears within every 23 s', () => {
  const session = sessionAt('ready')
  for (let second = 1; second <= 1000; second++) {
    assert.equal(tick(session, 0, false), '', `after ${second} s`)
    if (second % 23 === 0) {
      hear(session)
      speak(session)
    }
  }
})

for (const packet of ['pingresp', 'publish', 'puback'] as const) {
  test(`a ${packet} 1 to 14 s after the ping counts as life`, () => {
    for (let delay = 1; delay <= 14; delay++) {
      const session = sessionAt('ready', { heardS: 23, spokeS: 23 })
      assert.equal(tick(session, 0, false), 'ping')
      speak(session)
      assert.equal(firstOrder(session, delay)[0], '')
      hear(session)
      assert.equal(step(session, packet, 0), '')
      // 24 s after the last ping the next one is due; nothing happens before it.
      assert.deepEqual(firstOrder(session), ['ping', 24 - delay])
    }
  })
}

test('keeps the session ready for a day when each ping is answered after 12 s', () => {
  const session = sessionAt('ready')
  let answerAt = 0
  let pings = 0
  for (let second = 1; second <= 86_400; second++) {
    if (second === answerAt) hear(session)
    const order = tick(session, 0, false)
    if (order === 'ping') {
      pings++
      speak(session)
      answerAt = second + 12
    } else assert.equal(order, '', `after ${second} s`)
  }
  // Each ping at latest 24 s after the one before: well within a keepAlive of 30 s, the least that is allowed.
  assert.ok(pings >= 86_400 / 24 - 1 && pings <= 86_400 / 12)
})

test('never lets 30 s, the least keepAlive, pass without a word, whatever it hears', () => {
  for (let pattern = 1; pattern < 60; pattern++) {
    const session = sessionAt('ready')
    let silentS = 0
    for (let second = 1; second <= 600; second++) {
      if (second % pattern === 0) hear(session)
      const order = tick(session, 0, false)
      silentS = order === 'ping' ? 0 : silentS + 1
      if (order === 'ping') speak(session)
      if (order === 'pingresp-timeout') break
      assert.ok(silentS < 25, `silent for ${silentS} s, hearing every ${pattern} s`)
    }
  }
})

for (const at of ['greeting', 'subscribing', 'ready'] as const) {
  test(`notices in ${at} that bytes are unsent for 20 s`, () => {
    const session = sessionAt(at, { unsentS: 1 })
    for (let second = 1; second < 20; second++) {
      hear(session)
      speak(session)
      session.ageS = 0
      assert.equal(tick(session, 0, false), '', `after ${second} s`)
    }
    assert.equal(tick(session, 0, false), 'write-stalled')
  })
}

test('bytes that the socket has taken do not count as unsent', () => {
  const session = sessionAt('ready', { unsentS: 1 })
  assert.equal(firstOrder(session, 18)[0], '')
  session.unsentS = 0
  hear(session)
  speak(session)
  assert.equal(firstOrder(session, 23)[0], '')
})

test('a new session owes no ping and no bytes of the one before, and has heard and spoken', () => {
  const session = sessionAt('ready', { heardS: 30, spokeS: 30, pingS: 7, unsentS: 12 })
  fail(session, 'pingresp-timeout')
  step(session, 'retry', 0)
  becomeReady(session)
  assert.deepEqual([session.pingS, session.unsentS, session.heardS, session.spokeS], [0, 0, 0, 0])
  assert.deepEqual(firstOrder(session), ['ping', 24])
})
