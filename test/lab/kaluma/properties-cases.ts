import assert from 'node:assert/strict'
import { propertiesApplication } from '../../../tools/build/application.ts'
import { rigOf } from './board/on-board.ts'
import type { Rig } from './board/rig.ts'
import type { KalumaCase } from './case.ts'
import { buildScript } from './judged.ts'

const pins = { lamp: 6, dimmer: 5, contact: 14, soil: 26 } as const

const properties = {
  Lamp: { type: 'output', pin: `GP${pins.lamp}`, activeHigh: false, atBoot: 'restore' },
  Brightness: { type: 'pwm', pin: `GP${pins.dimmer}` },
  DoorOpen: { type: 'input', pin: `GP${pins.contact}` },
  Moisture: { type: 'analog', pin: `GP${pins.soil}`, leastS: 1 },
} as const

/** Properties on pins (apps/properties), on the real image: levels, duty and converter are those of the emulated chip. */
export const propertiesCases: readonly KalumaCase[] = [
  {
    ...{ name: 'pico-w: properties: an output, PWM, a contact and a voltage, sets that are refused, a power cut' },
    ...{ ring: 'c', aboutS: 40 },
    async run(bench) {
      const rig = rigOf(bench, { script: await buildScript({ properties }, propertiesApplication.file) })
      try {
        doesAll(rig)
      } finally {
        rig.board.powerOff()
      }
    },
  },
]

function doesAll(rig: Rig): void {
  rig.board.setVoltage(pins.soil, 0.42)
  rig.bootReady()
  // An active-low load is off while its pin is high, from the first level on.
  assert.deepEqual(levelsOf(rig, pins.lamp), ['high'])
  assert.deepEqual(levelsOf(rig, pins.dimmer), ['low'])
  assert.deepEqual(rig.posts().at(-1), { Lamp: 0, Brightness: 0, DoorOpen: 1, Moisture: 42 })

  assert.equal(replyTo(rig, { Lamp: 1, Brightness: 30 }), 200)
  assert.equal(rig.board.pin(pins.lamp), 'low')
  assert.ok(Math.abs(dutyOf(rig, pins.dimmer) - 0.3) < 0.01)
  for (const wrong of [
    { Lamp: 2 },
    { Brightness: 101 },
    { Brightness: '30' },
    { DoorOpen: 0 },
    { Moisture: 1 },
    { Pump: 1 },
  ])
    assert.equal(replyTo(rig, wrong), 460, JSON.stringify(wrong))
  assert.equal(rig.board.pin(pins.lamp), 'low')
  assert.ok(Math.abs(dutyOf(rig, pins.dimmer) - 0.3) < 0.01)
  for (const [value, level] of [
    [100, 'high'],
    [0, 'low'],
  ] as const) {
    assert.equal(replyTo(rig, { Brightness: value }), 200)
    const edges = levelsOf(rig, pins.dimmer).length
    rig.pass(1_000)
    assert.deepEqual([rig.board.pin(pins.dimmer), levelsOf(rig, pins.dimmer).length], [level, edges])
  }

  rig.board.drive(pins.contact, 'low')
  rig.board.setVoltage(pins.soil, 0.9)
  rig.pass(4_000)
  assert.deepEqual(rig.posts().at(-1), { Lamp: 1, Brightness: 0, DoorOpen: 0, Moisture: 90 })

  rig.pass(7_000)
  rig.board.powerOff()
  rig.log.restarted()
  const before = rig.board.pinEdges.length
  rig.board.powerOn()
  rig.untilReady(30_000)
  const [first] = rig.board.pinEdges.slice(before).filter(({ pin, level }) => pin === pins.lamp && level !== undefined)
  assert.equal(first?.level, 'low')
  assert.equal(rig.board.halted, undefined)
  assert.deepEqual(rig.events, [])
}

/** The levels that the board put out at a pin. */
const levelsOf = (rig: Rig, pin: number): (string | undefined)[] =>
  rig.board.pinEdges.filter((edge) => edge.pin === pin && edge.level !== undefined).map(({ level }) => level)

/** The share of a second during which a pin is high. */
function dutyOf(rig: Rig, pin: number): number {
  const begin = rig.board.pinEdges.length
  const startMs = rig.clock.now()
  rig.pass(1_000)
  let highMs = 0
  let since: number | undefined
  for (const { pin: which, level, atMs } of rig.board.pinEdges.slice(begin)) {
    if (which !== pin) continue
    if (level === 'high') since = atMs
    else if (since !== undefined) highMs += atMs - since
  }
  return highMs / (rig.clock.now() - startMs)
}

/** The code of the reply to a set. */
function replyTo(rig: Rig, params: object): number | undefined {
  const id = rig.set(params)
  rig.until(() => rig.replies().some((reply) => reply.id === id), 5_000)
  return rig.replies().find((reply) => reply.id === id)?.code
}
