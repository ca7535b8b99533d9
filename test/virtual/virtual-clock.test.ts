import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createVirtualClock } from './virtual-clock.ts'

test('the virtual clock fires by time, equal times in the order they were set', () => {
  const clock = createVirtualClock()
  const fired: string[] = []
  for (const [name, ms] of [
    ['c', 20],
    ['a', 10],
    ['d', 20],
    ['b', 10],
  ] as const) {
    clock.set(() => fired.push(`${name}@${clock.now()}`), ms)
  }
  clock.advance(20)
  assert.deepEqual(fired, ['a@10', 'b@10', 'c@20', 'd@20'])
})

test('the virtual clock does not fire what lies one ms past the end, and then stands at the end', () => {
  const clock = createVirtualClock()
  clock.set(() => assert.fail('too early'), 101)
  clock.advance(100)
  assert.equal(clock.now(), 100)
  assert.equal(clock.pending, 1)
})

test('the virtual clock fires a 0 ms timer set by a timer in the same moment, after those already due', () => {
  const clock = createVirtualClock()
  const fired: string[] = []
  clock.set(() => {
    fired.push('first')
    clock.set(() => fired.push('inner'), 0)
  }, 5)
  clock.set(() => fired.push('second'), 5)
  clock.advance(5)
  assert.deepEqual(fired, ['first', 'second', 'inner'])
})

test('the virtual clock keeps its order when 2,000 timers are set and half of them cleared from the middle', () => {
  const clock = createVirtualClock()
  const fired: number[] = []
  const handles: number[] = []
  const due = Array.from({ length: 2000 }, (_, i) => (i * 7919) % 1009)
  for (const ms of due) handles.push(clock.set(() => fired.push(ms), ms))
  const kept = due.filter((_, i) => i % 2 === 1)
  handles.forEach((handle, i) => i % 2 === 0 && clock.clear(handle))
  assert.equal(clock.pending, 1000)
  clock.advance(1009)
  assert.deepEqual(
    fired,
    kept.sort((a, b) => a - b),
  )
})

test('the virtual clock ignores clear of a handle that has fired or never was', () => {
  const clock = createVirtualClock()
  const handle = clock.set(() => undefined, 1)
  clock.advance(1)
  clock.clear(handle)
  clock.clear(4711)
  assert.equal(clock.pending, 0)
})

test('runUntil stops at the very firing that makes the condition true and answers the ms that passed', () => {
  const clock = createVirtualClock()
  let count = 0
  const tick = (): void => {
    count += 1
    clock.set(tick, 10)
  }
  clock.set(tick, 10)
  assert.equal(
    clock.runUntil(() => count === 3, { withinMs: 1000 }),
    30,
  )
  assert.equal(clock.now(), 30)
})

test('runUntil throws with the condition in its message when the time is not enough, and time has passed', () => {
  const clock = createVirtualClock()
  const isReady = (): boolean => false
  assert.throws(() => clock.runUntil(isReady, { withinMs: 500 }), /not within 500 ms: .*false/)
  assert.equal(clock.now(), 500)
})

test('the virtual clock names a busy loop instead of hanging', () => {
  const clock = createVirtualClock()
  const again = (): void => void clock.set(again, 0)
  again()
  assert.throws(() => clock.advance(1), /busy loop: 100000 timers fired at 0 ms/)
})

test('the virtual clock refuses to be moved from inside one of its timers', () => {
  const clock = createVirtualClock()
  clock.set(() => clock.advance(1), 1)
  clock.set(() => undefined, 2)
  assert.throws(() => clock.advance(2), /from inside/)
})

test('run lets promises, ticks and immediates of one moment finish before the next moment', async () => {
  const clock = createVirtualClock()
  const seen: string[] = []
  clock.set(() => {
    setImmediate(() => {
      seen.push(`immediate@${clock.now()}`)
      process.nextTick(() => {
        void Promise.resolve().then(() => {
          seen.push(`promise@${clock.now()}`)
          setImmediate(() => seen.push(`second immediate@${clock.now()}`))
        })
      })
    })
  }, 10)
  clock.set(() => seen.push(`timer@${clock.now()}`), 11)
  await clock.run(20)
  assert.deepEqual(seen, ['immediate@10', 'promise@10', 'second immediate@10', 'timer@11'])
  assert.equal(clock.now(), 20)
})

test('a timer due at the very end of run, runUntil and until still fires', async () => {
  const clock = createVirtualClock()
  let fired = 0
  const set = (): unknown => clock.set(() => (fired += 1), 100)
  set()
  await clock.run(100)
  assert.equal(fired, 1)
  set()
  clock.runUntil(() => fired === 2, { withinMs: 100 })
  set()
  await clock.until(() => fired === 3, 100)
  assert.equal(clock.now(), 300)
})

test('until sees a condition that a promise makes true, and rejects when time runs out', async () => {
  const clock = createVirtualClock()
  let done = false
  clock.set(() => void Promise.resolve().then(() => (done = true)), 30)
  assert.equal(await clock.until(() => done, 100), 30)
  await assert.rejects(
    clock.until(() => !done, 100),
    /not within 100 ms/,
  )
  assert.equal(clock.now(), 130)
})

test('a million firings of 100 timers all come, in the order of time', () => {
  const clock = createVirtualClock()
  let left = 1_000_000
  let before = 0
  let outOfOrder = 0
  for (let i = 0; i < 100; i++) {
    const tick = (): void => {
      left -= 1
      if (clock.now() < before) outOfOrder++
      before = clock.now()
      if (left > 100) clock.set(tick, 1 + (i % 13))
    }
    clock.set(tick, i)
  }
  clock.runUntil(() => left <= 100, { withinMs: 1e9 })
  assert.equal(outOfOrder, 0)
})
