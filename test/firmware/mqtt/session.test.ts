import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fail, stableS, step, tick, waitMs, type At, type Event } from '../../../firmware/mqtt/session.ts'
import type { Fault } from '../../../firmware/platform/platform.ts'
import { becomeReady, firstOrder, sessionAt } from '../support/session.ts'

const states: readonly At[] = ['offline', 'waiting', 'opening', 'greeting', 'subscribing', 'ready']

type Row = readonly [event: Event, returnCode: number, ...cells: string[]]
// Each cell: what is to be done, and after '>' the state if it is another. Wi-Fi is there but in `offline`.
const un = 'unexpected-packet'
const lost = 'wifi-lost'
// prettier-ignore
const rows: readonly Row[] = [
  // event, code   offline           waiting           opening       greeting                   subscribing       ready
  ['online', 0,    'open > opening', '',               '',           '',                        '',               ''],
  ['offline', 0,   '',               '',               lost,         lost,                      lost,             lost],
  ['unjoined', 0,  'wifi-timeout',   '',               '',           '',                        '',               ''],
  ['retry', 0,     '',               'open > opening', '',           '',                        '',               ''],
  ['opened', 0,    '',               '',               '> greeting', '',                        '',               ''],
  ['connack', 0,   un,               un,               un,           'subscribe > subscribing', un,               un],
  ['connack', 1,   un,               un,               un,           'connack-refused',         un,               un],
  ['connack', 5,   un,               un,               un,           'connack-refused',         un,               un],
  ['connack', 200, un,               un,               un,           'connack-refused',         un,               un],
  ['suback', 0,    un,               un,               un,           un,                        'ready > ready',  ''],
  ['suback', 1,    un,               un,               un,           un,                        'ready > ready',  ''],
  ['suback', 2,    un,               un,               un,           un,                        'ready > ready',  ''],
  ['suback', 3,    un,               un,               un,           un,                        'suback-refused', ''],
  ['suback', 128,  un,               un,               un,           un,                        'suback-refused', ''],
  ['pingresp', 0,  un,               un,               un,           un,                        un,               ''],
  ['publish', 0,   un,               un,               un,           un,                        '',               ''],
  ['puback', 0,    un,               un,               un,           un,                        '',               ''],
]

for (const [event, returnCode, ...cells] of rows) {
  const name = event.endsWith('ack') && event !== 'puback' ? `${event} with code ${returnCode}` : event
  test(`${name}: ${states.map((at, i) => `${at} ${cells[i] === '' ? '-' : cells[i]}`).join(', ')}`, () => {
    for (const [index, at] of states.entries()) {
      const [order = '', next = at] = (cells[index] ?? '').split('>').map((part) => part.trim())
      const session = sessionAt(at)
      assert.equal(step(session, event, returnCode), order, `in ${at}`)
      assert.equal(session.at, next, `from ${at}`)
    }
  })
}

test('joins Wi-Fi first when the wait is over and Wi-Fi is gone', () => {
  const session = sessionAt('waiting', { online: false })
  assert.deepEqual([step(session, 'retry', 0), session.at], ['join', 'offline'])
  assert.deepEqual([step(session, 'online', 0), session.at], ['open', 'opening'])
})

test('Wi-Fi that comes back during a wait does not cut the wait short', () => {
  const session = sessionAt('waiting', { online: false })
  assert.deepEqual([step(session, 'online', 0), session.at], ['', 'waiting'])
  assert.deepEqual([step(session, 'retry', 0), session.at], ['open', 'opening'])
})

test('Wi-Fi that goes during a wait is joined anew when the wait is over', () => {
  const session = sessionAt('waiting')
  assert.equal(step(session, 'offline', 0), '')
  assert.equal(step(session, 'retry', 0), 'join')
})

test('Wi-Fi lost while ready, then a failed attempt: the retry joins', () => {
  const session = sessionAt('ready')
  assert.equal(step(session, 'offline', 0), 'wifi-lost')
  assert.equal(fail(session, 'wifi-lost'), 'wifi-lost')
  assert.equal(session.at, 'waiting')
  assert.equal(step(session, 'retry', 0), 'join')
})

for (const at of states) {
  test(`a fault in ${at} ends in waiting, with one more attempt and nothing owed`, () => {
    const session = sessionAt(at, { attempt: 3, pingS: 5, unsentS: 7, ageS: 9, due: true })
    assert.equal(fail(session, 'malformed-packet'), 'malformed-packet')
    const { attempt, pingS, unsentS, ageS, due } = session
    assert.deepEqual([session.at, attempt, pingS, unsentS, ageS, due], ['waiting', 4, 0, 0, 0, false])
  })
}

test('waits 1 to 2 s after the first fault, up to 60 s after the sixth', () => {
  const session = sessionAt('opening')
  const waits = Array.from({ length: 8 }, () => {
    fail(session, 'open-refused')
    return [0, 0.999_999].map((random) => Math.round(waitMs(session, 'open-refused', 0, random) / 100) / 10)
  })
  assert.deepEqual(waits, [
    [1, 2],
    [1, 4],
    [1, 8],
    [1, 16],
    [1, 32],
    [1, 60],
    [1, 60],
    [1, 60],
  ])
})

const byThemselves: readonly Fault[] = [
  'wifi-timeout',
  'wifi-lost',
  'dns-failed',
  'open-timeout',
  'open-refused',
  'tls-failed',
  'tls-timeout',
  'connack-timeout',
  'suback-timeout',
  'pingresp-timeout',
  'malformed-packet',
  'unexpected-packet',
  'write-stalled',
  'socket-closed',
  'bug',
]
test('waits 60 to 120 s after identity-stolen, so that two boards of one identity get out of step', () => {
  const session = sessionAt('waiting', { attempt: 3 })
  assert.equal(waitMs(session, 'identity-stolen', 0, 0), 60_000)
  assert.equal(waitMs(session, 'identity-stolen', 0, 0.5), 90_000)
})

test('waits 60 s from the first time on where only a person can mend it', () => {
  const session = sessionAt('waiting', { attempt: 1 })
  for (const random of [0, 0.5, 0.999]) {
    assert.equal(waitMs(session, 'suback-refused', 0, random), 60_000)
    for (const code of [1, 2, 4, 5, 6, 200]) assert.equal(waitMs(session, 'connack-refused', code, random), 60_000)
  }
})

test('waits the ordinary backoff after every other fault, and after CONNACK 3, server unavailable', () => {
  const session = sessionAt('waiting', { attempt: 1 })
  for (const fault of byThemselves) assert.equal(waitMs(session, fault, 5, 0.5), 1500, fault)
  assert.equal(waitMs(session, 'connack-refused', 3, 0.5), 1500)
})

/** One session that becomes ready and then loses its socket after so many seconds. */
function endAfter(session: ReturnType<typeof sessionAt>, seconds: number, fault: Fault = 'socket-closed'): Fault {
  session.at = 'opening'
  becomeReady(session)
  for (let second = 0; second < seconds; second++) {
    session.heardS = session.spokeS = 0
    tick(session, 0, false)
  }
  return fail(session, fault)
}

test('names identity-stolen at the third session in a row that the server ends, and begins to count anew', () => {
  const session = sessionAt('opening')
  const faults = [1, 59, 0, 30, 1, 1].map((seconds) => endAfter(session, seconds))
  const [closed, stolen] = ['socket-closed', 'identity-stolen']
  assert.deepEqual(faults, [closed, closed, stolen, closed, closed, stolen])
})

test('60 s of ready end the row, and its own end begins another: two kicks before it and one behind it are no theft', () => {
  const session = sessionAt('opening')
  const faults = [1, 1, stableS, 1].map((seconds) => endAfter(session, seconds))
  assert.deepEqual(
    faults,
    Array.from({ length: 4 }, () => 'socket-closed'),
  )
  assert.equal(endAfter(session, 1), 'identity-stolen')
})

test('a kick before SUBACK counts, a close before CONNACK does not', () => {
  for (const [at, third] of [
    ['subscribing', 'identity-stolen'],
    ['greeting', 'socket-closed'],
    ['opening', 'socket-closed'],
  ] as const) {
    const session = sessionAt(at)
    const faults = [1, 2, 3].map(() => {
      session.at = at
      return fail(session, 'socket-closed')
    })
    assert.equal(faults[2], third, at)
  }
})

test('only closes by the server are kicks: other faults within 60 s are not', () => {
  const session = sessionAt('opening')
  for (const fault of byThemselves) {
    if (fault !== 'socket-closed') assert.equal(endAfter(session, 1, fault), fault)
  }
  assert.deepEqual([session.kicks, endAfter(session, 1)], [0, 'socket-closed'])
})

test('the attempts are forgotten after 60 s of ready, not at CONNACK, SUBACK or after 59 s', () => {
  const session = sessionAt('opening', { attempt: 7, kicks: 2 })
  becomeReady(session)
  assert.deepEqual([session.attempt, session.kicks], [7, 2])
  for (let second = 1; second <= stableS; second++) {
    assert.deepEqual([session.attempt, session.kicks], [7, 2], `after ${second - 1} s`)
    session.heardS = session.spokeS = 0
    tick(session, 0, false)
  }
  assert.deepEqual([session.attempt, session.kicks], [0, 0])
})

test('asks for a reboot once, at rebootAfterS without ready, in whatever state', () => {
  for (const at of ['offline', 'waiting', 'opening', 'greeting', 'subscribing'] as const) {
    const session = sessionAt(at, { lostS: 899 })
    assert.deepEqual(firstOrder(session, 1, 900), ['reboot', 1], at)
    assert.equal(session.at, at)
    assert.notEqual(firstOrder(session, 1, 900)[0], 'reboot', at)
  }
})

test('counts the time without ready through attempts and waits, and starts anew at ready', () => {
  const session = sessionAt('waiting')
  for (let second = 1; second < 900; second++) {
    const order = tick(session, 900, false)
    assert.notEqual(order, 'reboot', `after ${second} s`)
    if (order.includes('-')) fail(session, 'open-timeout')
  }
  session.at = 'opening'
  session.ageS = 0
  becomeReady(session)
  fail(session, 'socket-closed')
  assert.equal(session.lostS, 0)
  assert.notEqual(tick(session, 900, false), 'reboot')
})

test('never reboots at rebootAfterS 0, nor while ready', () => {
  const lost = sessionAt('waiting', { online: false })
  const ready = sessionAt('ready')
  for (let second = 0; second < 100_000; second++) {
    const order = tick(lost, 0, false)
    assert.notEqual(order, 'reboot')
    if (order.includes('-')) fail(lost, 'wifi-timeout')
    ready.heardS = ready.spokeS = 0
    assert.equal(tick(ready, 10, false), '')
  }
})
