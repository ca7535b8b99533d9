import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import test from 'node:test'
import { ensureBuilt } from '../../tools/build/firmware.ts'
import { toMarkdown } from '../bench/markdown.ts'
import type { Report } from '../bench/report.ts'

const readmes = [
  ['README.md', 'en'],
  ['README.zh-CN.md', 'zh'],
] as const

for (const [readme, language] of readmes) {
  const text = readFileSync(readme, 'utf8')

  test(`${readme} quotes the size of dist/firmware.js as it is`, async () => {
    const { bytes } = await ensureBuilt()
    assert.ok(text.includes(bytes.toLocaleString('en')), `write ${bytes.toLocaleString('en')}: that is the size now`)
  })

  test(`${readme} quotes the JsVars that npm run engine measured`, { skip: !existsSync('docs/engine.json') }, () => {
    const { figures } = JSON.parse(readFileSync('docs/engine.json', 'utf8')) as { figures: Record<string, number> }
    const quoted = Object.entries(figures).filter(([name]) => /^jsVars\.(esp32|esp8266)$/.test(name))
    assert.equal(quoted.length, 2, 'docs/engine.json has figures of both heaps')
    for (const [name, value] of quoted) assert.match(text, new RegExp(`\\b${value}\\b`), `write ${value} for ${name}`)
  })

  test(`${readme} has the table that npm run bench measured`, () => {
    const { rows } = JSON.parse(readFileSync('docs/bench.json', 'utf8')) as Report
    const table = toMarkdown(rows, language)
    assert.ok(text.includes(table), `write\n${table}`)
  })
}
