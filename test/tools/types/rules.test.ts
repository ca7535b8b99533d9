import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rulesModule } from '../../../tools/types/rules-of-model.ts'
import type { NamedProperty } from '../../../tools/types/check-model.ts'
import type { DataType } from '../../../tools/thing-model/tsl.ts'

const property = (name: string, dataType: DataType, accessMode: 'r' | 'rw' = 'rw'): NamedProperty => ({
  name,
  property: { identifier: name, dataType, accessMode },
})

test('the rules have the types and ranges of what the cloud may set, and nothing else', () => {
  const text = rulesModule(
    [
      property('Brightness', { type: 'int', specs: { min: '0', max: '100' } }),
      property('Level', { type: 'float', specs: { min: '-1.5', max: '2.5' } }),
      property('PowerSwitch_1', { type: 'bool', specs: { 0: 'off', 1: 'on' } }),
      property('Mode', { type: 'enum', specs: { 0: 'a', 3: 'b' } }),
      property('Title', { type: 'text', specs: { length: '64' } }),
      property('List', { type: 'array', specs: { size: '4' } }),
      property('block:When', { type: 'date' }),
      property('Temperature', { type: 'float', specs: { min: '0', max: '1' } }, 'r'),
    ],
    'model.json',
  )
  assert.match(text, /^\/\/ Made by npm run types from model\.json\./)
  assert.equal(
    /'(.*)'/.exec(text)?.[1],
    'Brightness int 0 100,Level float -1.5 2.5,PowerSwitch_1 bool,Mode enum |0|3|,Title text 64,List array 4,block:When date',
  )
})

test('a name that would break the rules apart is refused', () => {
  assert.throws(() => rulesModule([property("a'b", { type: 'bool' })], 'model.json'), { slug: 'tsl-invalid' })
})
