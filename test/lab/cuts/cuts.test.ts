import assert from 'node:assert/strict'
import { test } from 'node:test'
import { script } from '../../rig/bundle.ts'
import { beforeModelCases } from './before-model.ts'
import { problemOf, type CutCase } from './case.ts'
import { flashModelCases } from './flash-model.ts'
import { savesModelCases } from './saves-model.ts'
import { togglesCase, type Wear } from './toggles.ts'

// The quick cases of `npm run cuts`, which runs them for all boards, over the console and on the real engine.

async function pass(one: CutCase): Promise<void> {
  const result = await one.run(() => undefined)
  assert.equal(problemOf(one, result), '', JSON.stringify(result))
}

const isQuick = ({ name }: CutCase): boolean => !/half full|journal new|one page/.test(name)

for (const one of [
  ...beforeModelCases().slice(1),
  ...savesModelCases(script, ['esp8266']).filter(isQuick),
  ...flashModelCases(['esp8266']).filter(isQuick),
])
  test(`cuts: ${one.name}`, () => pass(one))

test('cuts: 2,000 toggles wear two pages, each erased a few times', async () => {
  let worn: Wear | undefined
  await pass(togglesCase(script, 'esp8266', { toggles: 2_000, every: 100, seed: '7' }, (wear) => (worn = wear)))
  assert.ok(worn && worn.wornPages === 2 && worn.mostErases > 1 && worn.mostErases < 40, JSON.stringify(worn))
})

test('cuts: a loss that is not allowed fails a case, and so does a control case that loses nothing', () => {
  const one = { name: '', allowed: ['old', 'new'], run: () => Promise.reject(new Error()) }
  assert.equal(problemOf(one, { cuts: 2, outcomes: { old: 1, new: 1 } }), '')
  assert.equal(problemOf(one, { cuts: 2, outcomes: { old: 1, none: 1 } }), 'not allowed: none')
  assert.equal(problemOf(one, { cuts: 0, outcomes: {} }), 'nothing was cut')
  assert.match(problemOf({ ...one, losses: ['none'] }, { cuts: 1, outcomes: { old: 1 } }), /nothing was lost/)
})
