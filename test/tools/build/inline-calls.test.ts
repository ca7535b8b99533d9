import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from 'acorn'
import { inlineCalls } from '../../../tools/build/passes/inline-calls.mjs'

const tree = (code: string) => parse(code, { ecmaVersion: 2015, sourceType: 'module' })

const firmware = `function seldom(which, one, two) {}
function wrapper(text) { seldom(3, text) }
function result(one, two) { return seldom(4, one, two) }
function big(text) { seldom(3, text); other() }
function swapped(one, two) { seldom(4, two, one) }
function fewer(one, two) { seldom(4, one) }
function plain(text) { seldom(text) }
function method(text) { board.seldom(3, text) }
export { wrapper as log, result, big, swapped, fewer, plain, method }`

const head =
  "import { log, result, big, swapped, fewer, plain, method, big as renamed } from './firmware.js'; import all from './other.js';\n"

/** What is made of an application, without its imports. */
const made = (code: string): string =>
  inlineCalls(tree(firmware), tree(head + code), head + code).code.slice(head.length)

for (const [what, code, marked] of [
  ['a wrapper, at each call', 'log(1);function f(){log(2)}', '$log(1);function f(){$log(2)}'],
  [
    'a wrapper with a result',
    'function f(){return result(1,2)+result(3,4)}',
    'function f(){return $result(1,2)+$result(3,4)}',
  ],
  ['what is called once, at the top level', 'big(1)', '$big(1)'],
  ['the same under another name', 'renamed(1)', '$renamed(1)'],
  ['a call in the arguments of another', 'big(result(1,2))', '$big($result(1,2))'],
] as const)
  test(`marked: ${what}`, () => assert.equal(made(code), marked.replaceAll('$', '/*@__INLINE__*/')))

for (const [what, code] of [
  ['what is called twice', 'big(1);big(2)'],
  ['what is called once, in a function', 'function f(){big(1)}'],
  ['what is also handed over', 'big(1);f(big)'],
  ['a wrapper that is handed over', 'f(log)'],
  ['a wrapper that swaps its parameters', 'function f(){swapped(1,2)}'],
  ['a wrapper that drops one', 'function f(){fewer(1,2)}'],
  ['a wrapper without a number', 'function f(){plain(1)}'],
  ['a wrapper of a method', 'function f(){method(1)}'],
  ['a method of that name', 'x.log(1)'],
  ['a function of its own', 'function own(){}own()'],
  ['a default import', 'all()'],
] as const)
  test(`left alone: ${what}`, () => assert.equal(made(code), code))
