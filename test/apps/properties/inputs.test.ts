import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pinEvents, startWith } from './started.ts'

test('an input is pulled up and watched at both edges, and its value is there from the start', () => {
  const board = startWith({ Door: { type: 'input', pin: 'D14' } }, { levels: { 14: 1 } })
  assert.deepEqual(pinEvents(board), ['mode 14 input_pullup', 'watch 14 {"repeat":true,"edge":"both","debounce":30}'])
  assert.deepEqual(board.values(), { Door: 1 })
})

test('pull, debounce and the active level are as configured', () => {
  const board = startWith({
    Door: { type: 'input', pin: 'D14', pull: 'down', debounceMs: 0, activeHigh: false },
    Rain: { type: 'input', pin: 'D15', pull: 'none' },
  })
  assert.deepEqual(pinEvents(board), [
    'mode 14 input_pulldown',
    'watch 14 {"repeat":true,"edge":"both","debounce":0}',
    'mode 15 input',
    'watch 15 {"repeat":true,"edge":"both","debounce":30}',
  ])
  assert.deepEqual(board.values(), { Door: 1, Rain: 0 })
  board.change(14, 1)
  assert.deepEqual(board.values(), { Door: 0, Rain: 0 })
})

test('a change is posted; an event without one is not', () => {
  const board = startWith({ Door: { type: 'input', pin: 'D14' } })
  board.isOwed()
  board.change(14, 1)
  assert.equal(board.isOwed(), true)
  board.change(14, 1)
  assert.equal(board.isOwed(), false)
  board.change(14, 0)
  assert.equal(board.isOwed(), true)
})

test('a chatty input owes one post, of the newest level', () => {
  const board = startWith({ Door: { type: 'input', pin: 'D14' } })
  for (let i = 1; i <= 1_001; i++) board.change(14, (i & 1) as 0 | 1)
  assert.equal(board.isOwed(), true)
  assert.equal(board.isOwed(), false)
  assert.deepEqual(board.values(), { Door: 1 })
})

const soil = { type: 'analog', pin: 'D20' } as const

/** The values that a series of readings posts, one each 10 s. */
function postedOf(more: object, shares: readonly number[]): unknown[] {
  const board = startWith({ Soil: { ...soil, ...more } })
  board.isOwed()
  return shares.flatMap((share, at) => {
    board.shares.set(20, share)
    board.fake.clock.advance(at === 0 ? 0 : 10_000)
    return board.isOwed() ? [board.values()['Soil']] : []
  })
}

test('an analog input is read once all pins are up; until then it has no value, and no pin without a converter ever has', () => {
  const board = startWith({ Soil: soil, Lamp: { type: 'output', pin: 'D4' } }, { shares: { 20: 0.5 } })
  assert.deepEqual(board.values(), { Lamp: 0 })
  board.fake.clock.advance(0)
  assert.deepEqual(board.values(), { Soil: 50, Lamp: 0 })
  const none = startWith({ Soil: soil })
  none.isOwed()
  none.fake.clock.advance(3_600_000)
  assert.equal(none.isOwed(), false)
  assert.deepEqual(none.values(), {})
})

test('the scale may be turned round, and has decimals', () => {
  assert.deepEqual(postedOf({ min: 100, max: 0 }, [0.25]), [75])
  assert.deepEqual(postedOf({ min: -10, max: 3.3, decimals: 2 }, [0.123]), [-8.36])
  assert.deepEqual(postedOf({ min: 0, max: 3.3, decimals: 0 }, [0.9]), [3])
})

test('noise inside the dead band is not posted, nor at the edge between two rounded values', () => {
  assert.deepEqual(postedOf({}, [0.41, 0.4149, 0.4151, 0.4149, 0.4151, 0.4199, 0.4001]), [41])
  assert.deepEqual(postedOf({}, [0.41, 0.421, 0.4151, 0.4149, 0.432]), [41, 42, 43])
  assert.deepEqual(postedOf({ deadBand: 5 }, [0.41, 0.45, 0.37, 0.461, 0.42]), [41, 46])
  assert.deepEqual(postedOf({ deadBand: 0 }, [0.41, 0.4101, 0.416, 0.4161]), [41, 42])
})

test('an unchanged value is posted again after mostS', () => {
  assert.deepEqual(postedOf({ mostS: 30 }, [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5]), [50, 50, 50])
  assert.deepEqual(postedOf({ mostS: 10 }, [0.5, 0.5, 0.5]), [50, 50, 50])
})

test('it is read each leastS, so that is the least time between two posts', () => {
  const board = startWith({ Soil: { ...soil, leastS: 60 } }, { shares: { 20: 0.1 } })
  board.fake.clock.advance(0)
  assert.equal(board.isOwed(), true)
  board.shares.set(20, 0.9)
  board.fake.clock.advance(59_999)
  assert.equal(board.isOwed(), false)
  board.fake.clock.advance(1)
  assert.equal(board.isOwed(), true)
})

test('a value is the mean of 8 readings', () => {
  const board = startWith({ Soil: soil }, { shares: { 20: 0 } })
  let reads = 0
  board.shares.get = () => (++reads <= 7 ? 0.4 : 1.2)
  board.fake.clock.advance(0)
  assert.deepEqual(board.values(), { Soil: 50 })
  assert.equal(reads, 8)
})

test('a reading that fails is not posted, and the next one is', () => {
  assert.deepEqual(postedOf({}, [0.5, NaN, 0.5, 0.7]), [50, 70])
})
