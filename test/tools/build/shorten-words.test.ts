import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shortenWords } from '../../../tools/build/passes/shorten-words.mjs'
import { oneLine, runPasses } from './run-passes.ts'

const words = { inside: ['ready', 'open'], faults: ['bug', 'no-network'] }
const shorten = async (script: string, list = words) => oneLine(await runPasses(script, shortenWords(list)))
const letters = (count: number) => Array.from({ length: count }, (_, at) => `fault-${at}`)

test('a number from 1 on stands for a word that is never printed, a letter for a fault', async () => {
  assert.equal(await shorten("f('ready', 'open', 'bug', 'no-network')"), "f(1, 2, 'A', 'B');")
})

test('a comparison with a word is a byte shorter, any other stays', async () => {
  assert.equal(
    await shorten("f(a === 'ready', 'bug' !== a, a === 'close', a === b)"),
    "f(a==1, 'A'!=a, a === 'close', a === b);",
  )
})

test('wordOf gives the word of a letter back', async () => {
  const script = await shorten('function wordOf(fault) { return fault }')
  const wordOf = (0, eval)(`(${script})`) as (letter: string) => string
  assert.deepEqual([wordOf('A'), wordOf('B')], ['bug', 'no-network'])
})

for (const [what, list] of [
  ['within a list', { inside: ['ready', 'ready'], faults: [] }],
  ['among the faults', { inside: [], faults: ['bug', 'bug'] }],
  ['in both lists', { inside: ['bug'], faults: ['bug'] }],
] as const) {
  test(`a word that stands twice ${what} fails the build`, async () => {
    await assert.rejects(runPasses('f()', shortenWords(list)), /a word twice, or too many/)
  })
}

test('there are 26 letters: a fault more fails the build', async () => {
  assert.equal(await shorten("f('fault-25')", { inside: [], faults: letters(26) }), "f('Z');")
  await assert.rejects(shorten('f()', { inside: [], faults: letters(27) }), /a word twice, or too many/)
})
