import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { setSwitches, switchValues } from '../../firmware/switch.ts'
import { holds } from './support/property.ts'
import { boardWith, switchOn } from './support/switches.ts'

test('1 drives the pin high and 0 low', () => {
  const fake = boardWith({ PowerSwitch_1: switchOn(4) })
  assert.equal(setSwitches({ PowerSwitch_1: 1 }), '')
  assert.equal(setSwitches({ PowerSwitch_1: 0 }), '')
  assert.deepEqual(fake.events, ['drive 4 1', 'drive 4 0'])
})

test('an active-low switch is on at low', () => {
  const fake = boardWith({ PowerSwitch_1: switchOn(4, { offLevel: 1 }) })
  setSwitches({ PowerSwitch_1: 1 })
  setSwitches({ PowerSwitch_1: 0 })
  assert.deepEqual(fake.events, ['drive 4 0', 'drive 4 1'])
})

test('the start itself drives no pin and saves nothing', () => {
  assert.deepEqual(boardWith({ PowerSwitch_1: switchOn(4, { on: 1, restore: true }) }).events, [])
})

test('one set may switch several, each its own pin', () => {
  const fake = boardWith({
    PowerSwitch_1: switchOn(4),
    PowerSwitch_2: switchOn(5, { on: 1 }),
    PowerSwitch_3: switchOn(12),
  })
  assert.equal(setSwitches({ PowerSwitch_1: 1, PowerSwitch_2: 0, PowerSwitch_3: 0 }), '')
  assert.deepEqual(fake.events, ['drive 4 1', 'drive 5 0'])
  assert.equal(switchValues(false), '"PowerSwitch_1":1,"PowerSwitch_2":0,"PowerSwitch_3":0')
})

test('the same value again is well, and makes no edge', () => {
  const fake = boardWith({ PowerSwitch_1: switchOn(4) })
  for (let i = 0; i < 10; i++) assert.equal(setSwitches({ PowerSwitch_1: 1 }), '')
  assert.deepEqual(fake.events, ['drive 4 1'])
})

test('a set to what the start has driven makes no edge', () => {
  const fake = boardWith({ PowerSwitch_1: switchOn(4, { on: 1 }) })
  assert.equal(setSwitches({ PowerSwitch_1: 1 }), '')
  assert.deepEqual(fake.events, [])
})

const wrongValues: readonly unknown[] = [
  2,
  -1,
  0.5,
  1.000_001,
  NaN,
  Infinity,
  '0',
  '1',
  '',
  'on',
  true,
  false,
  null,
  undefined,
  {},
  [],
  [1],
  { valueOf: 1 },
]
for (const value of wrongValues) {
  test(`${JSON.stringify(value) ?? 'undefined'} (${typeof value}) is no value of a switch: no edge, and named`, () => {
    const fake = boardWith({ PowerSwitch_1: switchOn(4) })
    assert.equal(setSwitches({ PowerSwitch_1: value }), 'PowerSwitch_1 must be 0 or 1; ')
    assert.deepEqual(fake.events, [])
  })
}

const inherited = [
  'constructor',
  '__proto__',
  'toString',
  'hasOwnProperty',
  'valueOf',
  'isPrototypeOf',
  '__defineGetter__',
  'prototype',
]
for (const name of [
  ...inherited,
  'PowerSwitch_2',
  'powerswitch_1',
  'PowerSwitch_1 ',
  'PowerSwitch_',
  'pin',
  'on',
  '',
  '0',
  'length',
]) {
  test(`${JSON.stringify(name)} is no switch: it never acts and is named`, () => {
    const fake = boardWith({ PowerSwitch_1: switchOn(4) })
    for (const value of ['0', '1', '"1"', '{"pin":4,"on":0}', '[]', 'null']) {
      assert.equal(setSwitches(JSON.parse(`{${JSON.stringify(name)}:${value}}`)), `${name} is unknown; `)
    }
    assert.deepEqual(fake.events, [])
  })
}

test('params that are no object are none: of a text no name is made for each character', () => {
  const fake = boardWith({ PowerSwitch_1: switchOn(4) })
  for (const params of [undefined, null, 7, true, '', 'PowerSwitch_1', 'x'.repeat(1900), [], {}])
    assert.equal(setSwitches(params), 'no params', JSON.stringify(params))
  assert.deepEqual(fake.events, [])
})

test('what params are inherited are not looked at: in the engine a key "__proto__" makes them so', () => {
  const fake = boardWith({ PowerSwitch_1: switchOn(4) })
  assert.equal(setSwitches(Object.create({ PowerSwitch_1: 1 })), 'no params')
  assert.deepEqual(fake.events, [])
})

for (const params of [undefined, null, 0, 1, '', 'PowerSwitch_1', true]) {
  test(`params that are ${params === '' ? 'empty text' : String(params)} are missing`, () => {
    const fake = boardWith({ PowerSwitch_1: switchOn(4) })
    assert.equal(setSwitches(params), 'no params')
    assert.deepEqual(fake.events, [])
  })
}

test('params without a name are empty, an array names its places', () => {
  boardWith({ PowerSwitch_1: switchOn(4) })
  assert.deepEqual([setSwitches({}), setSwitches([]), setSwitches([1])], ['no params', 'no params', '0 is unknown; '])
})

test('a reason of 100 bytes grows no more, and no name is more than 100 bytes of it', () => {
  boardWith({ PowerSwitch_1: switchOn(4) })
  const many = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`Unknown_${i + 10}`, 1]))
  const one = 'Unknown_10 is unknown; '
  assert.equal(setSwitches(many).length, Math.ceil(100 / one.length) * one.length)
  assert.equal(setSwitches({ ['x'.repeat(1900)]: 1 }), `${'x'.repeat(100)} is unknown; `)
})

test('what is right in a set acts though the rest is wrong, and all that is wrong is named', () => {
  const fake = boardWith({ PowerSwitch_1: switchOn(4), PowerSwitch_2: switchOn(5) })
  assert.equal(
    setSwitches({ brightness: 50, PowerSwitch_2: '1', PowerSwitch_1: 1, toString: 1 }),
    'brightness is unknown; PowerSwitch_2 must be 0 or 1; toString is unknown; ',
  )
  assert.deepEqual(fake.events, ['drive 4 1'])
})

test('whatever the params: edges only for 0 and 1 of known switches that change, and nothing is thrown', () => {
  const name = fc.oneof(fc.constantFrom('PowerSwitch_1', 'PowerSwitch_2', ...inherited), fc.string({ maxLength: 8 }))
  const value = fc.oneof(fc.constantFrom(0, 1, '1', true, null), fc.jsonValue({ maxDepth: 2 }))
  const entries = fc.array(fc.tuple(name, value), { maxLength: 5 })
  holds(
    fc.property(fc.array(entries, { maxLength: 6 }), (sets) => {
      const fake = boardWith({ PowerSwitch_1: switchOn(4), PowerSwitch_2: switchOn(5, { offLevel: 1 }) })
      const wanted = [0, 0]
      const edges: string[] = []
      for (const set of sets) {
        const params: unknown = JSON.parse(
          `{${set.map(([key, v]) => `${JSON.stringify(key)}:${JSON.stringify(v)}`).join()}}`,
        )
        setSwitches(params)
        for (const [key, v] of Object.entries(params ?? {})) {
          const which = ['PowerSwitch_1', 'PowerSwitch_2'].indexOf(key)
          if (which < 0 || (v !== 0 && v !== 1) || wanted[which] === v) continue
          wanted[which] = v
          edges.push(which === 0 ? `drive 4 ${v}` : `drive 5 ${1 - v}`)
        }
      }
      assert.deepEqual(fake.events, edges)
      assert.equal(switchValues(false), `"PowerSwitch_1":${wanted[0]},"PowerSwitch_2":${wanted[1]}`)
    }),
    500,
  )
})
