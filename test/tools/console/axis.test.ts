import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { axisOf } from '../../../tools/console/parts/axis.ts'

for (const [values, ticks] of [
  [
    [0, 1, 0],
    ['0', '1'],
  ],
  [[1], ['0', '1']],
  [
    [20.1, 20.3, 20.25],
    ['20.10', '20.15', '20.20', '20.25', '20.30'],
  ],
  [
    [1000, 1300],
    ['1000', '1100', '1200', '1300'],
  ],
  [
    [-5, 5],
    ['-5', '0', '5'],
  ],
  [
    [25, 25],
    ['24', '25', '26'],
  ],
  [
    [999_999_999.999_999_9, 1_000_000_000],
    ['950000000', '1000000000'],
  ],
] as const) {
  test(`the axis of ${values.join(' ')} has the ticks ${ticks.join(' ')}`, () => {
    assert.deepEqual(axisOf(values).ticks, ticks)
  })
}

test('whatever the values, the axis holds them, is not wider than it must be and has 2 to 7 different ticks', () => {
  const value = fc.double({ min: -1e9, max: 1e9, noNaN: true }).filter((one) => one === 0 || Math.abs(one) > 1e-6)
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 20 }), (values) => {
      const { low, high, ticks } = axisOf(values)
      const [lowest, highest] = [Math.min(...values), Math.max(...values)]
      const slack = Math.max(Math.abs(low), Math.abs(high)) * 1e-9
      assert.ok(low <= lowest + slack && high >= highest - slack && low < high)
      assert.ok(ticks.length >= 2 && ticks.length <= 7, ticks.join(' '))
      if (highest - lowest > Math.abs(highest) * 1e-6) assert.equal(new Set(ticks).size, ticks.length)
    }),
  )
})
