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

for (const computed of ['f()', 'new F()', 'x.y', '{a: [f()]}', 'function () {}', '() => 1', 'a + x.y']) {
  test(`what is computed stays where it is: ${computed}`, async () => {
    const script = `function g() { return a } var a = ${computed};`
    assert.equal(await move(script), script)
  })
}
