import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from 'acorn'
import { inlineCalls } from '../../../tools/build/passes/inline-calls.mjs'

const ours = `function seldom(at, text) { print(at, text) }
function log(text) { seldom(8, text) }
function once(text) { print(text); print(text) }
export { log, once }`

const parsed = (code: string) => parse(code, { ecmaVersion: 2015, sourceType: 'module' })
const imported = "import { log, once } from './firmware.js';"

/** An application's code, without its import, after the pass. */
function inlined(application: string): string {
  const code = imported + application
  return inlineCalls(parsed(ours), parsed(code), code).code.slice(imported.length)
}

test('a call of a function that only calls another one is put in its place, and one that is called once at the top level', () => {
  assert.equal(inlined('log(1);function f(a){log(a)}'), '/*@__INLINE__*/log(1);function f(a){/*@__INLINE__*/log(a)}')
  assert.equal(inlined('once(1)'), '/*@__INLINE__*/once(1)')
  assert.equal(inlined('once(1);once(2)'), 'once(1);once(2)')
  assert.equal(inlined('function f(){once(1)}'), 'function f(){once(1)}')
})

for (const [what, around] of [
  ['a parameter', 'function f(seldom){log(seldom)}'],
  ['a variable', 'function f(){var seldom=1;log(seldom)}'],
  ['a variable of the function around', 'function f(seldom){return function(){log(1)}}'],
  ['a function', 'function f(){function seldom(){}log(1)}'],
  ['a caught error', 'function f(){try{g()}catch(seldom){log(1)}}'],
] as const)
  test(`a call stays where ${what} has the name of what it would call then`, () =>
    assert.equal(inlined(around), around))
