import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkConfig } from '../../../tools/config/check/check-config.ts'
import type { AppKind } from '../../../tools/config/check/app-kind.ts'
import type { BoardName } from '../../../tools/board-kinds/board-kind.ts'

const wifi = { ssid: 'Home', password: 'correct horse' }
const aliyun = {
  ...{ productKey: 'a1B2c3D4e5F', deviceName: 'plug01', region: 'cn-shanghai' },
  deviceSecret: '0123456789abcdef0123456789abcde0',
}
const configWith = (properties: unknown, more: object = {}): string =>
  JSON.stringify({ wifi, aliyun, ...(properties === undefined ? {} : { properties }), ...more })

/** The problems, as `path what came`. */
function problemsOf(properties: unknown, board?: BoardName, app?: AppKind, more?: object): string[] {
  const { problems } = checkConfig(configWith(properties, more), board, app)
  return problems.map(({ severity, path, got }) => `${severity === 'warning' ? 'warning ' : ''}${path} ${got}`)
}

const one = (each: object, board?: BoardName): string[] => problemsOf({ A: each }, board)

test('one of each type is right', () => {
  const properties = {
    Lamp: { type: 'output', pin: 'D4', activeHigh: true, atBoot: 'off' },
    Brightness: { type: 'pwm', pin: 'D5', min: 0, max: 100, freqHz: 1000, activeHigh: true, atBoot: 'restore' },
    DoorOpen: { type: 'input', pin: 'D14', pull: 'up', activeHigh: true, debounceMs: 30 },
    Moisture: {
      ...{ type: 'analog', pin: 'D34', min: 100, max: 0, decimals: 1, deadBand: 0.5 },
      ...{ leastS: 10, mostS: 600 },
    },
  }
  assert.deepEqual(problemsOf(properties, 'esp32'), [])
})

// What a board's pins can and cannot do: the property, the board, how the problem begins; '' where it is right.
const pins: readonly (readonly [each: object, board: BoardName, problem: string])[] = [
  [{ type: 'output', pin: 'D34' }, 'esp32', 'A.pin "D34" is an input only'],
  [{ type: 'pwm', pin: 'D34' }, 'esp32', 'A.pin "D34" is an input only'],
  [{ type: 'input', pin: 'D34' }, 'esp32', 'A.pull "D34" has no resistor inside'],
  [{ type: 'input', pin: 'D34', pull: 'none' }, 'esp32', ''],
  [{ type: 'analog', pin: 'D34' }, 'esp32', ''],
  [{ type: 'analog', pin: 'D4' }, 'esp32', 'A.pin "D4" is on the second converter'],
  [{ type: 'analog', pin: 'D5' }, 'esp32', 'A.pin "D5" has no converter'],
  [{ type: 'pwm', pin: 'D25' }, 'esp32', 'A.pin "D25" puts out a steady voltage'],
  [{ type: 'output', pin: 'D25' }, 'esp32', ''],
  [{ type: 'input', pin: 'D0' }, 'esp32', ''],
  [{ type: 'input', pin: 'D12' }, 'esp32', 'A.pin "D12" cannot be watched'],
  [{ type: 'input', pin: 'D6' }, 'esp32', 'A.pin "D6" is wired to the flash chip'],
  [{ type: 'analog', pin: 'D4' }, 'esp32-c3', ''],
  [{ type: 'analog', pin: 'D4' }, 'esp32-s3', 'A.pin "D4" has no converter'],
  [{ type: 'analog', pin: 'A0' }, 'esp8266', ''],
  [{ type: 'input', pin: 'A0', pull: 'none' }, 'esp8266', 'A.pin "A0" reads a voltage only'],
  [{ type: 'input', pin: 'D16', pull: 'none' }, 'esp8266', 'A.pin "D16" cannot be watched'],
  [{ type: 'input', pin: 'D4', pull: 'down' }, 'esp8266', 'A.pull there is no pull-down'],
  [{ type: 'pwm', pin: 'D4', freqHz: 5000 }, 'esp8266', 'A.freqHz 5000'],
  [{ type: 'output', pin: 'D4', atBoot: 'restore' }, 'esp8266-512k', 'A.atBoot "restore" cannot be'],
  [{ type: 'pwm', pin: 'B12' }, 'espruino-wifi', 'A.pin "B12" has no timer'],
  [{ type: 'input', pin: 'C13' }, 'espruino-wifi', ''],
  [{ type: 'analog', pin: 'GP26' }, 'pico-w', ''],
  [{ type: 'analog', pin: 'GP2' }, 'pico-w', 'A.pin "GP2" has no converter'],
  [{ type: 'pwm', pin: 'LED' }, 'pico-w', 'A.pin "LED" is on the radio chip'],
  [{ type: 'output', pin: 'LED' }, 'pico-w', ''],
  [{ type: 'pwm', pin: 'GP2', freqHz: 10 }, 'pico-w', 'A.freqHz 10'],
]
for (const [each, board, problem] of pins) {
  test(`${JSON.stringify(each)} on ${board}: ${problem === '' ? 'right' : problem}`, () => {
    const problems = one(each, board)
    if (problem === '') assert.deepEqual(problems, [])
    else assert.ok(problems.length === 1 && problems[0]?.startsWith(`properties.${problem}`), problems.join('\n'))
  })
}

// What needs no board: the property, what is told.
const wrong: readonly (readonly [each: object, ...problems: string[]])[] = [
  [{ type: 'servo', pin: 'D4' }, 'A.type "servo"'],
  [{ pin: 'D4' }, 'A.type is missing'],
  [{ type: 'output' }, 'A.pin is missing'],
  [{ type: 'output', pin: 'D4', min: 0 }, 'A.min is not a key of type "output"'],
  [{ type: 'analog', pin: 'D4', atBoot: 'on' }, 'A.atBoot is not a key of type "analog"'],
  // Its min is not 100 by that, so that it would equal max.
  [{ type: 'analog', pin: 'D4', minimum: 100, max: 0 }, 'A.minimum is not a key of type "analog"'],
  [{ type: 'pwm', pin: 'D4', max: '9' }, 'A.max a text of 1 character'],
  [{ type: 'pwm', pin: 'D4', min: 100 }, 'A.max 100'],
  [{ type: 'pwm', pin: 'D4', freqHz: 40_001 }, 'A.freqHz 40001'],
  [{ type: 'analog', pin: 'D4', min: 5, max: 5 }, 'A.max 5'],
  [{ type: 'analog', pin: 'D4', mostS: 5 }, 'A.mostS 5'],
  [{ type: 'analog', pin: 'D4', deadBand: -1, decimals: 7 }, 'A.deadBand -1', 'A.decimals 7'],
  [{ type: 'input', pin: 'D4', pull: 'sideways', debounceMs: 0.5 }, 'A.pull "sideways"', 'A.debounceMs 0.5'],
]
for (const [each, ...expected] of wrong) {
  test(`refuses ${JSON.stringify(each)}, all of it in one run`, () => {
    assert.deepEqual(
      one(each).map((problem) => expected.some((start) => problem.startsWith(`properties.${start}`))),
      expected.map(() => true),
      one(each).join('\n'),
    )
  })
}

test('pins that cannot do it beside each other are told', () => {
  const pwm = (pin: string, freqHz?: number) => ({ type: 'pwm', pin, ...(freqHz && { freqHz }) })
  const four = { A: pwm('D4'), B: pwm('D5'), C: pwm('D18'), D: pwm('D19') }
  assert.deepEqual(problemsOf(four, 'esp32'), ['properties.D.type "pwm" is one more than the 3 that ESP32 has'])
  const shared = Object.fromEntries(['D4', 'D5', 'D18', 'D19', 'D21'].map((pin, at) => [`P${at}`, pwm(pin, 5000)]))
  assert.deepEqual(problemsOf({ A: pwm('D22'), ...shared }, 'esp32'), [])
  assert.equal(problemsOf({ ...shared, Q: pwm('D23', 5000) }, 'esp32').length, 1)
  assert.deepEqual(problemsOf({ A: pwm('GP4'), B: pwm('GP5') }, 'pico-w'), [
    'properties.B.pin "GP5" cannot do it beside "GP4" of A',
  ])
  assert.deepEqual(problemsOf({ A: { type: 'input', pin: 'A5' }, B: { type: 'input', pin: 'B5' } }, 'espruino-wifi'), [
    'properties.B.pin "B5" cannot do it beside "A5" of A',
  ])
  assert.deepEqual(problemsOf({ A: pwm('D4'), B: { type: 'output', pin: 'D4' } }), [
    'properties.B.pin "D4" is taken by A',
  ])
})

const lamp = { Lamp: { type: 'output', pin: 'D4' } }
const switches = { PowerSwitch_1: { pin: 'D2' } }
for (const [app, properties, more, problem] of [
  [undefined, lamp, {}, undefined],
  [undefined, lamp, { switches }, 'properties stands beside switches'],
  [undefined, undefined, {}, 'switches is missing'],
  [undefined, {}, {}, 'properties is empty'],
  [undefined, undefined, { switches }, undefined],
  ['switch', lamp, {}, 'properties is read by apps/properties/properties.ts alone'],
  ['properties', undefined, { switches }, 'properties is missing'],
  ['own', lamp, {}, 'properties is read by apps/properties/properties.ts alone'],
  ['own', undefined, {}, undefined],
] as const) {
  test(`for ${app ?? 'no application named'}, with ${properties ? 'properties' : 'none'}${'switches' in more ? ' and switches' : ''}: ${problem ?? 'right'}`, () => {
    assert.deepEqual(problemsOf(properties, undefined, app, more), problem === undefined ? [] : [problem])
  })
}

test('what was probably meant is said: a key by its beginning, a pin by its number', () => {
  const fixesOf = (each: object) => checkConfig(configWith({ A: each }), 'esp32').problems.map(({ fix }) => fix)
  assert.deepEqual(fixesOf({ type: 'analog', pin: 'D34', minimum: 100, max: 0 }), ['did you mean min?'])
  assert.match(fixesOf({ type: 'analog', pin: 'GPIO33' }).join(), /^did you mean "D33"\? {2}use one of D32-/)
  assert.match(fixesOf({ type: 'pwm', pin: 'GPIO34' }).join(), /^use one of /)
})
