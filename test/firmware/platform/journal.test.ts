import assert from 'node:assert/strict'
import { test } from 'node:test'
import { appendRecord, openJournal } from '../../../firmware/platform/espruino/journal.ts'
import { addressOf, createFakeBoard, type FakeBoard } from '../support/fake-board.ts'
import { journalFile, writeJournal } from '../support/journal.ts'

const pageBytes = 4096

/** A board whose journal has these two pages. */
function boardWith(...pages: readonly string[]): FakeBoard {
  const fake = createFakeBoard()
  writeJournal(fake.flash, ...pages)
  return fake
}

/** What a start reads. */
const reopen = (fake: FakeBoard): string => openJournal(journalFile, addressOf(fake, journalFile))

const erases = (fake: FakeBoard): number => fake.flash.pageErases.reduce((sum, count) => sum + count, 0)

test('without a file there is no record, and none is appended', () => {
  const fake = createFakeBoard()
  assert.equal(openJournal(journalFile, 0), '')
  writeJournal(fake.flash)
  assert.equal(reopen(fake), '')
  assert.equal(appendRecord('first'), true)
  assert.equal(reopen(fake), 'first')
})

for (const [what, pages, record] of [
  ['the last one of a page', ['0a\nb\nc\n', ''], 'c'],
  ['that of the page whose number is one more', ['0old\n', '1new\n'], 'new'],
  ['the same, the other way round', ['1new\n', '0old\n'], 'new'],
  ['0 is one more than 2', ['2old\n', '0new\n'], 'new'],
  ['the same, the other way round', ['0new\n', '2old\n'], 'new'],
  ['what has no line feed was cut', ['0whole\nhal', ''], 'whole'],
  ['a page whose first record was cut was not begun', ['0whole\n', '1hal'], 'whole'],
  ['nor was one with its number alone', ['0whole\n', '1'], 'whole'],
  ['nor one with no number', ['0whole\n', 'x\n'], 'whole'],
  ['nor one with a number that there is not', ['0whole\n', '3x\n'], 'whole'],
  ['an empty record is one', ['0\n', ''], ''],
] as const) {
  test(`the newest record: ${what}: ${JSON.stringify(pages)}`, () => {
    assert.equal(reopen(boardWith(...pages)), record)
  })
}

test('nothing is appended to a record that was cut: the next one is read back whole', () => {
  for (const pages of [
    ['0a\nhal', ''],
    ['0old\n', '1a\nhal'],
    ['2old\n', '0hal'],
  ]) {
    const fake = boardWith(...pages)
    reopen(fake)
    for (const record of ['next', 'after']) {
      assert.equal(appendRecord(record), true)
      assert.equal(reopen(fake), record)
    }
  }
})

test('each of 900 records is what a start right after it reads, and pages take turns', () => {
  const fake = boardWith()
  reopen(fake)
  for (let count = 0; count < 900; count++) {
    const record = `${count}:`.padEnd(20 + (count % 7), '.')
    appendRecord(record)
    if (count % 3 === 0) assert.equal(reopen(fake), record)
  }
  const [, one = 0, other = 0] = fake.flash.pageErases
  assert.ok(one > 2 && Math.abs(one - other) <= 1, fake.flash.pageErases.join())
})

test('a page is filled to its last byte, and not beyond it', () => {
  const begun = '0first\n'
  const room = pageBytes - begun.length - '\n'.length
  for (const [bytes, erased] of [
    [room, 0],
    [room + 1, 1],
  ] as const) {
    const fake = boardWith(begun)
    reopen(fake)
    const record = 'x'.repeat(bytes)
    appendRecord(record)
    assert.equal(erases(fake), erased)
    assert.equal(reopen(fake), record)
    appendRecord('next')
    assert.equal(reopen(fake), 'next')
  }
})

test('where another file lies in its place nothing is written', () => {
  const fake = boardWith('0a\n')
  reopen(fake)
  fake.flash.erase(journalFile)
  const { version } = fake.flash.chip
  assert.equal(appendRecord('b'), false)
  assert.equal(fake.flash.chip.version, version)
})
