import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { JsonValue } from '../../../../tools/cloud/model/json.ts'
import { checkValue } from '../../../../tools/cloud/model/tsl-values.ts'
import type { DataType } from '../../../../tools/thing-model/tsl.ts'

const bounds = { specs: { min: '-1.5', max: 2.5 } } as const

for (const [type, right, wrong] of [
  [{ type: 'int' }, [2 ** 31 - 1, -(2 ** 31), 0], [2 ** 31, -(2 ** 31) - 1, 0.5, '1', null]],
  [{ type: 'double' }, [1e300, -0.5], ['1', null, true]],
  [{ type: 'float', ...bounds }, [-1.5, 2.5, 0], [-1.6, 2.6]],
  [{ type: 'bool' }, [0, 1], [2, -1, true, '1']],
  [{ type: 'bool', specs: { 1: 'on' } }, [1], [0]],
  [{ type: 'enum' }, [0, 77, -3], [0.5, '0']],
  [{ type: 'enum', specs: { '-1': 'a', 2: 'b' } }, [-1, 2], [0, 'toString']],
  [{ type: 'text' }, ['', 'x'.repeat(10_000)], [1, null]],
  [{ type: 'text', specs: { length: 3 } }, ['abc', '灯'], ['abcd', '灯x']],
  [{ type: 'date' }, ['0', '1'.repeat(16)], ['', '1'.repeat(17), '-1', '1.5', 1]],
  [{ type: 'struct' }, [{}], [{ a: 1 }, [], null]],
  [{ type: 'array' }, [[], [1, 'x']], [{}, 'x']],
  [
    { type: 'array', specs: { size: '2', item: { type: 'int' } } },
    [[1, 2]],
    [
      [1, 2, 3],
      [1, 'x'],
    ],
  ],
] as readonly (readonly [DataType, readonly JsonValue[], readonly JsonValue[]])[]) {
  test(`the type ${JSON.stringify(type)} takes what fits it, up to its bounds`, () => {
    for (const value of right) assert.equal(checkValue('A', value, type), undefined, JSON.stringify(value))
    for (const value of wrong) assert.notEqual(checkValue('A', value, type), undefined, JSON.stringify(value))
  })
}
