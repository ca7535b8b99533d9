import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toCallsTable, toComparedTable, toGrowthTable } from '../figures/costs-table.ts'
import { calls, growth } from './apps.ts'
import { before, freePercentOf, showsOf, spreadOfTimes, toShowLines, type Report } from './report.ts'

const jsVars = (esp32: number, esp8266: number) => ({ jsVars: { esp32, esp8266 } })

const report: Report = {
  bundle: { file: 'dist/firmware.js', bytes: 16_300, sha256: '00' },
  sources: '11',
  engines: {},
  calls: [
    { name: 'nothing', bytes: 12_000, ...jsVars(200, 210) },
    { name: 'log(text)', bytes: 11_990, ...jsVars(203, 210) },
    { name: 'all', bytes: 14_000, ...jsVars(300, 1_310) },
  ],
  growth: [
    { name: '', way: 'ifs', properties: 1, bytes: 13_000, ...jsVars(220, 230), setMs: spreadOfTimes([0.4, 0.5, 0.9]) },
    { name: '', way: 'switch', properties: 32, bytes: 16_300, ...jsVars(500, 510), setMs: spreadOfTimes([1, 1]) },
  ],
  thermometer: { name: 'thermometer', bytes: 15_000, ...jsVars(300, 310), freePercent: { esp32: 97, esp8266: 60 } },
  switch: { name: 'switch', bytes: 16_300, ...jsVars(320, 338) },
}

test('the table of calls has the bare application as it is, and the others as what they add to it', () => {
  assert.equal(
    toCallsTable(report, 'en').split('\n').slice(1).join('\n'),
    `|---|---:|---:|---:|
| nothing: \`import\` of the firmware alone | 12,000 | 200 | 210 |
| \`log(text)\` | -10 | +3 | +0 |
| all of these | +2,000 | +100 | +1,100 |`,
  )
})

test('the time of a set is a multiple of the first one, by medians', () => {
  assert.deepEqual(toGrowthTable(report, 'en').split('\n').slice(2), [
    '| `onProps` once, with an `if` for each property | 1 | 13,000 | 220 | 230 | 1.00 |',
    '| the switch | 32 | 16,300 | 500 | 510 | 2.00 |',
  ])
})

test('the switch is compared with what it was', () => {
  assert.deepEqual(toComparedTable(report, 'en').split('\n').slice(2), [
    '| bytes | 16,273 | 16,300 | +0.2 % |',
    '| JsVars, ESP32 heap | 326 | 320 | -1.8 % |',
    '| JsVars, ESP8266 heap | 338 | 338 | +0.0 % |',
  ])
})

test('the tables have the same figures in both languages', () => {
  for (const toTable of [toCallsTable, toGrowthTable, toComparedTable]) {
    const [english, chinese] = (['en', 'zh'] as const).map((language) => toTable(report, language).match(/[\d.,]+\d/g))
    assert.deepEqual(english, chinese)
  }
})

test('a switch that grew by more than 5 % and a thermometer that leaves less than 60 % are told', () => {
  const holds = (changed: Partial<Report>) => showsOf({ ...report, ...changed }).map((show) => show.holds)
  assert.deepEqual(holds({}), [true, true, true, true])
  const bytes = Math.ceil(before.bytes * 1.05)
  assert.deepEqual(holds({ switch: { name: '', bytes, ...jsVars(343, 355) } }), [false, false, false, true])
  const thermometer = { ...report.thermometer, freePercent: { esp32: 90, esp8266: 59.9 } }
  assert.deepEqual(holds({ thermometer }), [true, true, true, false])
  assert.match(toShowLines(showsOf({ ...report, thermometer })), /^NO {3}thermometer, .* 59\.9 %, wanted 60 %$/m)
})

test('what is free of a heap counts what the interpreter itself holds', () => {
  assert.equal(freePercentOf({ name: 'esp8266', heapVars: 1600 }, 400), 75)
  assert.equal(freePercentOf({ name: 'esp8266', heapVars: 1600 }, 333), 79.2)
  assert.throws(() => freePercentOf({ name: 'linux', heapVars: 'grows' }, 400), /has no size/)
})

test('each application has a name of its own, and each imports what it uses alone', () => {
  const names = [...calls, ...growth].map(({ name }) => name)
  assert.equal(new Set(names).size, names.length)
  for (const { source, name } of calls) {
    const [, imports = '', use = ''] = /^import \{ (.*) \} from 'device'\n([^]*)$/.exec(source) ?? []
    for (const one of imports.split(', ')) assert.match(use, new RegExp(`\\b${one}\\(`), name)
  }
})

test('an application with 32 properties drives a pin for each', () => {
  for (const { way, properties, source } of growth.filter((one) => one.way !== 'switch')) {
    const pins = new Set(source.match(/\bD\d+/g))
    assert.equal(pins.size, properties, way)
  }
})
