import assert from 'node:assert/strict'
import { test } from 'node:test'
import { boot, rebootAfterS, usernameOf } from '../../../firmware/boot/boot.ts'
import type { DeviceConfig } from '../../../firmware/boot/config.ts'
import { password } from '../../../firmware/identity/destination.ts'
import { switchValues } from '../../../firmware/switch.ts'
import { asOnTheEngine } from '../support/as-on-the-engine.ts'
import type { FakeBoard } from '../support/fake-board.ts'
import { boardAtBoot, changed, goodConfig, goodMqttConfig, type AtBootOptions } from '../support/board-at-boot.ts'

/** A board that has started: the configuration that `boot` answers, and the board. */
interface Started {
  readonly config: DeviceConfig | undefined
  readonly fake: FakeBoard
}

function start(options: AtBootOptions = {}): Started {
  const { fake, modules, hash } = boardAtBoot(options)
  return { config: asOnTheEngine(() => boot(modules, hash, fake.placeOf)), fake }
}

const problemsOf = ({ fake }: Started): string[] => fake.seen('log').filter((line) => line.startsWith('E boot '))
const unrestored = ({ fake }: Started): string[] => fake.seen('log').filter((line) => line.startsWith('W switch '))

function withSwitches(switches: object): unknown {
  return changed(goodConfig, 'switches', switches)
}

test('drives the pin of a switch low at boot, as nothing else is said', () => {
  const { fake } = start()
  assert.deepEqual(fake.seen('drive'), ['2 0'])
  assert.equal(switchValues(false), '"PowerSwitch_1":0')
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
    const { fake } = start({
      config: withSwitches({ PowerSwitch_1: { pin: 'D2', ...options } }),
      ...(saved === undefined ? {} : { saved }),
    })
    assert.deepEqual(fake.seen('drive'), [`2 ${level}`])
    assert.equal(switchValues(false), `"PowerSwitch_1":${on}`)
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

test('each pin is driven once, and all before anything is signed', () => {
  const { fake } = start({
    config: withSwitches({ PowerSwitch_1: { pin: 'D2', atBoot: 'on' }, PowerSwitch_2: { pin: 'D3' } }),
  })
  assert.deepEqual(fake.seen('drive'), ['2 1', '3 0'])
  assert.ok(fake.events.indexOf('drive 3 0') < fake.events.indexOf('hash'), fake.events.join())
})

const badConfigs: readonly unknown[] = [
  null,
  '{',
  changed(goodConfig, 'wifi', undefined),
  changed(goodConfig, 'link/keepAliveS', 20),
  changed(goodConfig, 'switches/PowerSwitch_2', { pin: 'D99' }),
  changed(goodConfig, 'aliyun/deviceSecret', 'short'),
  changed(goodConfig, 'extra', 1),
]
test('with any problem in the configuration no pin is touched, nothing is signed and nobody is logged in', () => {
  for (const bad of badConfigs) {
    const started = start({ config: bad, saved: '"PowerSwitch_1":1' })
    const problems = problemsOf(started)
    assert.ok(problems.length > 0)
    for (const line of problems) assert.match(line, /^E boot config-invalid /)
    // Problems are all there is: no pin, no seed, no hash.
    assert.deepEqual(
      started.fake.events,
      problems.map((line) => `log ${line}`),
      JSON.stringify(bad),
    )
    assert.equal(started.config, undefined)
  }
})

test('a build without net stops with a line that says so, and touches no pin', () => {
  const started = start({ lacks: ['net'] })
  assert.equal(started.fake.events.length, 1)
  assert.match(started.fake.events[0] ?? '', /^log E boot no-network:? .*net module/)
  assert.equal(started.config, undefined)
})

test('a build without net tells of the configuration, too', () => {
  const started = start({ lacks: ['net'], config: changed(goodConfig, 'link/keepAliveS', 20) })
  assert.equal(problemsOf(started).length, 2)
})

test('signs the triple on the device: the same password with and without a hash in the build', () => {
  for (const lacks of [[], ['hash']] as const) {
    const { fake } = start({ lacks })
    assert.equal(password, '10e0fca103f669db1564220e6be345007aa4f0c43161e2dd8ad63085504ee2b1')
    assert.deepEqual(fake.seen('log'), ['I boot 2v29 FAKE plug01&a1B2c3D4e5F'])
  }
})

test("of the console's parameters nothing is signed; the username is theirs", () => {
  const { fake, config } = start({ config: goodMqttConfig })
  assert.equal(fake.events.includes('hash'), false)
  assert.equal(password, goodMqttConfig.mqtt.passwd)
  assert.equal(usernameOf(config!), goodMqttConfig.mqtt.username)
})

test('the time until a reboot is as configured, 15 min unless said', () => {
  assert.equal(rebootAfterS(start().config!), 900)
  for (const [rebootAfterMin, seconds] of [
    [0, 0],
    [1, 60],
    [10_080, 604_800],
  ] as const) {
    const { config } = start({ config: changed(goodConfig, 'link/rebootAfterMin', rebootAfterMin) })
    assert.equal(rebootAfterS(config!), seconds)
  }
})

test('two boards of a fleet draw their backoff from other seeds, and so do two with one identity', () => {
  const seedOf = (options: AtBootOptions): string => start(options).fake.seen('seed').join()
  const other = structuredClone(goodConfig)
  other.aliyun.deviceName = 'switch-2'
  const seeds = [{}, { config: other }, { serial: 'aabbccdd-eeff0012' }].map(seedOf)
  assert.equal(new Set(seeds).size, 3, seeds.join())
  for (const seed of seeds) assert.match(seed, /^-?[1-9]\d*$/)
})
