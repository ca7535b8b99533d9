import assert from 'node:assert/strict'
import { test } from 'node:test'
import { boardWith } from '../../firmware/support/board-with.ts'
import { switchOn } from '../../firmware/support/switches.ts'

test('only what a restored switch does is saved, with the state of all', () => {
  const { fake, set, seconds } = boardWith({
    PowerSwitch_1: switchOn(4),
    PowerSwitch_2: switchOn(5, { restore: true }),
  })
  set({ PowerSwitch_1: 1 })
  assert.deepEqual(fake.seen('save'), [])
  set({ PowerSwitch_2: 1 })
  assert.deepEqual(fake.seen('save'), ['"PowerSwitch_1":1,"PowerSwitch_2":1'])
  set({ PowerSwitch_1: 0 })
  seconds(6)
  assert.equal(fake.seen('save').length, 1)
})

test('what is saved is JSON that reads back', () => {
  const { fake, set } = boardWith({
    PowerSwitch_1: switchOn(4, { restore: true }),
    PowerSwitch_2: switchOn(5, { restore: true, on: 1 }),
  })
  set({ PowerSwitch_1: 1 })
  assert.deepEqual(JSON.parse(`{${fake.saved()}}`), { PowerSwitch_1: 1, PowerSwitch_2: 1 })
})

test('the pin is driven before the flash is written', () => {
  const { fake, set } = boardWith({ PowerSwitch_1: switchOn(4, { restore: true }) })
  set({ PowerSwitch_1: 1 })
  assert.deepEqual(fake.events, ['drive 4 1', 'save "PowerSwitch_1":1'])
})

test('saves at most once in 5 s, and then the newest', () => {
  const { fake, set, seconds } = boardWith({
    PowerSwitch_1: switchOn(4, { restore: true }),
    PowerSwitch_2: switchOn(5, { restore: true }),
  })
  for (const on of [1, 0, 1, 0, 1]) set({ PowerSwitch_1: on, PowerSwitch_2: 1 - on })
  assert.deepEqual(fake.seen('save'), ['"PowerSwitch_1":1,"PowerSwitch_2":0'])
  set({ PowerSwitch_1: 0, PowerSwitch_2: 1 })
  seconds(5)
  assert.equal(fake.seen('save').length, 1)
  seconds(1)
  assert.deepEqual(fake.seen('save').slice(1), ['"PowerSwitch_1":0,"PowerSwitch_2":1'])
})

test('a state that is back where it was after 5 s is not saved again', () => {
  const { fake, set, seconds } = boardWith({ PowerSwitch_1: switchOn(4, { restore: true }) })
  for (const on of [1, 0, 1]) set({ PowerSwitch_1: on })
  seconds(60)
  assert.equal(fake.seen('save').length, 1)
})

test('rests 5 s after each save, also after the second', () => {
  const { fake, set, seconds } = boardWith({ PowerSwitch_1: switchOn(4, { restore: true }) })
  const times: number[] = []
  for (let second = 0; second < 60; second++) {
    const before = fake.seen('save').length
    for (const on of [1, 0, second & 1]) set({ PowerSwitch_1: on })
    seconds(1)
    if (fake.seen('save').length > before) times.push(second)
  }
  assert.ok(times.length <= 13 && times.length >= 6, `${times.length} saves in 60 s`)
  times.slice(1).forEach((second, i) => assert.ok(second - (times[i] ?? 0) >= 5))
})

test('100,000 toggles in a day write flash at most every 5 s and keep the last state', () => {
  const { fake, set, seconds } = boardWith({ PowerSwitch_1: switchOn(4, { restore: true }) })
  for (let i = 1; i <= 100_000; i++) {
    set({ PowerSwitch_1: i & 1 })
    if (i % 7 > 0) seconds(1)
  }
  seconds(6)
  assert.ok(fake.seen('save').length <= 86_400 / 5 + 1)
  assert.equal(fake.saved(), '"PowerSwitch_1":0')
})

test('before a reboot the newest state is saved at once, though it rests', () => {
  const { fake, set, save } = boardWith({ PowerSwitch_1: switchOn(4, { restore: true }) })
  set({ PowerSwitch_1: 1 })
  set({ PowerSwitch_1: 0 })
  save()
  assert.deepEqual(fake.seen('save'), ['"PowerSwitch_1":1', '"PowerSwitch_1":0'])
})

test('a save of what is saved already writes nothing', () => {
  const { fake, save } = boardWith({ PowerSwitch_1: switchOn(4, { restore: true, on: 1 }) })
  save()
  assert.deepEqual(fake.events, [])
})

test('no room for a journal is a warning, and the switch works on', () => {
  const { fake, set } = boardWith({ PowerSwitch_1: switchOn(4, { restore: true }) }, { storageHasRoom: false })
  set({ PowerSwitch_1: 1 })
  assert.deepEqual(fake.seen('log'), ['W keep not saved: no room in Storage, npm run flash'])
  assert.equal(set({ PowerSwitch_1: 0 }), '')
  assert.deepEqual(fake.seen('drive'), ['4 1', '4 0'])
})
