import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changed, goodConfig, problemsOf } from '../../firmware/support/board-at-boot.ts'
import { refuses } from '../../firmware/support/refuses.ts'

const good: readonly (readonly [path: string, ...values: unknown[]])[] = [
  ['switches/PowerSwitch_1/activeHigh', true, false],
  ['switches/PowerSwitch_1/atBoot', 'off', 'on', 'restore'],
  ['switches/PowerSwitch_1/button', 'D0', 'D31'],
  ['switches/PowerSwitch_2', { pin: 'D3' }],
  ['switches/PowerSwitch_10', { pin: 'D0' }],
]
for (const [path, ...values] of good) {
  test(`takes ${path} of ${values.map((value) => JSON.stringify(value).slice(0, 24)).join(', ')}`, () => {
    for (const value of values) assert.deepEqual(problemsOf(changed(goodConfig, path, value)), [], String(value))
  })
}

// Path with / between keys, what the message wants, values that are refused.
const bad: readonly (readonly [path: string, wanted: RegExp, ...values: unknown[]])[] = [
  ['switches/PowerSwitch_1/pin', /wanted 1 to 8|no pin/, undefined, 7, null, 'D32', 'LED1', 'd2'],
  ['switches/PowerSwitch_1/activeHigh', /wanted true\|false/, 'low', 1, 'true', null],
  ['switches/PowerSwitch_1/atBoot', /wanted/, 1, true, 'ON', 'last', null],
  ['switches/PowerSwitch_1/button', /wanted 1 to 8|no pin/, 7, null, 'D32', 'd4'],
]
for (const [path, wanted, ...values] of bad) {
  for (const value of values) {
    test(`refuses ${path} ${value === undefined ? 'missing' : `of ${JSON.stringify(value).slice(0, 40)}`}`, () => {
      refuses(changed(goodConfig, path, value), path.replaceAll('/', '.'), wanted)
    })
  }
}

test('refuses a key of a switch that it does not know', () => {
  refuses(changed(goodConfig, 'switches/PowerSwitch_1/Pin', 'hunter2'), 'switches.PowerSwitch_1.Pin is unknown', /./)
})

for (const name of [
  'PowerSwitch',
  'PowerSwitch_',
  'PowerSwitch_0',
  'PowerSwitch_01',
  'PowerSwitch_1x',
  'PowerSwitch_-1',
  'PowerSwitch_1.5',
  'PowerSwitch_1e2',
  'powerSwitch_1',
  'Switch_1',
  'toString',
]) {
  test(`refuses a switch with the name ${name}`, () => {
    refuses(changed(goodConfig, `switches/${name}`, { pin: 'D9' }), `switches.${name} is unknown`, /PowerSwitch_1/)
  })
}

test('wants at least one switch', () => {
  for (const switches of [undefined, {}, [], null, 7, 'PowerSwitch_1']) {
    refuses(changed(goodConfig, 'switches', switches), 'switches is missing', /PowerSwitch_1/)
  }
})

test('two switches cannot have one pin, D0 included', () => {
  for (const pin of ['D2', 'D0']) {
    const config = changed(changed(goodConfig, 'switches/PowerSwitch_1/pin', pin), 'switches/PowerSwitch_2', { pin })
    refuses(config, 'switches.PowerSwitch_2.pin', /taken by PowerSwitch_1/)
  }
})

test('a button cannot have the pin of a switch or of another button', () => {
  const twice = { pin: 'D2', button: 'D2' }
  refuses(changed(goodConfig, 'switches/PowerSwitch_1', twice), 'switches.PowerSwitch_1.button "D2" is taken by', /_1$/)
  const one = changed(goodConfig, 'switches/PowerSwitch_1', { pin: 'D2', button: 'D4' })
  for (const [other, key] of [
    [{ pin: 'D4' }, 'pin "D4"'],
    [{ pin: 'D3', button: 'D4' }, 'button "D4"'],
    [{ pin: 'D3', button: 'D2' }, 'button "D2"'],
  ] as const)
    refuses(
      changed(one, 'switches/PowerSwitch_2', other),
      `switches.PowerSwitch_2.${key} is taken by PowerSwitch_1`,
      /_1$/,
    )
})
