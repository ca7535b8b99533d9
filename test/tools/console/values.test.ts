import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { JsonValue } from '../../../tools/cloud/model/json.ts'
import { checkValue } from '../../../tools/cloud/model/tsl-values.ts'
import type { DataType } from '../../../tools/thing-model/tsl.ts'

interface Values {
  sayValue(value: JsonValue | undefined, type: DataType | undefined, words: object): string
  isSameValue(one: JsonValue | undefined, other: JsonValue | undefined): boolean
  toLocalInput(timeMs: number): string
  fromLocalInput(text: string): string | undefined
  isDate(value: JsonValue): boolean
  exampleOf(type: DataType | undefined): JsonValue
  shapeOf(type: DataType | undefined): string
}

// The page's files are of the browser's project: their types are not to be had here.
const file = new URL('../../../tools/console/controls/values.ts', import.meta.url).href
const values = (await import(file)) as Values

const words = { on: 'ON', off: 'OFF', unknown: 'unknown' }
const color: DataType = {
  type: 'struct',
  specs: [
    { identifier: 'red', dataType: { type: 'int', specs: { min: '1', max: '255' } } },
    { identifier: 'name', dataType: { type: 'text', specs: { length: 4 } } },
  ],
}

test('a value is said in the words of its type, with its unit; one that does not fit as it is', () => {
  for (const [value, type, said] of [
    [undefined, { type: 'int' }, 'unknown'],
    [1, { type: 'bool', specs: { 0: '关闭', 1: '开启' } }, '开启'],
    [true, { type: 'bool' }, 'ON'],
    [0, { type: 'bool', specs: { 0: '' } }, 'OFF'],
    ['x', { type: 'bool' }, 'x'],
    [2, { type: 'enum', specs: { 2: 'heat' } }, 'heat'],
    [3, { type: 'enum', specs: { 2: 'heat' } }, '3'],
    [0.1 + 0.2, { type: 'double', specs: { unit: '°C' } }, '0.3 °C'],
    [42, { type: 'int', specs: { unit: '%' } }, '42%'],
    ['warm', { type: 'int', specs: { unit: '%' } }, 'warm'],
    ['soon', { type: 'date' }, 'soon'],
    [{ red: 1 }, color, '{"red":1}'],
    ['text', undefined, 'text'],
  ] as const) {
    assert.equal(values.sayValue(value, type, words), said, JSON.stringify([value, type]))
  }
})

test('values are the same whatever the order of their members; a bool may be reported as true', () => {
  assert.ok(values.isSameValue({ a: 1, b: [{ c: 2, d: 3 }] }, { b: [{ d: 3, c: 2 }], a: 1 }))
  assert.ok(values.isSameValue(true, 1))
  for (const [one, other] of [
    [
      [1, 2],
      [2, 1],
    ],
    [{ a: 1 }, { a: 2 }],
    [1, '1'],
    [0, undefined],
  ] as const) {
    assert.ok(!values.isSameValue(one as JsonValue, other as JsonValue), JSON.stringify([one, other]))
  }
})

test('a date goes to the field of a browser and back, to the second; what is none is told', () => {
  for (const timeMs of [0, 1_700_000_000_000, 1_769_846_400_000]) {
    assert.equal(values.fromLocalInput(values.toLocalInput(timeMs)), String(timeMs))
  }
  assert.equal(values.fromLocalInput(''), undefined)
  assert.deepEqual(
    ['1700000000000', '9'.repeat(16), '-1', 'x', 1].map((value) => values.isDate(value)),
    [true, false, false, false, false],
  )
})

test('the value that a control begins with fits its type, and the shape says what fits', () => {
  for (const [type, shape] of [
    [color, '{red: int 1..255, name: text 4}'],
    [{ type: 'array', specs: { size: '10', item: { type: 'float', specs: { min: '-1' } } } }, '[float -1..] 0..10'],
    [{ type: 'enum', specs: { 3: 'a', 4: 'b' } }, 'enum 3|4'],
    [{ type: 'text' }, 'text'],
    [{ type: 'date' }, 'date "ms"'],
    [{ type: 'bool' }, 'bool 0|1'],
  ] as const satisfies readonly (readonly [DataType, string])[]) {
    assert.equal(values.shapeOf(type), shape)
    assert.equal(checkValue('A', values.exampleOf(type), type), undefined, shape)
  }
})
