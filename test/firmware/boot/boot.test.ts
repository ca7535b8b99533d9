import assert from 'node:assert/strict'
import { test } from 'node:test'
import { boot, type Started } from '../../../firmware/boot/boot.ts'
import type { Destination } from '../../../firmware/destination.ts'
import { asOnTheEngine } from '../support/as-on-the-engine.ts'
import { createFakeBoard } from '../support/fake-board.ts'
import { boardAtBoot, changed, goodConfig, goodMqttConfig, type AtBootOptions } from '../support/board-at-boot.ts'

function start(options: AtBootOptions = {}): Started & { events: string[] } {
  const { board: atBoot, events } = boardAtBoot(options)
  const drive = (pin: number, level: 0 | 1) => events.push(`drive ${pin} ${level}`)
  globalThis.board = Object.create(createFakeBoard().board, { drive: { value: drive } }) as typeof board
  return { ...asOnTheEngine(() => boot(atBoot, 'switches.json')), events }
}

const drives = (events: readonly string[]): string[] => events.filter((event) => event.startsWith('drive'))

function withSwitches(switches: object): unknown {
  return changed(goodConfig, 'switches', switches)
}

test('drives the pin of a switch low at boot, as nothing else is said', () => {
  const started = start()
  assert.deepEqual(drives(started.events), ['drive 2 0'])
  assert.deepEqual(started.driven, { PowerSwitch_1: { pin: 2, on: 0 } })
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
  ['off', true, '{"PowerSwitch_1":1}', 0, 0],
  ['on', true, '{"PowerSwitch_1":0}', 1, 1],
  ['restore', true, '{"PowerSwitch_1":1}', 1, 1],
  ['restore', true, '{"PowerSwitch_1":0}', 0, 0],
  ['restore', false, '{"PowerSwitch_1":1}', 0, 1],
  ['restore', false, '{"PowerSwitch_1":0}', 1, 0],
  ['restore', false, undefined, 1, 0],
]
for (const [atBoot, activeHigh, saved, level, on] of levels) {
  test(`atBoot ${atBoot}, activeHigh ${activeHigh}, saved ${saved}: driven ${level === 1 ? 'high' : 'low'}`, () => {
    const options = { ...(atBoot === undefined ? {} : { atBoot }), ...(activeHigh === undefined ? {} : { activeHigh }) }
    const started = start({
      config: withSwitches({ PowerSwitch_1: { pin: 'D2', ...options } }),
      ...(saved === undefined ? {} : { saved }),
    })
    assert.deepEqual([drives(started.events), started.driven?.PowerSwitch_1?.on], [[`drive 2 ${level}`], on])
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
  '{}',
  '{"PowerSwitch_1":2}',
  '{"PowerSwitch_1":"1"}',
  '{"PowerSwitch_1":true}',
  '{"PowerSwitch_1":null}',
  '{"PowerSwitch_1":1',
  '\xff\xff\xff\xff',
  '{"PowerSwitch_2":1}',
  '{"__proto__":{"PowerSwitch_1":"1"}}',
]
for (const saved of broken) {
  test(`a saved state of ${saved === undefined ? 'no file' : JSON.stringify(saved)} is off, and told`, () => {
    const config = withSwitches({ PowerSwitch_1: { pin: 'D2', atBoot: 'restore' } })
    const started = start({ config, ...(saved === undefined ? {} : { saved }) })
    assert.deepEqual(drives(started.events), ['drive 2 0'])
    assert.equal(started.unrestored, ' PowerSwitch_1')
    assert.deepEqual(started.problems, [])
  })
}

test('each switch is restored by its own name; those that cannot be are told', () => {
  const config = withSwitches({
    PowerSwitch_1: { pin: 'D2', atBoot: 'restore' },
    PowerSwitch_2: { pin: 'D3', atBoot: 'restore' },
    PowerSwitch_3: { pin: 'D4', atBoot: 'on' },
    PowerSwitch_4: { pin: 'D5', atBoot: 'restore' },
  })
  const started = start({ config, saved: '{"PowerSwitch_2":1,"PowerSwitch_3":0,"PowerSwitch_9":1}' })
  assert.deepEqual(drives(started.events), ['drive 2 0', 'drive 3 1', 'drive 4 1', 'drive 5 0'])
  assert.equal(started.unrestored, ' PowerSwitch_1 PowerSwitch_4')
})

test('nothing is told of restoring where nothing is to be restored', () => {
  assert.equal(start().unrestored, '')
})

test('each pin is driven once, and all before anything is signed', () => {
  const { events } = start({
    config: withSwitches({ PowerSwitch_1: { pin: 'D2', atBoot: 'on' }, PowerSwitch_2: { pin: 'D3' } }),
  })
  assert.deepEqual(drives(events), ['drive 2 1', 'drive 3 0'])
  assert.ok(events.indexOf('drive 3 0') < events.indexOf('hash'), events.join())
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
  for (const config of badConfigs) {
    const { problems, events, ...rest } = start({ config, saved: '{"PowerSwitch_1":1}' })
    assert.ok(problems.length > 0)
    assert.deepEqual([drives(events), events.includes('hash'), rest], [[], false, {}], JSON.stringify(config))
  }
})

test('a build without net stops with a line that says so, and touches no pin', () => {
  const { problems, events, destination } = start({ lacks: ['net'] })
  assert.equal(problems.length, 1)
  assert.match(problems[0] ?? '', /^no-network:? .*net module/)
  assert.deepEqual([drives(events), destination], [[], undefined])
})

test('a build without net tells of the configuration, too', () => {
  const { problems } = start({ lacks: ['net'], config: changed(goodConfig, 'link/keepAliveS', 20) })
  assert.equal(problems.length, 2)
})

/** What the start has prepared for CONNECT. */
function loginOf({ destination }: Started): Destination {
  assert.ok(destination !== undefined)
  return destination
}

test('signs the triple on the device: the same password with and without a hash in the build', () => {
  const password = '10e0fca103f669db1564220e6be345007aa4f0c43161e2dd8ad63085504ee2b1'
  for (const lacks of [[], ['hash']] as const) {
    const login = loginOf(start({ lacks }))
    assert.deepEqual(
      [login.client, login.user, login.secret, login.keepAlive],
      [undefined, 'plug01&a1B2c3D4e5F', password, 60],
    )
  }
})

test('keepAlive and the time until a reboot are as configured, 60 s and 15 min unless said', () => {
  assert.equal(start().rebootAfterS, 900)
  for (const [rebootAfterMin, seconds] of [
    [0, 0],
    [1, 60],
    [10_080, 604_800],
  ] as const) {
    assert.equal(start({ config: changed(goodConfig, 'link/rebootAfterMin', rebootAfterMin) }).rebootAfterS, seconds)
  }
  for (const config of [goodConfig, goodMqttConfig]) {
    assert.equal(loginOf(start({ config: changed(config, 'link/keepAliveS', 1200) })).keepAlive, 1200)
  }
})

// What differs in aliyun -> host, port, tls.
const hosts: readonly (readonly [changes: object, host: string, port: number, tls: boolean])[] = [
  [{}, 'a1B2c3D4e5F.iot-as-mqtt.cn-shanghai.aliyuncs.com', 1883, false],
  [{ region: 'us-west-1' }, 'a1B2c3D4e5F.iot-as-mqtt.us-west-1.aliyuncs.com', 1883, false],
  [{ instanceId: 'iot-1' }, 'iot-1.mqtt.iothub.aliyuncs.com', 1883, false],
  [{ host: '10.0.0.1', instanceId: 'iot-1' }, '10.0.0.1', 1883, false],
  [{ tls: true }, 'a1B2c3D4e5F.iot-as-mqtt.cn-shanghai.aliyuncs.com', 8883, true],
  [{ tls: true, port: 443 }, 'a1B2c3D4e5F.iot-as-mqtt.cn-shanghai.aliyuncs.com', 443, true],
  [{ port: 18_831 }, 'a1B2c3D4e5F.iot-as-mqtt.cn-shanghai.aliyuncs.com', 18_831, false],
]
for (const [changes, host, port, tls] of hosts) {
  test(`${JSON.stringify(changes)} goes to ${host}:${port}`, () => {
    const { destination } = start({ config: { ...goodConfig, aliyun: { ...goodConfig.aliyun, ...changes } } })
    assert.deepEqual([destination?.hostName, destination?.portNumber, destination?.overTls], [host, port, tls])
    assert.equal(destination?.user, 'plug01&a1B2c3D4e5F')
  })
}

test('the certificate of the CA goes along, and none where none is configured', () => {
  const aliyun = { ...goodConfig.aliyun, tls: true, ca: 'MIIB' }
  assert.equal(start({ config: { ...goodConfig, aliyun } }).destination?.trusted, 'MIIB')
  assert.equal(start().destination?.trusted, undefined)
})

test("the console's parameters are used as they are, nothing is signed", () => {
  const { destination, events } = start({ config: goodMqttConfig })
  const { clientId, username, passwd, mqttHostUrl, port } = goodMqttConfig.mqtt
  const expected = {
    ...{ hostName: mqttHostUrl, portNumber: port, overTls: false, keepAlive: 60 },
    ...{ client: clientId, user: username, secret: passwd },
  }
  assert.deepEqual(destination, expected)
  assert.equal(events.includes('hash'), false)
})

test('what the start leaves behind holds the deviceSecret nowhere', () => {
  assert.equal(JSON.stringify(start()).includes(goodConfig.aliyun.deviceSecret), false)
})

test('two boards of a fleet draw their backoff from other seeds, and so do two with one identity', () => {
  const seedOf = (options: AtBootOptions): string =>
    start(options)
      .events.filter((event) => /^seed /.test(event))
      .join()
  const other = structuredClone(goodConfig)
  other.aliyun.deviceName = 'switch-2'
  const seeds = [{}, { config: other }, { serial: 'aabbccdd-eeff0012' }].map(seedOf)
  assert.equal(new Set(seeds).size, 3, seeds.join())
  for (const seed of seeds) assert.match(seed, /^seed -?[1-9]\d*$/)
})
