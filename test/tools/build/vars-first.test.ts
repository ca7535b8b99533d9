import assert from 'node:assert/strict'
import { test } from 'node:test'
import { varsFirst } from '../../../tools/build/passes/vars-first.mjs'
import { oneLine, runPasses } from './run-passes.ts'

const move = async (script: string) => oneLine(await runPasses(script, varsFirst()))

test('the variables of the top level come before its functions, the most used first', async () => {
  assert.equal(
    await move('function f() { return b + b + a } var a = 1, b = {c: 2}; function g() { return a + b } var d;'),
    'var b = {c: 2},a = 1,d;function f() { return b + b + a } function g() { return a + b }',
  )
})

for (const moved of ['() => b()', 'function () { return b }'])
  test(`a function is not computed: ${moved}`, async () => {
    assert.equal(
      await move(`function g() { return a } var a = ${moved};`),
      `var a = ${moved};function g() { return a }`,
    )
  })

for (const computed of [
  'f()',
  'new F()',
  'x.y',
  '{a: [f()]}',
  'a + x.y',
  'b',
  '[b]',
  '{c: b}',
  'b++',
  '(b = 1)',
  '`${b}`',
  '/b/.test(b)',
]) {
  test(`what is computed stays where it is: ${computed}`, async () => {
    const script = `function g() { return a } var a = ${computed};`
    assert.equal(await move(script), script)
  })
}

for (const [what, first] of [
  ['a statement', 'a = 5;'],
  ['a call', 'f();'],
  ['what is computed', 'var b = f();'],
  ['a choice', 'if (f) { a = 5; }'],
] as const)
  test(`nothing is moved from behind ${what}, which might set it`, async () => {
    const script = `function f() { a = 5; } ${first} var a = 1;`
    assert.equal(await move(script), script)
  })

test('what is no var stays', async () => {
  const script = 'function f() {} let a = 1; f(a);'
  assert.equal(await move(script), script)
})
