import assert from 'node:assert/strict'
import { test } from 'node:test'
import { IdleLoop } from '../../../tools/board/language/idle-loop.ts'
import { createVirtualClock } from '../../virtual/virtual-clock.ts'

test('calls that block add up: the time runs ahead by all of them, and no timer runs before', () => {
  const clock = createVirtualClock()
  const ran: number[] = []
  const loop = new IdleLoop(clock, {
    runEvents: () => undefined,
    hasEvents: () => false,
    check: () => undefined,
    call: (callback) => ((callback as () => void)(), true),
    intervalDied: () => undefined,
  })
  const start = clock.now()
  loop.timers.add(() => ran.push(clock.now() - start), 10, [], false)
  loop.spend(100)
  loop.spend(50)
  assert.deepEqual([loop.now() - start, loop.blockedSince], [150, start])
  clock.advance(149)
  assert.deepEqual(ran, [])
  clock.advance(10)
  assert.deepEqual(ran, [150])
  assert.equal(loop.blockedSince, undefined)
})
