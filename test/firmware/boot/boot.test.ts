import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DeviceConfig } from '../../../firmware/boot/config.ts'
import { asOnTheEngine } from '../support/as-on-the-engine.ts'
import {
  bootBoard,
  changed,
  goodConfig,
  goodMqttConfig,
  type AtBootOptions,
  type Booted,
} from '../support/board-at-boot.ts'

const start = (options: AtBootOptions = {}): Booted => asOnTheEngine(() => bootBoard(options))
const problemsOf = ({ fake }: Booted): string[] => fake.seen('log').filter((line) => line.startsWith('E boot '))
const passwordOf = ({ load }: Booted): string => load('firmware/identity/destination.ts').password

test('each pin is driven once, and all before anything is signed', () => {
  const switches = { PowerSwitch_1: { pin: 'D2', atBoot: 'on' }, PowerSwitch_2: { pin: 'D3' } }
  const { fake } = start({ config: changed(goodConfig, 'switches', switches) })
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
    const started = start({ lacks })
    const { fake } = started
    assert.equal(passwordOf(started), '10e0fca103f669db1564220e6be345007aa4f0c43161e2dd8ad63085504ee2b1')
    assert.deepEqual(fake.seen('log'), ['I boot 2v29 FAKE plug01&a1B2c3D4e5F'])
  }
})

test("of the console's parameters nothing is signed; the username is theirs", () => {
  const started = start({ config: goodMqttConfig })
  assert.equal(started.fake.events.includes('hash'), false)
  assert.equal(passwordOf(started), goodMqttConfig.mqtt.passwd)
  assert.equal(started.boot.usernameOf(started.config!), goodMqttConfig.mqtt.username)
})

test('the time until a reboot is as configured, 15 min unless said', () => {
  const ofDefault = start()
  assert.equal(ofDefault.boot.rebootAfterS(ofDefault.config!), 900)
  for (const [rebootAfterMin, seconds] of [
    [0, 0],
    [1, 60],
    [10_080, 604_800],
  ] as const) {
    const { config, boot } = start({ config: changed(goodConfig, 'link/rebootAfterMin', rebootAfterMin) })
    assert.equal(boot.rebootAfterS(config as DeviceConfig), seconds)
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
