import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ensureBuilt } from '../../tools/build/firmware.ts'
import { propertiesApplication } from '../../tools/build/application.ts'
import { Bench, settleMs } from '../rig/bench.ts'
import { deviceJson, type DeviceJson } from '../rig/identity.ts'
import { faultsAs } from '../rig/in-place-of-switch.ts'

// What faults do to an output and a PWM output of the section properties; all of the matrix: npm run test:faults:properties.

const { script: app } = await ensureBuilt('dist', propertiesApplication)

/** PowerSwitch_1 is there for the round trip at the end of every fault test. */
const properties = {
  PowerSwitch_1: { type: 'output', pin: 'D2' },
  Lamp: { type: 'output', pin: 'D4', activeHigh: false, atBoot: 'restore' },
  Dimmer: { type: 'pwm', pin: 'D5', atBoot: 'restore' },
  Fan: { type: 'pwm', pin: 'D12', min: -1, max: 3, activeHigh: false, atBoot: 'on' },
  Door: { type: 'input', pin: 'D14' },
} as const

const config = (): DeviceJson => ({ ...deviceJson(), switches: {}, properties })

// What is left at rest is compared with what the script of all fault tests leaves.
const habits = faultsAs === 'everything' ? [] : (['esp32', 'esp8266'] as const)
for (const habit of habits) {
  const benchFor = (seed: string): Bench => new Bench({ habit, app, seed, config: config() })
  const dutyAt = (bench: Bench, pin: string): number | undefined => bench.board.outside.pwm(pin)?.value
  /** Cuts the power, and gives it back. */
  const cutPower = (bench: Bench): void => {
    bench.board.powerOff()
    bench.peer.abandonAll()
    bench.device.restarted('power-on')
    bench.pass(60_000)
    bench.boot()
  }

  test(`boot levels of outputs and PWM, and none by wrong sets (${habit})`, () => {
    const bench = benchFor('wrong sets')
    bench.bootReady()
    assert.deepEqual(
      ['D2', 'D4', 'D5', 'D12'].map((pin) => bench.board.pin(pin)),
      [0, 1, 0, 0],
    )
    const wrong = [101, -1, '50', true, null, [50], {}, 1e300, '', 'on']
    for (const value of wrong) {
      bench.connection.set('9', { Dimmer: value, Door: 1, Lamp: value === true ? 2 : value })
      bench.pass(1_500)
      const reply = bench.replies().at(-1)
      assert.equal(reply?.code, 460, JSON.stringify(value))
      for (const name of ['Dimmer', 'Door', 'Lamp']) assert.ok(reply.message?.includes(name), JSON.stringify(reply))
    }
    assert.deepEqual([bench.device.oracle.edges, bench.device.oracle.duties], [0, 0])
    assert.deepEqual(bench.posts().at(-1), { PowerSwitch_1: 0, Lamp: 0, Dimmer: 0, Fan: 3, Door: 1 })
    bench.pass(settleMs)
    bench.assertInvariants()
  })

  test(`a dimmer that is dragged while the link breaks: each duty by a set, the newest is restored (${habit})`, () => {
    const bench = benchFor('dragged')
    bench.bootReady()
    for (let value = 1; value <= 40; value++) {
      bench.connection.set(`d${value}`, { Dimmer: value, Fan: value % 4 })
      bench.pass(200)
      if (value === 20) {
        bench.connection.rst()
        bench.untilReady(60_000)
        bench.pass(2_000)
      }
    }
    bench.pass(10_000)
    assert.equal(dutyAt(bench, 'D5'), 0.4)
    assert.equal(bench.device.saved(), '"Lamp":0,"Dimmer":40')
    assert.ok(bench.device.oracle.duties >= 40, String(bench.device.oracle.duties))
    cutPower(bench)
    bench.untilReady(120_000)
    bench.pass(settleMs)
    assert.equal(dutyAt(bench, 'D5'), 0.4)
    assert.deepEqual(
      ['D2', 'D4', 'D12'].map((pin) => bench.board.pin(pin)),
      [0, 1, 0],
    )
    assert.deepEqual(bench.posts().at(-1), { PowerSwitch_1: 0, Lamp: 0, Dimmer: 40, Fan: 3, Door: 1 })
    bench.assertInvariants()
  })

  test(`a storm at an input: no more posts than the platform takes, and the last level is the one posted (${habit})`, () => {
    const bench = benchFor('storm')
    bench.bootReady()
    const before = bench.posts().length
    for (let edge = 1; edge <= 1_001; edge++) {
      bench.board.outside.drive('D14', (edge & 1) === 1 ? 0 : 1)
      bench.pass(40)
    }
    bench.pass(5_000)
    assert.equal(bench.posts().at(-1)?.['Door'], 0)
    assert.ok(bench.posts().length - before < 1_001, 'posts are joined')
    bench.assertInvariants()
  })
}
