import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { toBoardsTable } from './boards-table.ts'
import { commandPages } from './commands-page.ts'
import { fill } from './fill.ts'
import { fillPages, gatherFigures } from './figures.ts'
import { places } from './places.ts'
import { readSources, type Computed } from './sources.ts'

const wear = { toggles: 100_000, saves: 16_000, lastRecord: '', pageErases: [40, 40], mostErases: 40, years: 2_468 }
const computed: Computed = { script: 'x'.repeat(12_345), sha256: 'a', plainSwitchBytes: 9_876, wear }

function folderWith(t: TestContext, files: Readonly<Record<string, unknown>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'figures-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), JSON.stringify(content))
  return folder
}

test('a figure is written into its place, wherever the lines break, and the change is told', () => {
  const filled = fill('It is (1\n  of 2) bytes.\n', ['({a} of {b}) bytes'], { a: '1,000', b: '2' })
  assert.deepEqual(filled, {
    text: 'It is (1,000\n  of 2) bytes.\n',
    changes: [{ name: 'a', from: '1', to: '1,000' }],
    problems: [],
  })
})

test('a table is written between its marks, whatever was there', () => {
  const place = '<!-- x -->\n\n{{x}}\n\n<!-- end of x -->'
  const { text } = fill('<!-- x -->\n\n| a |\n| b |\n\n<!-- end of x -->\n', [place], { x: '| c |' })
  assert.equal(text, '<!-- x -->\n\n| c |\n\n<!-- end of x -->\n')
})

test('a place that the page lacks and a figure that is not known are told; one that is not measured stays as it is', () => {
  const figures = { a: undefined }
  assert.deepEqual(fill('2 bytes\n', ['{a} bytes'], figures), { text: '2 bytes\n', changes: [], problems: [] })
  assert.deepEqual(fill('2 bits\n', ['{a} bytes'], figures).problems, ['not found: {a} bytes'])
  assert.deepEqual(fill('2 bytes\n', ['{b} bytes'], figures).problems, ['no such figure: b'])
})

test('a page has places for the same figures in both languages', () => {
  const namesOf = (file: string): string[] =>
    (places[file] ?? []).flatMap((place) => [...place.matchAll(/\{+([\w.]+)\}/g)].map(([, name = '']) => name))
  const chinese = Object.keys(places).filter((file) => file.endsWith('.zh-CN.md'))
  assert.equal(chinese.length, 8)
  for (const file of chinese) {
    const names = namesOf(file).map((name) => name.replace(/\.zh$/, '.en'))
    assert.deepEqual(namesOf(file.replace('.zh-CN', '')), names, file)
  }
})

test('what was not measured is told with the command that does, and what was measured of another script', (t) => {
  const bundle = { file: '', bytes: 14_000, sha256: 'b' }
  const folder = folderWith(t, {
    'engine.json': { bundle, figures: { 'jsVars.esp32': 300, 'jsVarsTls.esp32': 3_333 } },
  })
  const { figures, missing, stale } = readSources(computed, folder)
  assert.deepEqual(missing, [
    'docs/measured/bench.json is not there: npm run bench -- --write writes it',
    'docs/measured/cuts.json is not there: npm run cuts writes it',
    'docs/measured/costs.json is not there: npm run costs writes it',
  ])
  assert.deepEqual(stale, [
    'docs/measured/engine.json is of another script, of 14,000 B: npm run engine measures this one',
  ])
  const { 'jsVars.esp32': vars, 'jsVars.tls': tls, cuts, 'bench.table': table } = figures
  assert.deepEqual([vars, tls, cuts, table], ['300', '3,000', undefined, undefined])
})

test('a script of another size changes every place of it, in both languages, table and chart too, and no other', (t) => {
  const folder = folderWith(t, {})
  for (const file of [...Object.keys(places), 'docs/measured/bench.json', 'docs/measured/examples.json'])
    cpSync(file, join(folder, file))
  const before = readSources(computed, join(folder, 'docs/measured')).figures
  for (const { file, text } of fillPages(before, folder)) writeFileSync(join(folder, file), text)
  const after = readSources({ ...computed, script: `${computed.script}xyz` }, join(folder, 'docs/measured')).figures
  const pages = fillPages(after, folder)
  const names = pages.map(({ file, changes }) => [file, changes.map(({ name }) => name).sort()])
  const [upload, readme] = [
    ['script.bytes', 'script.crc32'],
    ['script.bytes', 'script.bytes'],
  ]
  assert.deepEqual(names, [
    ['README.md', readme],
    ['README.zh-CN.md', readme],
    ['docs/hardware.md', []],
    ['docs/hardware.zh-CN.md', []],
    ['docs/flashing.md', upload],
    ['docs/flashing.zh-CN.md', upload],
    ['docs/firmware-size.md', ['script.bytes']],
    ['docs/benchmarks.md', ['bench.table']],
    ['docs/costs.md', []],
    ['docs/costs.zh-CN.md', []],
    ['docs/module.md', []],
    ['docs/module.zh-CN.md', []],
    ['docs/platform-features.md', []],
    ['docs/platform-features.zh-CN.md', []],
    ['docs/examples.md', []],
    ['docs/examples.zh-CN.md', []],
    ['docs/faults.md', []],
    ['docs/pico-w.md', []],
    ['docs/pico-w.zh-CN.md', []],
    ['docs/power-cuts.md', []],
    ['docs/pictures/bench.svg', ['bench.chart']],
  ])
  const table = pages.find(({ file }) => file === 'docs/benchmarks.md')
  assert.match(table?.text ?? '', /\| bytes, minified \| 12,348 \|/)
})

test('the table of boards is that of the tools, in both languages, with not one text left in English', () => {
  const [english, chinese] = (['en', 'zh'] as const).map((language) => toBoardsTable(language).split('\n'))
  assert.equal(english?.length, chinese?.length)
  const [first] = english?.slice(2) ?? []
  assert.match(
    first ?? '',
    /^\| ESP32 \(`esp32`\) \| ESP32: Wi-Fi, TLS, SHA-256<br>ESP32_IDF4: Wi-Fi \| 16,383<br>16,383 \| D2 \|/,
  )
  for (const line of chinese?.slice(2) ?? []) assert.doesNotMatch(line, /nothing|script|build|every|\bno\b/, line)
})

test('the table of cuts has a line for each kind of work, with what all its boards had afterwards', (t) => {
  const result = (name: string, cuts: number, outcomes: Record<string, number>) => ({ name, ok: true, cuts, outcomes })
  const results = [
    result('saves, simulated esp32, empty', 1_200, { new: 1_000, old: 200 }),
    result('saves, real engine linux, empty', 30, { old: 30 }),
    result('the layout of before, simulated esp32: a save', 2, { 'script none': 2 }),
  ]
  const cuts = {
    ...{ bundle: { bytes: 1, sha256: 'a' }, cuts: 1_232, results },
    engines: { linux: { version: '2v29', pageBytes: 1_024, pages: 256 } },
    wear: { esp32: { mostErases: 7, wornPages: 2 } },
  }
  const { figures } = readSources(computed, folderWith(t, { 'cuts.json': cuts }))
  assert.equal(figures['cuts'], '1,232')
  const table = figures['cuts.table'] ?? ''
  assert.match(table, /linux 2v29 with 256 pages of 1,024 bytes\./)
  assert.ok(
    table.includes(
      '\n| saves | 1,200 | 30 | new: 1,000; old: 230 |\n| the layout of before | 2 | 0 | script none: 2 |\n',
    ),
  )
  assert.match(table, /esp32 the toggles erased 2 pages, the most worn one 7 times\.$/)
})

const { figures, missing } = await gatherFigures()

test('all measurements are there that pages quote', () => assert.deepEqual(missing, []))

for (const { file, changes, problems } of [...fillPages(figures), ...commandPages()]) {
  test(`${file} says the figures, and what the commands say, as they are`, () => {
    const wrong = changes.map(({ name, from, to }) => `${name}: ${from} -> ${to}`)
    assert.deepEqual([...problems, ...wrong], [], 'npm run figures writes them')
  })
}

for (const [what, figure, most] of [
  ['the script', 'script.bytes', 17_086],
  ['the script with a plain switch inside', 'plainSwitch.bytes', 12_500],
] as const)
  test(`${what} has ${most} bytes at most`, () => {
    const bytes = Number(figures[figure]?.replaceAll(',', ''))
    assert.ok(bytes <= most, `${bytes}`)
  })
