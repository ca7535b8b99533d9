import assert from 'node:assert/strict'
import { test } from 'node:test'
import { otherValue, readWanted } from '../../../tools/set-status/set-words.ts'

const read = (...words: string[]) => readWanted(words, 'PowerSwitch_1', undefined)

test('on, off and toggle are for the one property, Name=value for any: on, off, JSON or a text', () => {
  assert.deepEqual(read('on'), { params: { PowerSwitch_1: 1 } })
  assert.deepEqual(read('toggle'), { params: {}, toggled: 'PowerSwitch_1' })
  assert.deepEqual(read('off', 'PowerSwitch_2=on', 'Level=2.5', 'Name=a=b c', 'Rgb={"r":1}', 'Empty='), {
    params: { PowerSwitch_1: 0, PowerSwitch_2: 1, Level: 2.5, Name: 'a=b c', Rgb: { r: 1 }, Empty: '' },
  })
  assert.deepEqual(read('PowerSwitch_2=toggle', 'PowerSwitch_1=0'), {
    params: { PowerSwitch_1: 0 },
    toggled: 'PowerSwitch_2',
  })
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
