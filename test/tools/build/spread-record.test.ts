import assert from 'node:assert/strict'
import { test } from 'node:test'
import { spreadRecord } from '../../../tools/build/passes/spread-record.mjs'
import { oneLine, runPasses } from './run-passes.ts'

const spread = async (script: string) => oneLine(await runPasses(script, spreadRecord('state')))

test('the fields of a record become variables, and the functions that get it handed over do without', async () => {
  assert.equal(
    await spread('var state = {at: 1, due: f(2)}; function g(state, x) { return state.at + x } g(state, 3)'),
    'var state_at = 1,state_due = f(2); function g(x) { return state_at + x } g(3);',
  )
})

test('whatever its place among the parameters is', async () => {
  assert.equal(
    await spread(
      'var state = {at: 1}; function g(x, state) { state.at = x } function h(state) {} g(1, state); h(state)',
    ),
    'var state_at = 1; function g(x) { state_at = x; } function h() {} g(1); h();',
  )
})

test('a function that is called where it stands gets none, either', async () => {
  assert.equal(
    await spread('var state = {at: 1}; (function (state) { state.at++ })(state)'),
    'var state_at = 1; (function () { state_at++; })();',
  )
})

test('a property of the same name is left alone', async () => {
  assert.equal(await spread('var state = {at: 1}; x.state = {state: 2}'), 'var state_at = 1; x.state = {state: 2};')
})

for (const [what, code] of [
  ['kept elsewhere', 'var other = state'],
  ['handed over under another name', 'function g(s) {} g(state)'],
  ['looked up by a computed name', 'state[x]'],
] as const) {
  test(`a record that is ${what} fails the build`, async () => {
    await assert.rejects(spread(`var state = {at: 1}; ${code}`), /state is used otherwise than to reach a field/)
  })
}
