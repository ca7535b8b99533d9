import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { holds } from '../../firmware/support/property.ts'
import { pinEvents, startWith } from './started.ts'

const lamp = { type: 'output', pin: 'D4' } as const
const dimmer = { type: 'pwm', pin: 'D5' } as const

// What the section adds, what was saved, the pin's level and the value after the start.
const boots: readonly (readonly [more: object, saved: string | undefined, level: 0 | 1, value: number])[] = [
  [{}, undefined, 0, 0],
  [{ atBoot: 'off', activeHigh: false }, undefined, 1, 0],
  [{ atBoot: 'on' }, undefined, 1, 1],
  [{ atBoot: 'on', activeHigh: false }, undefined, 0, 1],
  [{ atBoot: 'restore' }, '"Lamp":1', 1, 1],
  [{ atBoot: 'restore', activeHigh: false }, '"Lamp":1', 0, 1],
  [{ atBoot: 'restore' }, '"Lamp":2', 0, 0],
  [{ atBoot: 'off' }, '"Lamp":1', 0, 0],
]
for (const [more, saved, level, value] of boots) {
  test(`an output of ${JSON.stringify(more)} with ${saved ?? 'nothing'} saved comes up ${level === 1 ? 'high' : 'low'}`, () => {
    const board = startWith({ Lamp: { ...lamp, ...more } }, saved === undefined ? {} : { saved })
    assert.deepEqual(pinEvents(board), [`drive 4 ${level}`])
    assert.deepEqual(board.values(), { Lamp: value })
  })
}

const pwmBoots: readonly (readonly [more: object, saved: string | undefined, event: string, value: number])[] = [
  [{}, undefined, 'drive 5 0', 0],
  [{ activeHigh: false }, undefined, 'drive 5 1', 0],
  [{ atBoot: 'on', max: 255 }, undefined, 'drive 5 1', 255],
  [{ atBoot: 'on', min: 20 }, undefined, 'drive 5 1', 100],
  [{ min: 20 }, undefined, 'drive 5 0', 20],
  [{ atBoot: 'restore' }, '"Dimmer":25', 'pwm 5 0.25 {"freq":1000}', 25],
  [{ atBoot: 'restore', freqHz: 50 }, '"Dimmer":25', 'pwm 5 0.25 {"freq":50}', 25],
  [{ atBoot: 'restore', activeHigh: false }, '"Dimmer":25', 'pwm 5 0.75 {"freq":1000}', 25],
  [{ atBoot: 'restore' }, '"Dimmer":101', 'drive 5 0', 0],
  [{ atBoot: 'restore' }, '"Dimmer":"25"', 'drive 5 0', 0],
  [{ atBoot: 'restore' }, undefined, 'drive 5 0', 0],
]
for (const [more, saved, event, value] of pwmBoots) {
  test(`a dimmer of ${JSON.stringify(more)} with ${saved ?? 'nothing'} saved comes up with ${event}`, () => {
    const board = startWith({ Dimmer: { ...dimmer, ...more } }, saved === undefined ? {} : { saved })
    assert.deepEqual(pinEvents(board), [event])
    assert.deepEqual(board.values(), { Dimmer: value })
  })
}

test('values that are missing or do not fit are told, in one line', () => {
  const section = {
    Lamp: { ...lamp, atBoot: 'restore' },
    Dimmer: { ...dimmer, atBoot: 'restore' },
    Pump: { type: 'output', pin: 'D6', atBoot: 'restore' },
  }
  const { fake } = startWith(section, { saved: '"Dimmer":-1,"Pump":1' })
  const told = fake.seen('log').filter((line) => line.startsWith('W properties'))
  assert.deepEqual(told, ['W properties no saved value, so off: Lamp Dimmer'])
})

test('a set moves its pin alone; the same value again makes no edge', () => {
  const board = startWith({ Lamp: lamp, Dimmer: dimmer })
  board.fake.events.splice(0)
  for (let i = 0; i < 3; i++) assert.equal(board.set({ Lamp: 1 }), '')
  assert.equal(board.set({ Dimmer: 30 }), '')
  assert.deepEqual(pinEvents(board), ['drive 4 1', 'pwm 5 0.3 {"freq":1000}'])
  assert.deepEqual(board.values(), { Lamp: 1, Dimmer: 30 })
})

test('never on and always on are plain levels, driven twice: the first call only ends the PWM of an ESP8266', () => {
  const board = startWith({ Dimmer: { ...dimmer, min: 0, max: 10 } })
  board.fake.events.splice(0)
  for (const value of [5, 10, 2.5, 0]) assert.equal(board.set({ Dimmer: value }), '')
  assert.deepEqual(pinEvents(board), [
    'pwm 5 0.5 {"freq":1000}',
    ...['pwm 5 1 {"freq":1000}', 'drive 5 1', 'drive 5 1'],
    'pwm 5 0.25 {"freq":1000}',
    ...['pwm 5 0 {"freq":1000}', 'drive 5 0', 'drive 5 0'],
  ])
})

const wrong: readonly (readonly [params: object, says: string])[] = [
  [{ Lamp: 2 }, 'Lamp must be 0 or 1; '],
  [{ Lamp: true }, 'Lamp must be 0 or 1; '],
  [{ Lamp: '1' }, 'Lamp must be 0 or 1; '],
  [{ Lamp: null }, 'Lamp must be 0 or 1; '],
  [{ Dimmer: 100.5 }, 'Dimmer must be 20 to 100; '],
  [{ Dimmer: 19 }, 'Dimmer must be 20 to 100; '],
  [{ Dimmer: '50' }, 'Dimmer must be 20 to 100; '],
  [{ Dimmer: true }, 'Dimmer must be 20 to 100; '],
  [{ Dimmer: [50] }, 'Dimmer must be 20 to 100; '],
  [{ Dimmer: null }, 'Dimmer must be 20 to 100; '],
  [{ Door: 1 }, 'Door is read-only; '],
  [{ Moisture: 50 }, 'Moisture is read-only; '],
  [{ lamp: 1 }, 'lamp is unknown; '],
  [{ constructor: 1 }, 'constructor is unknown; '],
]
const all = {
  Lamp: lamp,
  Dimmer: { ...dimmer, min: 20 },
  Door: { type: 'input', pin: 'D14' },
  Moisture: { type: 'analog', pin: 'D20' },
} as const
for (const [params, says] of wrong) {
  test(`${JSON.stringify(params)} is refused by name, and moves no pin`, () => {
    const board = startWith(all)
    board.fake.events.splice(0)
    assert.equal(board.set(params), says)
    assert.deepEqual(pinEvents(board), [])
  })
}

test('whatever a set holds: pins move by right values of outputs alone, and nothing is thrown', () => {
  const board = startWith(all)
  holds(
    fc.property(
      fc.dictionary(fc.constantFrom('Lamp', 'Dimmer', 'Door', 'Moisture', 'x', '__proto__'), fc.jsonValue()),
      (params) => {
        board.fake.events.splice(0)
        board.set(params)
        const isRight = params['Lamp'] === 0 || params['Lamp'] === 1
        const dims = typeof params['Dimmer'] === 'number' && params['Dimmer'] >= 20 && params['Dimmer'] <= 100
        for (const event of pinEvents(board)) {
          if (event.startsWith('drive 4 ')) assert.ok(isRight, JSON.stringify(params))
          else assert.ok(dims && / 5 /.test(event), JSON.stringify(params))
        }
      },
    ),
  )
})

test('only what is restored is saved, the pin first; a slider that is dragged saves once in 5 s, the newest', () => {
  const section = {
    Lamp: lamp,
    Dimmer: { ...dimmer, atBoot: 'restore' },
    Pump: { ...lamp, pin: 'D6', atBoot: 'restore' },
  }
  const board = startWith(section, { saved: '"Dimmer":0,"Pump":1' })
  board.fake.events.splice(0)
  board.set({ Lamp: 1 })
  assert.deepEqual(board.fake.seen('save'), [])
  for (let value = 1; value <= 60; value++) board.set({ Dimmer: value })
  assert.deepEqual(board.fake.events.slice(0, 3), ['drive 4 1', 'pwm 5 0.01 {"freq":1000}', 'save "Dimmer":1,"Pump":1'])
  board.seconds(6)
  assert.deepEqual(board.fake.seen('save'), ['"Dimmer":1,"Pump":1', '"Dimmer":60,"Pump":1'])
})

test('what is not restored writes no flash', () => {
  const board = startWith({ Lamp: lamp, Dimmer: dimmer })
  board.set({ Lamp: 1, Dimmer: 50 })
  assert.deepEqual(
    board.fake.events.filter((event) => /^(save|log W keep)/.test(event)),
    [],
  )
})
