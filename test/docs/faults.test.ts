import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'

const page = readFileSync('docs/faults.md', 'utf8')
const { results } = JSON.parse(readFileSync('docs/measured/engine.json', 'utf8')) as {
  readonly results: readonly { readonly name: string; readonly ok: boolean }[]
}
/** Faults with a case on the real engine. */
const onEngine = new Set(results.flatMap(({ name }) => /^F\d\d/.exec(name) ?? []))

test('docs/faults.md has a row for every fault, with every file of its tests', () => {
  const rows = page.split('\n').filter((line) => /^\| F\d\d \|/.test(line))
  const files = readdirSync('test/faults').filter((name) => /^F\d\d-.*\.test\.ts$/.test(name))
  const linked = rows.flatMap((row) => [...row.matchAll(/test\/faults\/([\w-]+\.test\.ts)/g)].map(([, name]) => name))
  assert.equal(rows.length, 51)
  assert.deepEqual(linked, files.sort())
  for (const row of rows) {
    const [, number = '', ...cells] = row.split('|').map((cell) => cell.trim())
    assert.ok(cells[2]?.includes(`/${number}-`), row)
    assert.equal(cells[3], onEngine.has(number) ? 'yes' : '', `${number} in the real engine`)
  }
})

test('the promises mark the faults that run in the real engine, too, and no other', () => {
  const [, promises = ''] = /\| promise \| test \|([^]*?)\n\n/.exec(page) ?? []
  const marked = [...promises.matchAll(/\b(F\d\d)(\*?)/g)]
  assert.ok(marked.length > 40)
  for (const [, number = '', mark] of marked) assert.equal(mark, onEngine.has(number) ? '*' : '', number)
})
