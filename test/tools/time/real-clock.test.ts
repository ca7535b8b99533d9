import assert from 'node:assert/strict'
import { performance } from 'node:perf_hooks'
import { test, type TestContext } from 'node:test'
import { createRealClock } from '../../../tools/time/real-clock.ts'

/** The real clock on time that a test moves. */
function movedClock(t: TestContext) {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  let now = 5000
  t.mock.method(performance, 'now', () => now)
  const clock = createRealClock()
  return { clock, move: (ms: number, told = ms): void => { now += ms; t.mock.timers.tick(told) } } // prettier-ignore
}

test('begins at 0, runs what is set once, and not what is cleared', (t) => {
  const { clock, move } = movedClock(t)
  const ran: string[] = []
  assert.equal(clock.now(), 0)
  clock.set(() => ran.push(`a ${clock.now()}`), 10)
  const cleared = clock.set(() => ran.push('b'), 10)
  clock.set(() => ran.push(`past ${clock.now()}`), -5)
  clock.clear(cleared)
  move(9)
  assert.deepEqual(ran, ['past 9'])
  move(1)
  move(100)
  assert.deepEqual(ran, ['past 9', 'a 10'])
})

test('what is further away than the timers of Node reach is waited for in parts, and can still be cleared', (t) => {
  const { clock, move } = movedClock(t)
  const longest = 2 ** 31 - 1
  let ran = 0
  clock.set(() => ran++, longest + 1000)
  const cleared = clock.set(() => ran++, longest + 1000)
  move(longest)
  assert.equal(ran, 0)
  clock.clear(cleared)
  move(999)
  assert.equal(ran, 0)
  move(1)
  assert.equal(ran, 1)
})

test('a timer that comes too early by more than 1 ms waits for the rest', (t) => {
  const { clock, move } = movedClock(t)
  const ran: number[] = []
  clock.set(() => ran.push(clock.now()), 10)
  move(8.5, 10)
  assert.deepEqual(ran, [])
  move(1.5)
  assert.deepEqual(ran, [10])
})
