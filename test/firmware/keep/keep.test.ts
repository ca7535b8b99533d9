import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toJson } from '../../../firmware/text.ts'
import { utf8 } from '../support/bytes.ts'
import { withEngineJson } from '../support/engine-json.ts'
import { createFakeBoard, type FakeBoard } from '../support/fake-board.ts'
import { createFakeEngine } from '../support/fake-engine.ts'
import { freshModules, type Modules } from '../support/fresh.ts'

type Keep = Modules['firmware/keep/keep.ts']

/** What a board keeps, as after a power-on. */
function startOn(fake: FakeBoard): Keep {
  const load = freshModules(createFakeEngine(fake).globals)
  load('firmware/log.ts').startLog()
  return load('firmware/keep/keep.ts')
}

function seconds({ onKeepSecond }: Keep, count: number): void {
  for (let i = 0; i < count; i++) onKeepSecond()
}

/** What an application hands over: JSON of an object. */
const level = (value: number): string => `{"Level":${value}}`

const values = { Level: 5, Text: 'a"b\\\n', List: [1, 'x', null], Where: { x: 1.5 }, On: true }

test('on a new board nothing is kept, and room for it is made', () => {
  const fake = createFakeBoard()
  assert.deepEqual(startOn(fake).kept(), {})
  assert.ok(fake.flash.list().includes('switches'))
  assert.deepEqual(fake.seen('save'), [])
})

test('what is kept comes back after a power cut, whatever JSON it is', () => {
  const fake = createFakeBoard()
  const keep = startOn(fake)
  keep.kept()
  keep.keep(JSON.stringify(values))
  assert.deepEqual(startOn(fake).kept(), values)
  assert.deepEqual(JSON.parse(`{${fake.saved()}}`), values)
})

// As UTF-8, which toJson leaves as it is; any other bytes, as the boards' JSON.stringify escapes them.
for (const [what, text, asJson] of [
  ['UTF-8', utf8('客厅 é \u{1f600}') + '\x7f', toJson],
  ['any bytes', '\x7f\x80\xfe\xff', (value: unknown) => JSON.stringify(value)],
] as const) {
  test(`bytes beyond ASCII come back as they were: ${what}`, () => {
    const fake = createFakeBoard()
    const keep = startOn(fake)
    keep.kept()
    withEngineJson(() => keep.keep(asJson({ [text]: text })))
    assert.deepEqual(
      withEngineJson(() => startOn(fake).kept()),
      { [text]: text },
    )
  })
}

test('flash is written at most once in 5 s, and then the newest', () => {
  const fake = createFakeBoard()
  const keep = startOn(fake)
  keep.kept()
  for (let each = 1; each <= 4; each++) keep.keep(level(each))
  assert.deepEqual(fake.seen('save'), ['"Level":1'])
  seconds(keep, 5)
  assert.equal(fake.seen('save').length, 1)
  seconds(keep, 1)
  assert.deepEqual(fake.seen('save'), ['"Level":1', '"Level":4'])
  keep.keep(level(5))
  assert.equal(fake.seen('save').length, 2, 'it rests after each')
  seconds(keep, 60)
  assert.equal(fake.seen('save').length, 3)
})

test('what is kept already is not written: not again, not after a start, not when it came back meanwhile', () => {
  const fake = createFakeBoard()
  const keep = startOn(fake)
  keep.kept()
  keep.keep(level(1))
  const again = startOn(fake)
  again.kept()
  again.keep(level(1))
  seconds(again, 6)
  assert.equal(fake.seen('save').length, 1)
  for (const each of [2, 3, 2]) again.keep(level(each))
  seconds(again, 60)
  assert.deepEqual(fake.seen('save'), ['"Level":1', '"Level":2'])
  assert.ok(fake.flash.pageErases.every((erases) => erases <= 1))
})

test('before a reboot the newest is written at once, though it rests; nothing where nothing was to be kept', () => {
  const fake = createFakeBoard()
  const keep = startOn(fake)
  keep.kept()
  keep.saveKept()
  assert.deepEqual(fake.seen('save'), [])
  for (const each of [1, 2]) keep.keep(level(each))
  keep.saveKept()
  assert.deepEqual(fake.seen('save'), ['"Level":1', '"Level":2'])
})

test('where there is no room for the file it is told, and the device goes on', () => {
  const fake = createFakeBoard()
  fake.storageHasRoom = false
  const keep = startOn(fake)
  assert.deepEqual(keep.kept(), {})
  keep.keep(level(1))
  assert.deepEqual(fake.seen('log'), ['W keep not saved: no room in Storage, npm run flash'])
})
