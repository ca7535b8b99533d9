import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { utcOf } from '../../../firmware/thing/utc.ts'
import { holds } from '../support/property.ts'

test('a time from 1970 to 2099 is written as Date writes it', () => {
  const end = Date.UTC(2100, 0, 1)
  const days = Array.from({ length: end / 86_400_000 }, (_, day) => day * 86_400_000)
  for (const ms of [...days, ...days.map((day) => day + 86_399_999)])
    assert.equal(utcOf(ms), new Date(ms).toISOString())
  holds(fc.property(fc.integer({ min: 0, max: end - 1 }), (ms) => utcOf(ms) === new Date(ms).toISOString()))
})

test('what is no time ends, too', () => {
  for (const ms of [NaN, Infinity, -1, 1e300]) assert.equal(typeof utcOf(ms), 'string')
})
