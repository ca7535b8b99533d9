import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { holds } from '../../firmware/support/property.ts'
import { boardWith } from '../../firmware/support/board-with.ts'
import { withEngineJson } from '../../firmware/support/engine-json.ts'
import { switchOn } from '../../firmware/support/switches.ts'

test('1 drives the pin high and 0 low', () => {
  const { fake, set } = boardWith({ PowerSwitch_1: switchOn(4) })
  assert.equal(set({ PowerSwitch_1: 1 }), '')
  assert.equal(set({ PowerSwitch_1: 0 }), '')
  assert.deepEqual(fake.events, ['drive 4 1', 'drive 4 0'])
})

test('an active-low switch is on at low', () => {
  const { fake, set } = boardWith({ PowerSwitch_1: switchOn(4, { activeHigh: false }) })
  set({ PowerSwitch_1: 1 })
  set({ PowerSwitch_1: 0 })
  assert.deepEqual(fake.events, ['drive 4 0', 'drive 4 1'])
})

test('the start itself drives no pin and saves nothing', () => {
  assert.deepEqual(boardWith({ PowerSwitch_1: switchOn(4, { on: 1, restore: true }) }).fake.events, [])
})

test('one set may switch several, each its own pin', () => {
  const { fake, set, values } = boardWith({
    PowerSwitch_1: switchOn(4),
    PowerSwitch_2: switchOn(5, { on: 1 }),
    PowerSwitch_3: switchOn(12),
  })
  assert.equal(set({ PowerSwitch_1: 1, PowerSwitch_2: 0, PowerSwitch_3: 0 }), '')
  assert.deepEqual(fake.events, ['drive 4 1', 'drive 5 0'])
  assert.deepEqual(values(), { PowerSwitch_1: 1, PowerSwitch_2: 0, PowerSwitch_3: 0 })
})

test('the same value again is well, and makes no edge', () => {
  const { fake, set } = boardWith({ PowerSwitch_1: switchOn(4) })
  for (let i = 0; i < 10; i++) assert.equal(set({ PowerSwitch_1: 1 }), '')
  assert.deepEqual(fake.events, ['drive 4 1'])
})

test('a set to what the start has driven makes no edge', () => {
  const { fake, set } = boardWith({ PowerSwitch_1: switchOn(4, { on: 1 }) })
  assert.equal(set({ PowerSwitch_1: 1 }), '')
  assert.deepEqual(fake.events, [])
})

const wrongValues: readonly unknown[] = [
  2,
  -1,
  0.5,
  1.000_001,
  '0',
  '1',
  '',
  'on',
  true,
  false,
  null,
  {},
  [],
  [1],
  { valueOf: 1 },
]
for (const value of wrongValues) {
  test(`${JSON.stringify(value) ?? 'undefined'} (${typeof value}) is no value of a switch: no edge, and named`, () => {
    const { fake, set } = boardWith({ PowerSwitch_1: switchOn(4) })
    assert.equal(set({ PowerSwitch_1: value }), 'PowerSwitch_1 must be 0 or 1; ')
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
    const { fake, set } = boardWith({ PowerSwitch_1: switchOn(4) })
    for (const value of ['0', '1', '"1"', '{"pin":4,"on":0}', '[]', 'null']) {
      assert.equal(set(`{${JSON.stringify(name)}:${value}}`), `${name} is unknown; `)
    }
    assert.deepEqual(fake.events, [])
  })
}

test('params that are no object are none: of a text no name is made for each character', () => {
  const { fake, set } = boardWith({ PowerSwitch_1: switchOn(4) })
  for (const params of [undefined, null, 0, 7, true, [], {}]) assert.equal(set(params), 'no params', String(params))
  for (const text of ['', 'PowerSwitch_1', 'x'.repeat(1900)]) assert.equal(set(JSON.stringify(text)), 'no params', text)
  assert.deepEqual(fake.events, [])
})

test('what params are inherited are not looked at: in the engine a key "__proto__" makes them so', () => {
  const { fake, set } = boardWith({ PowerSwitch_1: switchOn(4) })
  assert.equal(
    withEngineJson(() => set('{"__proto__":{"PowerSwitch_1":1}}')),
    'no params',
  )
  assert.deepEqual(fake.events, [])
})

test('params without a name are empty, an array names its places', () => {
  const { set } = boardWith({ PowerSwitch_1: switchOn(4) })
  assert.deepEqual([set({}), set([]), set([1])], ['no params', 'no params', '0 is unknown; '])
})

test('a reason of 100 bytes grows no more, and no name is more than 100 bytes of it', () => {
  const { set } = boardWith({ PowerSwitch_1: switchOn(4) })
  const many = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`Unknown_${i + 10}`, 1]))
  const one = 'Unknown_10 is unknown; '
  assert.equal(set(many).length, Math.ceil(100 / one.length) * one.length)
  assert.equal(set({ ['x'.repeat(1900)]: 1 }), `${'x'.repeat(100)} is unknown; `)
})

test('what is right in a set acts though the rest is wrong, and all that is wrong is named', () => {
  const { fake, set } = boardWith({ PowerSwitch_1: switchOn(4), PowerSwitch_2: switchOn(5) })
  assert.equal(
    set({ brightness: 50, PowerSwitch_2: '1', PowerSwitch_1: 1, toString: 1 }),
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
      const { fake, set, values } = boardWith({
        PowerSwitch_1: switchOn(4),
        PowerSwitch_2: switchOn(5, { activeHigh: false }),
      })
      const wanted = [0, 0]
      const edges: string[] = []
      for (const each of sets) {
        const json = `{${each.map(([key, v]) => `${JSON.stringify(key)}:${JSON.stringify(v)}`).join()}}`
        // No number is read exactly that 64 bits do not hold, and such a set is ignored as a whole.
        if (/\d{19}|e\+/.test(json)) continue
        set(json)
        const params = JSON.parse(json) as object
        for (const [key, v] of Object.entries(params)) {
          const which = ['PowerSwitch_1', 'PowerSwitch_2'].indexOf(key)
          if (which < 0 || (v !== 0 && v !== 1) || wanted[which] === v) continue
          wanted[which] = v
          edges.push(which === 0 ? `drive 4 ${v}` : `drive 5 ${1 - v}`)
        }
      }
      assert.deepEqual(fake.events, edges)
      assert.deepEqual(values(), { PowerSwitch_1: wanted[0], PowerSwitch_2: wanted[1] })
    }),
    500,
  )
})
