import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  bootBoard,
  changed,
  goodConfig,
  type AtBootOptions,
  type Booted,
} from '../../firmware/support/board-at-boot.ts'
import { paramsOf } from '../../firmware/support/post.ts'

const start = (options: AtBootOptions = {}): Booted => bootBoard(options)
const valuesOf = ({ load }: Booted): unknown => paramsOf(load('firmware/thing/state.ts').postState())
const problemsOf = ({ fake }: Booted): string[] => fake.seen('log').filter((line) => line.startsWith('E boot '))
const unrestored = ({ fake }: Booted): string[] => fake.seen('log').filter((line) => line.startsWith('W switch '))

function withSwitches(switches: object): unknown {
  return changed(goodConfig, 'switches', switches)
}

test('drives the pin of a switch low at boot, as nothing else is said', () => {
  const started = start()
  assert.deepEqual(started.fake.seen('drive'), ['2 0'])
  assert.deepEqual(valuesOf(started), { PowerSwitch_1: 0 })
})

// atBoot, activeHigh, saved state -> what the pin is driven to.
const levels: readonly (readonly [
  string | undefined,
  boolean | undefined,
  string | undefined,
  level: 0 | 1,
  on: 0 | 1,
])[] = [
  [undefined, undefined, undefined, 0, 0],
  ['off', true, undefined, 0, 0],
  ['off', false, undefined, 1, 0],
  ['on', true, undefined, 1, 1],
  ['on', false, undefined, 0, 1],
  ['off', true, '"PowerSwitch_1":1', 0, 0],
  ['on', true, '"PowerSwitch_1":0', 1, 1],
  ['restore', true, '"PowerSwitch_1":1', 1, 1],
  ['restore', true, '"PowerSwitch_1":0', 0, 0],
  ['restore', false, '"PowerSwitch_1":1', 0, 1],
  ['restore', false, '"PowerSwitch_1":0', 1, 0],
  ['restore', false, undefined, 1, 0],
]
for (const [atBoot, activeHigh, saved, level, on] of levels) {
  test(`atBoot ${atBoot}, activeHigh ${activeHigh}, saved ${saved}: driven ${level === 1 ? 'high' : 'low'}`, () => {
    const options = { ...(atBoot === undefined ? {} : { atBoot }), ...(activeHigh === undefined ? {} : { activeHigh }) }
    const started = start({
      config: withSwitches({ PowerSwitch_1: { pin: 'D2', ...options } }),
      ...(saved === undefined ? {} : { saved }),
    })
    assert.deepEqual(started.fake.seen('drive'), [`2 ${level}`])
    assert.deepEqual(valuesOf(started), { PowerSwitch_1: on })
  })
}

const broken = [
  undefined,
  '',
  '{',
  'null',
  '7',
  '[]',
  '"x"',
  '"PowerSwitch_1"',
  '"PowerSwitch_1":2',
  '"PowerSwitch_1":"1"',
  '"PowerSwitch_1":true',
  '"PowerSwitch_1":null',
  '"PowerSwitch_1":1}{',
  '"PowerSwitch_1":1,',
  '"PowerSwitch_2":1',
  '"__proto__":{"PowerSwitch_1":"1"}',
]
for (const saved of broken) {
  test(`a saved state of ${saved === undefined ? 'no file' : JSON.stringify(saved)} is off, and told`, () => {
    const config = withSwitches({ PowerSwitch_1: { pin: 'D2', atBoot: 'restore' } })
    const started = start({ config, ...(saved === undefined ? {} : { saved }) })
    assert.deepEqual(started.fake.seen('drive'), ['2 0'])
    assert.deepEqual(unrestored(started), ['W switch no saved state, so off: PowerSwitch_1'])
    assert.deepEqual(problemsOf(started), [])
  })
}

test('each switch is restored by its own name; those that cannot be are told', () => {
  const config = withSwitches({
    PowerSwitch_1: { pin: 'D2', atBoot: 'restore' },
    PowerSwitch_2: { pin: 'D3', atBoot: 'restore' },
    PowerSwitch_3: { pin: 'D4', atBoot: 'on' },
    PowerSwitch_4: { pin: 'D5', atBoot: 'restore' },
  })
  const started = start({ config, saved: '"PowerSwitch_2":1,"PowerSwitch_3":0,"PowerSwitch_9":1' })
  assert.deepEqual(started.fake.seen('drive'), ['2 0', '3 1', '4 1', '5 0'])
  assert.deepEqual(unrestored(started), ['W switch no saved state, so off: PowerSwitch_1 PowerSwitch_4'])
})

test('nothing is told of restoring where nothing is to be restored', () => {
  assert.deepEqual(unrestored(start()), [])
})

test('the start does not wear the flash', () => {
  const restored = withSwitches({ PowerSwitch_1: { pin: 'D2', atBoot: 'restore' } })
  for (const saved of [{}, { saved: '"PowerSwitch_1":1' }])
    assert.deepEqual(start({ config: restored, ...saved }).fake.seen('save'), [])
})

test('a button is between its pin and ground: pulled up, watched at each falling edge, without the bounces', () => {
  const { fake } = start({
    config: withSwitches({ PowerSwitch_1: { pin: 'D2', button: 'D4' }, PowerSwitch_2: { pin: 'D3' } }),
  })
  assert.deepEqual(fake.seen('mode'), ['4 input_pullup'])
  assert.deepEqual(fake.seen('watch'), ['4 {"repeat":true,"edge":"falling","debounce":30}'])
})
