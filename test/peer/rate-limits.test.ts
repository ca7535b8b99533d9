import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertConnectRate, assertPublishRate, fullestWindow } from './rate-limits.ts'

const every = (ms: number, count: number): number[] => Array.from({ length: count }, (_, i) => i * ms)

test('a window holds its first ms and not its last', () => {
  assert.deepEqual(fullestWindow([0, 500, 999, 1000, 1001, 1400], 1000), { count: 5, since: 500 })
  assert.deepEqual(fullestWindow([], 1000), { count: 0, since: 0 })
})

test('a sixth CONNECT within 60 s fails, one exactly 60 s after the first does not', () => {
  assertConnectRate([0, 1, 2, 3, 4, 60_000])
  assert.throws(() => assertConnectRate([0, 1, 2, 3, 4, 59_999]), /6 CONNECTs in 60 s from 0 ms on, at most 5/)
})

test('a 22nd CONNECT within 5 min fails although no minute has more than 5', () => {
  assertConnectRate(every(14_290, 21))
  assert.throws(() => assertConnectRate(every(13_000, 24)), /24 CONNECTs in 300 s from 0 ms on, at most 21/)
})

test('a 26th PUBLISH within a second fails', () => {
  assertPublishRate(every(40, 100))
  assert.throws(() => assertPublishRate(every(38, 100)), /27 PUBLISHes in 1 s from 0 ms on, at most 25/)
})
