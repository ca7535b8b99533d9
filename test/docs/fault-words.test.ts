import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anchorsOf, computed, textOf, wordsOfDevice, wordsOfTools } from './fault-words.ts'

const said = wordsOfTools()
const words = new Set([
  ...wordsOfDevice(),
  ...said.flatMap(({ word }) => (word === undefined ? [] : [word])),
  ...Object.values(computed).flat(),
])
const pages = ['docs/troubleshooting.md', 'docs/troubleshooting.zh-CN.md']

test('the words of device and tools are found: more than a hundred, and each kind of place has some', () => {
  assert.ok(words.size > 100, `${words.size} words`)
  const samples = ['identity-stolen', 'port-none', 'node-old', 'csv-missing', 'bad-topic', 'too-many-tries']
  assert.deepEqual(
    samples.filter((word) => !words.has(word)),
    [],
  )
})

for (const page of pages) {
  test(`${page} has one row for each word, and no word that nothing says`, () => {
    assert.deepEqual(anchorsOf(page).sort(), [...words].sort())
  })
}

test('both pages have the words in the same order', () => {
  const [english, chinese] = pages.map(anchorsOf)
  assert.deepEqual(chinese, english)
})

test('a word that is no literal is said in the listed places only, and those places hold it', () => {
  const files = new Set(said.flatMap(({ word, file }) => (word === undefined ? [file] : [])))
  assert.deepEqual([...files].sort(), Object.keys(computed).sort())
  for (const [file, list] of Object.entries(computed))
    for (const word of list) assert.ok(textOf(file).includes(`'${word}'`), `${file} says ${word}`)
})
