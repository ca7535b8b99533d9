import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkSyntax } from '../../../../tools/build/foreign/check-syntax.mjs'

/** `line:column what` of each problem. */
const problemsOf = (code: string, isLibrary = false): string[] =>
  checkSyntax('app.ts', code, isLibrary).map(({ line, column, values }) => `${line}:${column} ${values[0]}`)

const refused: Readonly<Record<string, readonly [code: string, says: RegExp]>> = {
  'a spread in new': ['new Date(...[1, 2])', /^1:10 spread in new/],
  'async functions': ['async () => 1', /^1:1 async functions/],
  await: ['async function f() { await 1 }', /await/],
  generators: ['function* f() { yield 1 }', /^1:1 generators/],
  labels: ['\nouter: for (;;) break outer', /^2:1 labels/],
  'private names': ['class A { #a = 1 }', /^1:11 #private/],
  'a class that extends one of the engine': ['class A extends Error {}', /^1:1 a class that extends/],
  'a case after default': ['switch (1) { default: break; case 1: }', /^1:30 a case after default/],
  'a variable called of': ['var of = 1', /called of/],
  'a function called of': ['function of() {}', /called of/],
  'a parameter called of': ['f((of) => 1)', /called of/],
  'tagged templates': ['f`a`', /^1:1 tagged/],
  'arguments.callee': ['function f() { arguments.callee() }', /callee/],
  'arguments.length beside parameters': ['function f(a) { return arguments.length }', /counts parameters/],
  'new.target': ['function f() { return new.target }', /new\.target/],
  'import()': ["import('./a')", /^1:1 import\(\)/],
  decorators: ['@f class A {}', /^1:1 decorators/],
  'setting a length': ['list.length = 0', /^1:1 setting length/],
  'the limit of split()': ["text.split(',', 2)", /^1:1 the limit/],
  'clearTimeout() without an id': ['clearTimeout()', /all timers/],
  'clearInterval() without an id': ['clearInterval()', /all timers/],
  'toString.call()': ['Object.prototype.toString.call([])', /toString\.call/],
  'non-capturing groups': ['/(?:b)/', /silently/],
  lookahead: ['/b(?=c)/', /silently/],
  'counted repeats': ['/b{2}/', /silently/],
  'lazy repeats': ['/b+?/', /silently/],
  'word borders': ['/\\bb/', /silently/],
  'a slash in a class': ['/[/]/', /syntax error/],
  'flags other than g and i': ['/b/m', /flag/],
}

for (const [what, [code, says]] of Object.entries(refused))
  test(`the build refuses ${what} in an application`, () => assert.match(problemsOf(code).join('\n'), says))

test('what the engine runs once it is compiled is taken: classes, enums, spread, getters, closures in loops, powers', () => {
  const code = `
export default class A { static b = 1; get c() { return 2 } }
class B extends A { constructor() { super() } }
enum Color { Red }
namespace N { export const v = 1 }
const list = [1, ...[2], ...f(1, ...[2])], { a = 1, ...rest } = { ['k' + 1]: 2 ** 3 }
for (let i = 0; i < 3; i++) list.push(() => i)
list.slice(0).length
function all() { return arguments.length }
clearTimeout(timer)
const text = a?.b ?? \`\${String.prototype.trim.call('x')} /[a-z]+$/\``
  assert.deepEqual(problemsOf(code), [])
})

test('of a library only what would silently be wrong is refused, and no comment in it switches that off', () => {
  assert.deepEqual(problemsOf('async function f() { await 1 }\nouter: for (;;) break outer', true), [])
  assert.match(problemsOf('/* eslint-disable */ /b{2}/', true).join(), /silently/)
  assert.match(problemsOf('clearTimeout()', true).join(), /all timers/)
})
