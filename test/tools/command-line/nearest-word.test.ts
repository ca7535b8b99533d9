import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nearestWord } from '../../../tools/command-line/nearest-word.ts'

const words = ['activeHigh', 'atBoot', 'pin', 'button']

for (const [what, text, near] of [
  ['a letter is missing', 'activHigh', 'activeHigh'],
  ['a letter is too much', 'buttton', 'button'],
  ['a letter is another', 'bitton', 'button'],
  ['it is in another case', 'ATBOOT', 'atBoot'],
  ['a third of its letters is wrong', 'xxxiveHigh', 'activeHigh'],
  ['one letter of a short word is wrong', 'pim', 'pin'],
  ['only a part of it was typed', 'High', 'activeHigh'],
] as const) {
  test(`a word is near although ${what}: ${text}`, () => assert.equal(nearestWord(text, words), near))
}

for (const [what, text] of [
  ['more than a third of its letters is wrong', 'xxxxveHigh'],
  ['two letters of a short word are wrong', 'pxx'],
  ['a part is shorter than 4 letters', 'Hig'],
  ['there is nothing of it', ''],
] as const) {
  test(`no word is near where ${what}: ${JSON.stringify(text)}`, () =>
    assert.equal(nearestWord(text, words), undefined))
}

test('of several near ones it is the nearest, wherever it stands', () => {
  assert.equal(nearestWord('bottom', ['button', 'bottoms', 'cotton']), 'bottoms')
  assert.equal(nearestWord('bottom', ['bottoms', 'button']), 'bottoms')
})
