import assert from 'node:assert/strict'
import { test } from 'node:test'
import { otherValue, readWanted } from '../../../tools/set-status/set-words.ts'
import { toItems, toJsonText } from '../../../tools/set-status/value-text.ts'

const read = (...words: string[]) => readWanted(words, 'PowerSwitch_1', undefined)

test('on, off and toggle are for the one property, Name=value for any', () => {
  assert.deepEqual(read('on'), { words: { PowerSwitch_1: 'on' } })
  assert.deepEqual(read('toggle'), { words: {}, toggled: 'PowerSwitch_1' })
  assert.deepEqual(read('off', 'Level=2.5', 'Name=a=b c', 'Empty='), {
    words: { PowerSwitch_1: 'off', Level: '2.5', Name: 'a=b c', Empty: '' },
  })
  assert.deepEqual(read('PowerSwitch_2=toggle', 'PowerSwitch_1=0'), {
    words: { PowerSwitch_1: '0' },
    toggled: 'PowerSwitch_2',
  })
})

test('raw JSON is sent as it is, and is refused where it is no object of properties or has a word beside it', () => {
  assert.deepEqual(readWanted([], 'A', '{"T":21.0}'), { words: {}, raw: '{"T":21.0}' })
  for (const raw of ['{}', '[]', '1', '{']) assert.throws(() => readWanted([], 'A', raw), { slug: 'bad-flag' }, raw)
  assert.throws(() => readWanted(['on'], 'A', '{"A":1}'), { slug: 'bad-flag', message: /--raw and on/ })
})

test('a value is read by the type of its property, and a number keeps the form it was written in', () => {
  for (const [word, type, text] of [
    ['on', 'bool', '1'],
    ['false', 'bool', '0'],
    ['1', 'bool', '1'],
    ['off', undefined, '0'],
    ['true', undefined, 'true'],
    ['21', 'double', '21.0'],
    ['-3', 'float', '-3.0'],
    ['1e3', 'float', '1.0e3'],
    ['21.50', 'float', '21.50'],
    ['21', 'int', '21'],
    ['21.0', undefined, '21.0'],
    ['7', 'text', '"7"'],
    ['on', 'text', '"on"'],
    ['"a"', 'text', '"a"'],
    ['', 'text', '""'],
    ['1700000000000', 'date', '"1700000000000"'],
    ['2026-01-31T08:00Z', 'date', '"1769846400000"'],
    ['soon', 'date', '"soon"'],
    ['{"r":1.0}', 'struct', '{"r":1.0}'],
    ['warm', 'int', 'warm'],
  ] as const) {
    assert.equal(toJsonText(word, type), text, `${word} ${type}`)
  }
  assert.equal(toItems({ A: '21.0', B: 'warm', C: '{"r":1.0}' }), '{"A":21.0,"B":"warm","C":{"r":1.0}}')
})

test('what is no set is refused: no word, a word that is none, no name, a property twice, two toggles', () => {
  for (const [words, says] of [
    [[], /got nothing$/],
    [['up'], /got up$/],
    [['on', 'off'], /got on off$/],
    [['toggle', 'on'], /got toggle on$/],
    [['=1'], /"=1" names no property/],
    [['A=1', 'A=2'], /A is set twice/],
    [['A=toggle', 'B=toggle'], /only one/],
  ] as const) {
    assert.throws(() => read(...words), { slug: 'bad-flag', message: says })
  }
})

test('toggle takes the other of 0 and 1, and nothing else for a state', () => {
  assert.deepEqual([otherValue('A', 0), otherValue('A', 1)], [1, 0])
  for (const value of [undefined, 2, '1', null]) assert.throws(() => otherValue('A', value), { slug: 'bad-flag' })
})
