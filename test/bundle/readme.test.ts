import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { ensureBuilt } from '../../tools/build/firmware.ts'
import { toChart } from '../bench/chart.ts'
import { toMarkdown } from '../bench/markdown.ts'
import type { Report } from '../bench/report.ts'
import { buildPlainSwitch } from '../support/build-inline.ts'

/** Where each page says how big the script is, and what it takes of an ESP32's and an ESP8266's heap. */
const readmes = [
  {
    file: 'README.md',
    language: 'en',
    bytes: [/The script is ([\d,]+) bytes/, /dist\/firmware\.js ([\d,]+) B/, /upload +script ([\d,]+) B/],
    plainSwitch: /or ([\d,]+) with a plain switch's configuration inside/,
    jsVars: /takes (\d+) JsVars of an ESP32's 16,383 and (\d+) of an ESP8266's 1,600/,
  },
  {
    file: 'README.zh-CN.md',
    language: 'zh',
    bytes: [/脚本 ([\d,]+) 字节/, /dist\/firmware\.js ([\d,]+) B/, /upload +script ([\d,]+) B/],
    plainSwitch: /则为 ([\d,]+) 字节/,
    jsVars: /ESP32 16,383 个 JsVar 中的 (\d+) 个、ESP8266 1,600 个中的 (\d+) 个/,
  },
] as const

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'))
const bench = readJson('docs/bench.json') as Report

const plain = await buildPlainSwitch()

for (const { file, language, bytes, plainSwitch: place, jsVars } of readmes) {
  const text = readFileSync(file, 'utf8')

  test(`${file} quotes the size of dist/firmware.js as it is`, async () => {
    const built = await ensureBuilt()
    const size = built.bytes.toLocaleString('en')
    const quoted = bytes.map((place) => place.exec(text)?.[1])
    assert.deepEqual(quoted, Array(bytes.length).fill(size), `write ${size}: that is the size now`)
  })

  test(`${file} quotes the size of the script with a plain switch inside, 12,000 bytes at most`, () => {
    assert.ok(plain.bytes <= 12_000, `${plain.bytes}`)
    const size = plain.bytes.toLocaleString('en')
    assert.equal(place.exec(text)?.[1], size, `write ${size}: that is the size now`)
  })

  test(`${file} quotes the JsVars that npm run engine measured`, () => {
    const { figures } = readJson('docs/engine.json') as { figures: Record<string, number> }
    const wanted = [figures['jsVars.esp32'], figures['jsVars.esp8266']]
    assert.deepEqual(jsVars.exec(text)?.slice(1).map(Number), wanted, `write ${wanted.join(' and ')}`)
  })

  test(`${file} has the table that npm run bench measured`, () => {
    const table = toMarkdown(bench.rows, language)
    assert.ok(text.includes(table), `write\n${table}`)
  })
}

test('docs/bench.svg is the chart of docs/bench.json', () => {
  assert.equal(readFileSync('docs/bench.svg', 'utf8'), toChart(bench.rows))
})
