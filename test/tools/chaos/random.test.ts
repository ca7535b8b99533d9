import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createRandom, xoshiro128 } from '../../../tools/chaos/random.ts'

test('the generator gives the published words of xoshiro128** for the state 1, 2, 3, 4', () => {
  const next = xoshiro128([1, 2, 3, 4])
  const words = Array.from({ length: 10 }, next)
  // The test vector of the rand_xoshiro crate, made with the authors' C code.
  const published = [
    11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
  ]
  assert.deepEqual(words, published)
})

test('a seed repeats the same chance, another one does not, and a number is as good as its text', () => {
  const draw = (seed: number | string): number[] => Array.from({ length: 5 }, createRandom(seed).next)
  assert.deepEqual(draw(7), draw('7'))
  assert.notDeepEqual(draw(7), draw(8))
  assert.notDeepEqual(draw('F24'), draw('F42'))
})

test('below covers its range evenly within 5 %, chance keeps its percentage, and pick refuses an empty list', () => {
  const random = createRandom(1)
  const counts = [0, 0, 0, 0]
  let hits = 0
  for (let i = 0; i < 40_000; i++) {
    const n = random.below(4)
    counts[n] = (counts[n] ?? 0) + 1
    if (random.chance(30)) hits += 1
  }
  for (const count of counts) assert.ok(Math.abs(count - 10_000) < 500, `${count}`)
  assert.ok(Math.abs(hits - 12_000) < 600, `${hits}`)
  assert.equal(random.below(0), 0)
  assert.throws(() => random.pick([]), RangeError)
  assert.equal(new Set(random.bytes(5000)).size, 256)
})
