import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { backoffMs, ceilingMs } from '../../../firmware/mqtt/backoff.ts'
import { holds } from '../support/property.ts'

/** The next double below 1: random never answers more. */
const almostOne = 1 - Number.EPSILON / 2

test('waits 1 s at least, whatever the attempt', () => {
  for (const attempt of [0, 1, 2, 5, 30, 31, 32, 1000, 2 ** 31]) assert.equal(backoffMs(attempt, 0), 1000)
})

test('waits at most 2, 4, 8, 16, 32, then 60 s', () => {
  const most = [0, 1, 2, 3, 4, 5, 6, 29, 30, 31, 32, 63, 2 ** 31].map((attempt) =>
    Math.round(backoffMs(attempt, almostOne)),
  )
  assert.deepEqual(most, [2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, ...Array.from({ length: 6 }, () => 60_000)])
})

test('half way between the floor and the most at random 0.5', () => {
  const waits = [0, 1, 2, 3, 4, 5].map((attempt) => backoffMs(attempt, 0.5))
  assert.deepEqual(waits, [1500, 2500, 4500, 8500, 16_500, 30_500])
})

test('a quarter of the way at random 0.25', () => {
  assert.deepEqual([backoffMs(0, 0.25), backoffMs(3, 0.25), backoffMs(9, 0.25)], [1250, 4750, 15_750])
})

test('the ceiling is 60 s', () => {
  assert.equal(ceilingMs, 60_000)
})

test('never below 1 s, never above the ceiling, never more than the next attempt could wait', () => {
  const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
  holds(
    fc.property(fc.nat(), random, (attempt, value) => {
      const wait = backoffMs(attempt, value)
      return wait >= 1000 && wait <= ceilingMs && wait <= backoffMs(attempt + 1, value)
    }),
  )
})
