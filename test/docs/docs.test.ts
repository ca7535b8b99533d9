import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asciiPunctuation, languageProblems } from './language-checks.ts'
import { brokenLinks, fromRoot, namesWithoutThing, thingsWithoutName } from './name-checks.ts'
import { readPage } from './page.ts'
import { readPages, readProject, readRoomPages } from './project.ts'

const project = readProject()
const pages = readPages()
const rooms = readRoomPages(project)
const pairs = pages.flatMap((chinese) => {
  const english = pages.find(({ file }) => file !== chinese.file && file === chinese.file.replace('.zh-CN', ''))
  return english === undefined ? [] : [{ english, chinese }]
})

test('every command, flag, file and word that a page names exists', () => {
  assert.deepEqual(
    [...pages, ...rooms].flatMap((page) => namesWithoutThing(page, project)),
    [],
  )
})

test('every npm script, flag, folder and page is named', () => {
  assert.deepEqual(thingsWithoutName(pages, project), [])
})

test('every page that a source names exists', () => {
  const named = new Set(project.sources.match(/(?<![\w/])docs\/[\w.-]+\.md/g))
  assert.deepEqual(
    [...named].filter((file) => !project.exists(file)),
    [],
  )
})

test('an example in TypeScript is as it stands in a source', () => {
  const lines = pages
    .flatMap(({ sections }) => sections.flatMap(({ blocks }) => blocks))
    .filter(({ info }) => info === 'ts')
    .flatMap((block) => block.lines)
  const unknown = lines.filter((line) => !/^ *\/\//.test(line) && !project.sources.includes(line))
  assert.deepEqual([lines.length > 0, unknown], [true, []])
})

test('links and anchors lead somewhere', () => assert.deepEqual(brokenLinks(pages, project.exists), []))

for (const { english, chinese } of pairs) {
  test(`${chinese.file} has the headings, the commands and the figures of ${english.file}, and each leads to the other`, () => {
    assert.deepEqual(languageProblems(english, chinese), [])
    for (const [from, to] of [
      [english, chinese],
      [chinese, english],
    ] as const)
      assert.ok(
        from.links.some((target) => fromRoot(from.file, target) === to.file),
        `${from.file} does not lead to ${to.file}`,
      )
  })
}

test('Chinese has Chinese punctuation', () => {
  const chinese = pages.filter(({ file }) => file.includes('.zh-CN'))
  assert.deepEqual(chinese.flatMap(asciiPunctuation), [])
})

test('a page for users is there in both languages', () => {
  const alone = pages.filter(({ file }) => file.includes('.zh-CN')).length - pairs.length
  assert.deepEqual([alone, pairs.length >= 7], [0, true])
})

// That the checks above can fail: each kind of fault, in a page and a project of a few lines.

const small = {
  scripts: ['build', 'start'],
  helps: { build: '  --json  a line\n  --help  this text\n', start: '' },
  words: new Set(['port-none']),
  sources: "write('dist/firmware.js')",
  folders: ['tools/build'],
  exists: (path: string) => ['tools/build/', 'README.md', 'docs/a.md'].includes(path),
}
const named = (text: string) => namesWithoutThing(readPage('README.md', text), small)

test('a name of something that is not there is told, whatever kind of thing it is', () => {
  assert.deepEqual(named('`npm run build -- --json`, `npm start`, `tools/build/`, `port-none`, `dist/firmware.js`'), [])
  const faults = {
    'README.md: no npm script bild': '`npm run bild`',
    'README.md: npm run build has no flag --jsn': '```\n$ npm run build -- --jsn\n```',
    'README.md: no command has a flag --quick': 'with `--quick`',
    'README.md: no file tools/bild/': 'in `tools/bild/`',
    'README.md: nothing writes dist/script.js': '`dist/script.js`',
    'README.md: no source says the word port-nine': '| `port-nine` |',
  }
  for (const [problem, text] of Object.entries(faults)) assert.deepEqual(named(text), [problem])
})

test('something that no page names is told, whatever kind of thing it is', () => {
  const readme = readPage('README.md', '`npm start`, `npm run build` and, elsewhere, `--json`')
  const other = readPage('docs/a.md', '[back](../README.md)')
  assert.deepEqual(thingsWithoutName([readme, other], small), [
    'no page names npm run build -- --json',
    'no page names tools/build',
    'no page names docs/a.md',
  ])
  const whole = readPage('README.md', '`npm start`, [a](docs/a.md), `tools/build/`\n\n## `npm run build`\n\n`--json`')
  assert.deepEqual(thingsWithoutName([whole, other], small), [])
  assert.deepEqual(thingsWithoutName([whole, other], { ...small, scripts: ['test'] }), ['no page names npm test'])
})

test('a link to a file or an anchor that is not there is told', () => {
  const page = readPage('docs/a.md', '# One two: three!\n\n<a id="x"></a>[1](#one-two-three) [2](#x) [3](../README.md)')
  assert.deepEqual(brokenLinks([page], small.exists), [])
  const broken = readPage('docs/a.md', '# One\n\n[1](#two) [2](b.md) [3](../README.md#one) ![4](pictures/a.png)')
  assert.deepEqual(brokenLinks([broken, readPage('README.md', '# Two')], small.exists), [
    'docs/a.md: no anchor #two',
    'docs/a.md: no b.md',
    'docs/a.md: no anchor ../README.md#one',
    'docs/a.md: no pictures/a.png',
  ])
})

test('punctuation of ASCII beside Chinese is told, in code it is not', () => {
  assert.deepEqual(asciiPunctuation(readPage('a.zh-CN.md', '好，`好,` 2.5 (x)，好（好）。')), [])
  for (const text of ['好,好', '好: x', 'x(好)']) assert.equal(asciiPunctuation(readPage('a.zh-CN.md', text)).length, 1)
})

test('a difference between the languages is told: a heading, a figure, a command', () => {
  const problemsOf = (english: string, chinese: string) =>
    languageProblems(readPage('a.md', english), readPage('a.zh-CN.md', chinese))
  const english = '# A\n\nIt takes 40 s, two of 1,200.\n\n```\n$ npm start   # here\n\nready\n```\n'
  assert.deepEqual(
    problemsOf(english, '# 甲\n\n需要 40 秒，1,200 个中的 2 个。\n\n```\nnpm start   # 这里\nready\n```\n'),
    [],
  )
  assert.deepEqual(problemsOf(english, '# 甲\n\n## 乙\n'), ['a.zh-CN.md: headings of levels 1, in Chinese 1 2'])
  assert.deepEqual(problemsOf(english, '# 甲\n\n40，1,300\n\n```\nnpm start\n就绪\n```\n'), [
    'a.zh-CN.md: under "甲" the figure 1,200 is missing',
    'a.zh-CN.md: under "甲" the figure 1,300 is in Chinese alone',
  ])
  const [problem] = problemsOf(english, '# 甲\n\n40，1,200\n\n```\nnpm test\n就绪\n```\n')
  assert.equal(problem, 'a.zh-CN.md: under "甲" block 1 differs: npm start')
  assert.match(problemsOf(english, '# 甲\n\n40，1,200\n')[0] ?? '', /0 blocks of code, wanted 1/)
})
