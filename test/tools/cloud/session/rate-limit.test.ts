import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createRateLimit } from '../../../../tools/cloud/session/rate-limit.ts'

test('what is turned away does not count: a sender that never pauses still gets its share of each window', () => {
  let now = 0
  const admit = createRateLimit({ now: () => now }, 2, 1000)
  const admitted: number[] = []
  for (; now < 3000; now += 100) if (admit('plug')) admitted.push(now)
  assert.deepEqual(admitted, [0, 100, 1000, 1100, 2000, 2100])
})

test('each key is counted for itself, and an admission is forgotten when its window is over, not before', () => {
  let now = 0
  const admit = createRateLimit({ now: () => now }, 1, 1000)
  assert.deepEqual([admit('plug'), admit('plug'), admit('lamp')], [true, false, true])
  now = 999
  assert.equal(admit('plug'), false)
  now = 1000
  assert.equal(admit('plug'), true)
})

test('whoever was admitted within the window is still counted when ten thousand others came after it', () => {
  let now = 0
  const admit = createRateLimit({ now: () => now }, 1, 1000)
  admit('old')
  now = 500
  admit('recent')
  now = 1200
  for (let at = 0; at < 10_001; at++) admit(`stranger ${at}`)
  assert.deepEqual([admit('old'), admit('recent')], [true, false])
})
