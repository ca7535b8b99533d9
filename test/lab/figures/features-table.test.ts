import assert from 'node:assert/strict'
import { test } from 'node:test'
import { showsOfFeatures, type FeatureCost, type FeaturesReport } from '../costs/report.ts'
import { toFeaturesTable, toHooksTable } from './features-table.ts'

const cost = (name: string, bytes: number, vars: number, heapBytes: number): FeatureCost => ({
  ...{ name, bytes, jsVars: { esp32: vars, esp8266: vars + 9 } },
  picoW: { bytes: 2 * bytes, heapBytes },
})

const report: FeaturesReport = {
  base: cost('base', 15_000, 300, 60_000),
  each: [cost('syncClock()', 16_200, 330, 61_500)],
  all: cost('all', 36_000, NaN, 90_000),
  hooks: [cost('what arrives', 15_100, 302, 60_100)],
  freePercent: { esp32: 94, esp8266: 39.9 },
}

test('a feature is shown as what it adds, and what does not fit as a dash, also when the report was read', () => {
  const rows = [
    '| none of them: `postProps` alone | 15,000 | 300 | 309 | 30,000 |  |',
    '| `syncClock()` | +1,200 | +30 | +30 | +2,400 | +1,500 |',
    '| all of them | +21,000 | - | - | +42,000 | +30,000 |',
  ]
  assert.deepEqual(toFeaturesTable(report, 'en').split('\n').slice(2), rows)
  const read = JSON.parse(JSON.stringify(report)) as FeaturesReport
  assert.deepEqual(toFeaturesTable(read, 'en').split('\n').slice(2), rows)
  assert.equal(toHooksTable(report, 'en').split('\n').at(-1), '| what arrives | +100 | +2 | +2 |')
})

test('less than 40 % of an ESP8266 is told, and so is what could not be measured', () => {
  const holds = (esp8266: number): boolean | undefined =>
    showsOfFeatures({ ...report, freePercent: { esp32: 94, esp8266 } })[0]?.holds
  assert.deepEqual([holds(40), holds(39.9), holds(NaN)], [true, false, false])
})
