import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Random } from '../../../tools/chaos/random.ts'
import { randomSteps } from '../../../tools/chaos/random-steps.ts'
import { modeText } from '../../../tools/chaos/modes.ts'
import { parseScript } from '../../../tools/chaos/script.ts'
import { createChaosBench } from './bench.ts'

/** Always the lowest, or always the highest number; picks the item of `at`. */
function extreme(isHigh: boolean, at = 0): Random {
  return {
    next: () => 0,
    below: (below) => (isHigh ? below - 1 : 0),
    chance: () => isHigh,
    pick: (items) => items[Math.min(at, items.length - 1)] as never,
    bytes: (count) => new Uint8Array(count),
  }
}

test('random faults: 5 to 60 s of quiet, then 1 to 20 s of fault, up to the end of the time', () => {
  const times = (random: Random, ms: number) =>
    randomSteps(random, ms).map(({ when }) => ('afterMs' in when ? when.afterMs : -1))
  assert.deepEqual(times(extreme(false), 11_001), [5000, 6000, 11_000, 12_000])
  assert.deepEqual(times(extreme(false), 11_000), [5000, 6000])
  assert.deepEqual(times(extreme(true), 140_000), [59_999, 79_998, 139_997, 159_996])
})

test('random faults are of every kind, within their bounds, and each ends in both directions', () => {
  const kinds = [0, 1, 2, 3, 4, 5].map((at) =>
    [false, true].map((high) => randomSteps(extreme(high, at), 60_000)[0]?.mode),
  )
  assert.deepEqual(kinds, [
    [
      { mode: 'delay', ms: 0, extraMs: 0, extraPercent: 0 },
      { mode: 'delay', ms: 2999, extraMs: 4999, extraPercent: 49 },
    ],
    [{ mode: 'stall' }, { mode: 'stall' }],
    [{ mode: 'blackhole' }, { mode: 'blackhole' }],
    [
      { mode: 'cut', bytes: 0, how: 'fin' },
      { mode: 'cut', bytes: 299, how: 'fin' },
    ],
    [
      { mode: 'corrupt', byte: 1, xor: 0 },
      { mode: 'corrupt', byte: 200, xor: 0 },
    ],
    [
      { mode: 'split', upTo: 1, gapMs: 0 },
      { mode: 'split', upTo: 20, gapMs: 49 },
    ],
  ])
  const [, pass] = randomSteps(extreme(false), 6000)
  assert.deepEqual([pass?.mode, pass?.directions], [{ mode: 'pass' }, ['up', 'down']])
  const directions = [0, 1, 2].map((at) => randomSteps(extreme(false, at), 6000)[0]?.directions)
  assert.deepEqual(directions, [['up'], ['down'], ['up', 'down']])
})

test('a script leaves out what has a default', () => {
  const steps = (step: object) => parseScript(JSON.stringify({ steps: [step] }), 'file')(1)
  const both = ['up', 'down']
  for (const [step, mode] of [
    [
      { mode: 'delay', ms: 5 },
      { mode: 'delay', ms: 5, extraMs: 0, extraPercent: 0 },
    ],
    [{ mode: 'cut' }, { mode: 'cut', bytes: 0, how: 'rst' }],
    [{ mode: 'corrupt' }, { mode: 'corrupt', byte: 1, xor: 0 }],
    [
      { mode: 'split', upTo: 3 },
      { mode: 'split', upTo: 3, gapMs: 1 },
    ],
    [{ mode: 'stall' }, { mode: 'stall' }],
  ] as const)
    assert.deepEqual(steps(step), [{ when: { afterMs: 0 }, directions: both, mode }])
  assert.deepEqual(steps({ mode: 'pass', afterBytes: 0, direction: 'down' })[0]?.when, { afterBytes: 0 })
})

test('a script is refused at each bound', () => {
  for (const step of [
    { mode: 'corrupt', byte: 0 },
    { mode: 'corrupt', xor: 256 },
    { mode: 'delay', ms: -1 },
    { mode: 'delay' },
    { mode: 'delay', ms: 1, extraPercent: 101 },
    { mode: 'split', sizes: [] },
    { mode: 'split', sizes: [0] },
    { mode: 'split', upTo: 0 },
    { mode: 'split', upTo: 1, sizes: [1] },
    { mode: 'split' },
    { mode: 'cut', how: 'end' },
    { mode: 'pass', afterMs: 0.5 },
    { mode: 'pass', afterMs: 1, afterBytes: 1 },
    { mode: 'pass', connection: 0 },
    { mode: 'pass', direction: 'left' },
    { mode: 'pass', ms: 1 },
    {},
  ])
    assert.throws(
      () => parseScript(JSON.stringify({ steps: [step] }), 'file'),
      { slug: 'script-invalid' },
      JSON.stringify(step),
    )
  for (const step of [
    { mode: 'corrupt', byte: 1, xor: 255 },
    { mode: 'delay', ms: 0, extraPercent: 100 },
    { mode: 'split', sizes: [1] },
    { mode: 'pass', connection: 1 },
  ])
    assert.equal(parseScript(JSON.stringify({ steps: [step] }), 'file')(1).length, 1)
})

test('a mode is shown with its fields', () => {
  assert.equal(modeText({ mode: 'cut', bytes: 3, how: 'fin' }), 'cut bytes=3 how=fin')
})

test('bytes are counted from when a mode is set; a cut after as many as came ends the link at once', () => {
  const { device, clock, atCloud, events, set, relay } = createChaosBench()
  device.write(Buffer.from('abc'))
  clock.advance(10)
  set('up', { mode: 'corrupt', byte: 2, xor: 1 })
  device.write(Buffer.from('abc'))
  clock.advance(10)
  set('up', { mode: 'cut', bytes: 2, how: 'fin' })
  device.write(Buffer.from('abc'))
  clock.advance(19 + 2)
  assert.deepEqual(
    atCloud.map((line) => line.split(' ')[1]),
    ['abc', 'acc', 'ab'],
  )
  assert.match(events.join(), /byte 5 corrupted from 0x62 to 0x63/)
  clock.advance(1)
  assert.equal(relay.open, 0)
  assert.match(events.at(-1) ?? '', /closed by fin, up 9 B, down 0 B$/)
})

test('all links are ended by a reset unless said otherwise, and a closed one takes no mode', () => {
  for (const [how, heard] of [
    [undefined, 'reset'],
    ['fin', 'end'],
  ] as const) {
    const { clock, relay, atCloud, atDevice, events, set } = createChaosBench()
    relay.closeAll(how)
    clock.advance(10)
    assert.match(String([atCloud, atDevice]), new RegExp(`^\\d+ ${heard},\\d+ ${heard}$`))
    const count = events.length
    set('both', { mode: 'stall' })
    assert.equal(events.length, count)
  }
})

test('what a blackhole has lost delays nothing that comes after it', () => {
  const { device, clock, atCloud, set } = createChaosBench()
  set('up', { mode: 'delay', ms: 10_000, extraMs: 0, extraPercent: 0 })
  device.write(Buffer.from('lost'))
  clock.advance(10)
  set('up', { mode: 'blackhole' })
  set('up', { mode: 'pass' })
  device.write(Buffer.from('later'))
  clock.advance(10)
  assert.deepEqual(atCloud, ['12 later'])
})
