import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exampleNames, hashOf, readReport } from '../examples/report.ts'
import { exampleFigures, toWiringTable } from './examples-table.ts'
import { readWiring } from './wiring.ts'

const report = readReport()

for (const name of exampleNames)
  test(`what apps/${name} prints was noted of its sources as they are, in both languages, with no fault in it`, () => {
    const { sources, transcript } = report[name] ?? {}
    assert.equal(sources, hashOf(name), 'npm run examples notes it anew, npm run figures writes it')
    for (const text of [transcript?.en ?? '', transcript?.zh ?? '']) {
      assert.match(text, / I mqtt ready\n/)
      assert.doesNotMatch(text, /NaN|Uncaught| E |127\.0\.0\.1:(?!1883|8080)|\/(home|root|tmp|work)\//)
    }
    assert.match(transcript?.zh ?? '', /\p{Script=Han}/u)
  })

test('the table of a wiring has a row for each wire, with the pin of each board', () => {
  const rows = toWiringTable(readWiring('soil-moisture'), 'en').split('\n')
  assert.equal(rows.length, 2 + readWiring('soil-moisture').wires.length)
  assert.ok(rows.includes('| capacitive soil sensor `AOUT` | D34 | A0 | GP26 |'))
  assert.ok(rows.includes('| relay module `NO` – pump `+` | | | |'))
  assert.ok(toWiringTable(readWiring('thermometer'), 'zh').includes('| 电阻，DS18B20 `DQ` | D4 | D4 |  |'))
})

test('before anything is noted the places stay as they are', () => {
  const figures = exampleFigures({}, undefined)
  assert.deepEqual([figures['examples.en'], figures['start.dimmer.zh']], [undefined, undefined])
})
