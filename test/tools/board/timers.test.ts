import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Timers, type Timer } from '../../../tools/board/language/timers.ts'

/** Timers on a time that a test sets; what they call is a function of it. */
function createTimers() {
  const time = { now: 0 }
  const timers = new Timers(
    () => time.now,
    () => undefined,
  )
  const runAt = (now: number, lives = true): void => {
    time.now = now
    timers.run((timer: Timer) => {
      ;(timer.callback as () => void)()
      return lives
    })
  }
  return { timers, runAt }
}

test('a timer that is cleared and set anew in its own callback has the same id, and runs again', () => {
  const { timers, runAt } = createTimers()
  const ran: string[] = []
  const first = timers.add(
    () => {
      ran.push('first')
      timers.clear(first)
      assert.equal(
        timers.add(() => ran.push('second'), 10, [], false),
        first,
      )
    },
    10,
    [],
    false,
  )
  for (const at of [10, 20, 30]) runAt(at)
  assert.deepEqual(ran, ['first', 'second'])
  assert.equal(timers.count, 0)
})

test('an interval that is late fires once a turn until it has caught up, and ends when memory ran out in it', () => {
  const { timers, runAt } = createTimers()
  let ran = 0
  timers.add(() => ran++, 10, [], true)
  for (const [at, count] of [
    [35, 1],
    [35, 2],
    [35, 3],
    [35, 3],
    [40, 4],
  ] as const) {
    runAt(at)
    assert.equal(ran, count)
  }
  runAt(50, false)
  assert.deepEqual([ran, timers.count, timers.nextAt()], [5, 0, Infinity])
})

test('what is due runs in the order of the ids, which is not that of the times', () => {
  const { timers, runAt } = createTimers()
  const ran: number[] = []
  timers.add(() => ran.push(1), 20, [], false)
  timers.add(() => ran.push(2), 10, [], false)
  assert.equal(timers.nextAt(), 10)
  runAt(30)
  assert.deepEqual(ran, [1, 2])
})
