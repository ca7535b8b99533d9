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

test('a script without the record stays as it is', async () => {
  const script = 'function g(state, x) { return state.at + x } g({at: 1}, 2); (function (state) {})(3);'
  assert.equal(await spread(script), script)
})

test('a function that hides the name of one that gets the record is another', async () => {
  assert.equal(
    await spread('var state = {at: 1}; function g(state) { return state.at } function h(g) { g(2) } h(g(state))'),
    'var state_at = 1; function g() { return state_at } function h(g) { g(2); } h(g());',
  )
})

const reach = /state is used otherwise than to reach a field/
for (const [what, code, says] of [
  ['kept elsewhere', 'var other = state', reach],
  ['handed over under another name', 'function g(s) {} g(state)', reach],
  ['looked up by a computed name', 'state[x]', reach],
  ['asked for a field that it lacks', 'state.other', reach],
  ['called by a field', 'state.at()', reach],
  ['rid of a field', 'delete state.at', reach],
  ['set anew', 'state = {at: 2}', reach],
  ['exported', 'export { state }', reach],
  ['hidden by a variable', 'function g() { var state; }', reach],
  ['hidden by an inner function', 'f(function (state) {})', reach],
  ['not what a function is called with', 'function g(state) {} g(other)', /g wants state and is called without/],
  ['not handed over at all', 'function g(x, state) {} g(1)', /g wants state and is called without/],
  [
    'not what a function that is called where it stands gets',
    '(function (state) {})(1)',
    /wants state and is called with/,
  ],
  ['wanted by a function that is handed over', 'function g(state) {} f(g)', /g wants state and is handed over/],
  ['wanted by a function that is exported', 'export function g(state) {}', /g wants state and is handed over/],
  ['counted by arguments', 'function g(state) { arguments[0] } g(state)', /g wants state and uses arguments/],
  ['called like a variable of a field', 'var state_at', /state_at is what a field of state is called/],
  ['spread', 'f(...state)', /SpreadElement: only ES5/],
  ['in an arrow function', 'f(() => state.at)', /ArrowFunctionExpression: only ES5/],
] as const) {
  test(`a record that is ${what} fails the build`, async () => {
    await assert.rejects(spread(`var state = {at: 1}; ${code}`), says)
  })
}
