import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pinEvents, startWith } from './started.ts'

const good: readonly object[] = [
  { type: 'output', pin: 'D4' },
  { type: 'output', pin: 'D4', activeHigh: false, atBoot: 'restore' },
  { type: 'pwm', pin: 'D4', min: -1.5, max: 0, freqHz: 40_000, activeHigh: true, atBoot: 'on' },
  { type: 'input', pin: 'D4', pull: 'none', activeHigh: false, debounceMs: 10_000 },
  { type: 'analog', pin: 'D4', min: 100, max: 0, decimals: 6, deadBand: 0.5, leastS: 3600, mostS: 86_400 },
]
for (const each of good) {
  test(`takes ${JSON.stringify(each)}`, () => assert.deepEqual(startWith({ Name: each }).problems, []))
}

const bad: readonly (readonly [each: unknown, ...problems: RegExp[]])[] = [
  [7, /^properties\.Name is missing or no object$/],
  [null, /^properties\.Name is missing or no object$/],
  [{ pin: 'D4' }, /^properties\.Name\.type is missing, wanted "output"\|"pwm"\|"input"\|"analog"/],
  [{ type: 'Output', pin: 'D4', freqHz: 7 }, /type "Output", wanted/],
  [{ type: 'constructor', pin: 'D4' }, /type "constructor", wanted/],
  [{ type: 'output' }, /\.pin is missing/],
  [{ type: 'output', pin: 'D99' }, /\.pin "D99" is no pin of this board/],
  [{ type: 'output', pin: 'D4', min: 0 }, /\.min is unknown/],
  [{ type: 'output', pin: 'D4', atBoot: true }, /\.atBoot true, wanted/],
  [{ type: 'pwm', pin: 'D4', freqHz: 0 }, /\.freqHz 0, wanted 1 to 40000/],
  [{ type: 'pwm', pin: 'D4', min: '0' }, /\.min "0", wanted a number/],
  [{ type: 'pwm', pin: 'D4', max: 1e7 }, /\.max 10000000, wanted a number/],
  [{ type: 'pwm', pin: 'D4', min: 100 }, /\.max 100, wanted more than min 100/],
  [{ type: 'pwm', pin: 'D4', pull: 'up' }, /\.pull is unknown/],
  [{ type: 'input', pin: 'D4', pull: 'high' }, /\.pull "high", wanted/],
  [{ type: 'input', pin: 'D4', debounceMs: -1 }, /\.debounceMs -1, wanted/],
  [{ type: 'input', pin: 'D4', atBoot: 'on' }, /\.atBoot is unknown/],
  [{ type: 'analog', pin: 'D4', min: 5, max: 5 }, /\.max 5, wanted another than min 5/],
  [{ type: 'analog', pin: 'D4', deadBand: -1 }, /\.deadBand -1, wanted/],
  [{ type: 'analog', pin: 'D4', decimals: 1.5 }, /\.decimals 1\.5, wanted/],
  [{ type: 'analog', pin: 'D4', leastS: 60, mostS: 30 }, /\.mostS is less than leastS 60/],
  [{ type: 'analog', pin: 'D4', activeHigh: false }, /\.activeHigh is unknown/],
  [{ type: 'analog', pin: 'D99', leastS: 0, x: 1 }, /leastS 0, wanted/, /\.x is unknown/, /no pin of this board/],
]
for (const [each, ...problems] of bad) {
  test(`refuses ${JSON.stringify(each)}, all of it in one run, and no pin moves`, () => {
    const board = startWith({ Name: each })
    assert.equal(board.problems.length, problems.length, board.problems.join('\n'))
    problems.forEach((problem, at) => assert.match(board.problems[at] ?? '', problem))
    assert.deepEqual(pinEvents(board), [])
  })
}

for (const name of ['1st', '', 'a b', 'a-b', '_x', 'Lämpchen', 'x'.repeat(51)]) {
  test(`refuses a property with the name ${JSON.stringify(name)}`, () => {
    const { problems } = startWith({ [name]: { type: 'output', pin: 'D4' } })
    assert.equal(problems.length, 1)
    assert.match(problems[0] ?? '', /is no name/)
  })
}

test('wants the section, and says what to do where there is none, as with a file for the switch', () => {
  for (const section of [undefined, {}, [], null, 7, 'x']) {
    const { problems } = startWith(section as object)
    assert.deepEqual(problems, ['properties is missing; a file with switches is for another script: npm run flash'])
  }
})

test('two properties cannot have one pin', () => {
  const { problems } = startWith({ One: { type: 'input', pin: 'D4' }, Two: { type: 'output', pin: 'D4' } })
  assert.deepEqual(problems, ['properties.Two.pin "D4" is taken by One'])
})
