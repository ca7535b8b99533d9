import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { creditMaxS, fail, step, tick, waitMs, type Order, type Session } from '../../../firmware/mqtt/session.ts'
import type { Fault } from '../../../firmware/platform/platform.ts'
import { holds } from '../support/property.ts'
import { firstOrder, sessionAt } from '../support/session.ts'

test('three CONNECTs may go at once, a fourth waits 30 s', () => {
  const session = sessionAt('waiting')
  const orders: Order[] = []
  for (let i = 0; i < 4; i++) {
    orders.push(step(session, 'retry', 0))
    if (step(session, 'opened', 0) === '' && session.at === 'greeting') fail(session, 'socket-closed')
  }
  assert.deepEqual(orders, ['open', 'open', 'open', ''])
  assert.equal(session.at, 'waiting')
  assert.deepEqual([firstOrder(session), session.at], [['open', 30], 'opening'])
})

test('an attempt that fails before CONNECT is written costs nothing', () => {
  const session = sessionAt('waiting')
  for (let i = 0; i < 100; i++) {
    assert.equal(step(session, 'retry', 0), 'open')
    fail(session, 'open-refused')
  }
  assert.equal(session.creditS, creditMaxS)
})

test('credit grows by a second each second in every state, up to 90 s', () => {
  for (const at of ['offline', 'waiting', 'opening', 'greeting', 'subscribing', 'ready'] as const) {
    const session = sessionAt(at, { creditS: 5, online: false })
    tick(session, 0, false)
    assert.equal(session.creditS, 6, at)
  }
  const full = sessionAt('ready')
  tick(full, 0, false)
  assert.equal(full.creditS, 90)
})

test('Wi-Fi that comes while there is no credit is no wifi-timeout: it opens as soon as there is', () => {
  const session = sessionAt('offline', { creditS: 5 })
  assert.equal(step(session, 'online', 0), '')
  assert.deepEqual([firstOrder(session), session.at], [['open', 25], 'opening'])
})

test('a retry that waits for credit is not forgotten', () => {
  const session = sessionAt('waiting', { creditS: 0 })
  assert.equal(step(session, 'retry', 0), '')
  assert.deepEqual(firstOrder(session), ['open', 30])
})

/** How the world answers one attempt: seconds to open, or never, then until it fails; Wi-Fi may go with it. */
interface Answer {
  readonly opensAfterS: number | undefined
  readonly reaches: 'greeting' | 'subscribing' | 'ready'
  readonly failsAfterS: number
  readonly fault: Fault
  readonly random: number
}

const answer: fc.Arbitrary<Answer> = fc.record({
  opensAfterS: fc.option(fc.nat(3), { nil: undefined, freq: 10 }),
  reaches: fc.constantFrom('greeting', 'subscribing', 'ready'),
  failsAfterS: fc.oneof({ weight: 5, arbitrary: fc.nat(2) }, { weight: 1, arbitrary: fc.nat(80) }),
  fault: fc.constantFrom('socket-closed', 'malformed-packet', 'connack-refused', 'wifi-lost'),
  random: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })),
})

/** A world of whole seconds around one session; answers the seconds in which CONNECT was written. */
class World {
  readonly connects: number[] = []
  private readonly session: Session = sessionAt('offline')
  private second = 0
  private next = 0
  private events: { at: number; act: () => void }[] = []

  constructor(private readonly answers: readonly Answer[]) {}

  run(seconds: number): number[] {
    this.obey(step(this.session, 'online', 0))
    while (++this.second <= seconds) {
      this.obey(tick(this.session, 0, false))
      const due = this.events.filter(({ at }) => at <= this.second)
      this.events = this.events.filter(({ at }) => at > this.second)
      for (const { act } of due) act()
    }
    return this.connects
  }

  private after(seconds: number, act: () => void): void {
    this.events.push({ at: this.second + seconds, act })
  }

  private obey(order: Order): void {
    const current = this.answers[this.next % this.answers.length]
    if (current === undefined || order === '' || order === 'ready' || order === 'subscribe') return
    if (order === 'join') this.after(1, () => this.obey(step(this.session, 'online', 0)))
    else if (order === 'ping') this.session.heardS = this.session.spokeS = 0
    else if (order === 'open') this.open(current)
    else this.lose(order === 'reboot' ? 'bug' : order, current)
  }

  private open(how: Answer): void {
    this.next++
    if (how.opensAfterS === undefined) return
    this.after(how.opensAfterS, () => {
      if (this.session.at !== 'opening') return
      this.connects.push(this.second)
      this.obey(step(this.session, 'opened', 0))
      if (how.reaches !== 'greeting') this.obey(step(this.session, 'connack', 0))
      if (how.reaches === 'ready') this.obey(step(this.session, 'suback', 1))
      const { at } = this.session
      this.after(how.failsAfterS, () => {
        if (this.session.at !== at) return
        if (how.fault === 'wifi-lost') step(this.session, 'offline', 0)
        this.lose(how.fault, how)
      })
    })
  }

  private lose(fault: Fault, { random }: Answer): void {
    if (this.session.at === 'waiting') return
    this.events = []
    const named = fail(this.session, fault)
    // Half a second early, as the timer of a link that rounds down would.
    this.after(Math.floor(waitMs(this.session, named, 3, random) / 1000), () =>
      this.obey(step(this.session, 'retry', 0)),
    )
  }
}

function mostIn(connects: readonly number[], windowS: number): number {
  return Math.max(0, ...connects.map((from) => connects.filter((at) => at >= from && at < from + windowS).length))
}

test('whatever fails and when: at most 5 CONNECTs in any 60 s and 21 in any 5 min', () => {
  let most60 = 0
  let most300 = 0
  holds(
    fc.property(fc.array(answer, { minLength: 1, maxLength: 12 }), (answers) => {
      const connects = new World(answers).run(1200)
      most60 = Math.max(most60, mostIn(connects, 60))
      most300 = Math.max(most300, mostIn(connects, 300))
      assert.ok(mostIn(connects, 60) <= 5, `CONNECTs at ${connects.join(' ')} s`)
      assert.ok(mostIn(connects, 300) <= 21, `CONNECTs at ${connects.join(' ')} s`)
    }),
    200,
  )
  // The worlds are bad enough: the bounds are nearly reached.
  assert.ok(most60 >= 4 && most300 >= 10, `${most60} in 60 s, ${most300} in 5 min`)
})

test('a server that closes right after each CONNACK gets 4 CONNECTs in a minute and 12 in 5 minutes', () => {
  const kicks: Answer = { opensAfterS: 0, reaches: 'ready', failsAfterS: 0, fault: 'malformed-packet', random: 0 }
  const connects = new World([kicks]).run(1200)
  assert.deepEqual([mostIn(connects, 60), mostIn(connects, 300)], [4, 12])
})

test('a server that closes before each CONNACK gets no more', () => {
  const closes: Answer = { opensAfterS: 0, reaches: 'greeting', failsAfterS: 0, fault: 'socket-closed', random: 0 }
  const connects = new World([closes]).run(1200)
  assert.ok(mostIn(connects, 60) <= 5 && mostIn(connects, 300) <= 13, connects.join(' '))
})
