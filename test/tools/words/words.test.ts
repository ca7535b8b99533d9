import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deviceNameWanted } from '../../../tools/device-names/names.ts'
import { zh, zhByRoom } from '../../../tools/words/zh.ts'
import { readFile, readTexts, type Text, type Texts } from './read-texts.ts'

const texts = readTexts()
const told = (list: readonly Text[]) => list.map(({ at, template }) => `${at}  ${template}`)
const placeholdersOf = (text: string) => [...new Set(text.match(/\{\d\}/g))].sort().join('')

/** Half-width punctuation that belongs to Chinese: right behind it, or right before it. */
const halfWidth = /[\u3400-\u9fff」”）][,.:;()!?]|[,:;!?(] ?[\u3400-\u9fff]/u

/** A text that the page's rooms have too, so that it is not marked where it stands. */
const unmarked = [deviceNameWanted]

test('every text of the command line has a Chinese one', () => {
  for (const template of unmarked) assert.ok(zh[template] !== undefined, template)
  assert.deepEqual(told(texts.tagged.filter(({ template }) => zh[template] === undefined)), [])
})

test('every text of the catalogue is said somewhere, and stands in it once', () => {
  const said = new Set([...unmarked, ...texts.tagged.map(({ template }) => template)])
  assert.deepEqual(
    Object.keys(zh).filter((template) => !said.has(template)),
    [],
  )
  const all = Object.values(zhByRoom).flatMap((room) => Object.keys(room))
  assert.deepEqual(
    all.filter((template, at) => all.indexOf(template) !== at),
    [],
  )
})

test('a Chinese text has the places for values that the English one has', () => {
  const different = Object.entries(zh).filter(
    ([english, chinese]) => placeholdersOf(english) !== placeholdersOf(chinese),
  )
  assert.deepEqual(different, [])
})

test('Chinese has the punctuation of Chinese', () => {
  const helps = texts.chinese.map(({ template }) => template.split('\n')).flat()
  assert.ok(helps.length > 100)
  assert.deepEqual(
    [...Object.values(zh), ...helps].filter((text) => halfWidth.test(text)),
    [],
  )
})

test('nobody is told anything in English alone', () => {
  // What the simulated board prints as the engine does is no text of the tools.
  const ours = texts.bare.filter(({ at }) => !at.startsWith('tools/board/pins/'))
  assert.deepEqual(told(ours), [])
})

test('what the sources say is found: tags, errors, questions, what is wrong and what to do', () => {
  const read = (content: string): Texts => {
    const found: Texts = { tagged: [], bare: [], chinese: [] }
    readFile('tools/config/some.ts', content, found)
    return found
  }
  const templatesOf = (list: readonly Text[]) => list.map(({ template }) => template)
  const { tagged, bare } = read(
    [
      'throw new UserError(`slug`, speak`cannot read ${file}: ${why}`, ready ? "mend it now" : phrase`later`)',
      'const hint = `look at ${file}`',
      'throw new UserError("slug", "", hint)',
      'await asks.choose("which one is it", [["value one", "label one", "hint one"]])',
      'const problem = { got: "is missing", path: "not to be read" }',
      'throw new UserError("slug", speak`${usage} is wrong`, `${usage} -- --help`)',
    ].join('\n'),
  )
  assert.deepEqual(templatesOf(tagged), ['cannot read {0}: {1}', 'later', '{0} is wrong'])
  const expected = ['mend it now', 'look at {0}', 'which one is it', 'label one', 'hint one', 'is missing']
  assert.deepEqual(templatesOf(bare), expected)
})
