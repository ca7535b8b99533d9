import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from 'acorn'
import { minify } from 'terser'
import { terser } from '../../../tools/build/passes/terser.mjs'
import { unmarkShadowed } from '../../../tools/build/passes/unmark-shadowed.mjs'
import { runPasses } from './run-passes.ts'

const marks = (script: string): number => script.split('/*@__INLINE__*/').length - 1

/** How many marks are left; the script is as long as before, so that a source map stays right. */
function left(script: string): number {
  const made = unmarkShadowed(parse(script, { ecmaVersion: 2015, sourceType: 'module' }), script)
  assert.equal(made.length, script.length)
  return marks(made)
}

const set = 'var x = 1; function set(y) { x = y } '

for (const [what, script, count] of [
  ['that has no such name', `${set} function f(z) { /*@__INLINE__*/ set(z) }`, 1],
  ['whose parameter has the name', `${set} function f(x) { /*@__INLINE__*/ set(x) }`, 0],
  ['whose variable has it', `${set} function f() { var x; /*@__INLINE__*/ set(2) }`, 0],
  ['that is an arrow', `${set} var f = x => /*@__INLINE__*/ set(x)`, 0],
  ['around that function', `${set} function f(x) { return function () { /*@__INLINE__*/ set(2) } }`, 0],
  ['that has it further in', `${set} function f() { /*@__INLINE__*/ set(2); return function (x) {} }`, 1],
  ['that catches it', `${set} try { f() } catch (x) { /*@__INLINE__*/ set(2) }`, 0],
  ['that only names a property so', `${set} function f() { var y = { x: 1 }; /*@__INLINE__*/ set(y.x) }`, 1],
  ['that has the name of a parameter', `${set} function f(y) { /*@__INLINE__*/ set(y) }`, 1],
  ['when the marked one is a value', 'var x, set = function (y) { x = y }; var f = x => /*@__INLINE__*/ set(x)', 0],
  ['when the marked one lies in it', 'function f(x) { function set(y) { x = y } /*@__INLINE__*/ set(1) }', 1],
  [
    'when a mark in the marked one',
    `${set} function g(z) { /*@__INLINE__*/ set(z) } function f(x) { /*@__INLINE__*/ g(x) }`,
    1,
  ],
  ['when a call in the marked one', `${set} function g(z) { set(z) } function f(x) { /*@__INLINE__*/ g(x) }`, 1],
  ['when two mark one another', 'function f() { /*@__INLINE__*/ g() } function g() { /*@__INLINE__*/ f() }', 2],
  ['with no mark', `${set} function f(x) { set(x) }`, 0],
] as const)
  test(`in a function ${what}: ${count} marks stay`, () => assert.equal(left(script), count))

test('what is inlined sets what it set before, which the minifier alone gets wrong', async () => {
  const script = `var kept
function keep(given) { for (; !kept;) kept = given }
function take(kept) { /*@__INLINE__*/ keep(kept) }
take(5), take(6)
print(kept)`
  const options = { toplevel: true, mangle: false, compress: { reduce_vars: true, inline: 3 } }
  const printed = (made: string): unknown[] => {
    const list: unknown[] = []
    new Function('print', made)((value: unknown) => list.push(value))
    return list
  }
  assert.deepEqual(printed(await runPasses(script, terser(options))), [5])
  const { code } = await minify(script, options)
  assert.deepEqual(printed(code ?? ''), [undefined], 'a newer terser needs no pass for this')
})
