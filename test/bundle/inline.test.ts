import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Bench } from '../rig/bench.ts'
import { deviceJson } from '../rig/identity.ts'
import { buildInline, buildPlainSwitch, plainSwitch } from './build-inline.ts'
import { analyseBundle } from './analyse-bundle.ts'

const { aliyun, ...rest } = deviceJson()
// The build warns of the secret that the example has.
const triple = { ...aliyun, deviceSecret: 'bundleTestsOnly0123456789abcdefg' }
const restored = { pin: 'D2', button: 'D0', activeHigh: false, atBoot: 'restore' } as const
const login = {
  ...{ clientId: 'mine', passwd: '0123456789abcdef0123456789abcdef' },
  ...{ username: `${aliyun.deviceName}&${aliyun.productKey}`, mqttHostUrl: aliyun.host, port: aliyun.port },
}

/** Words that the build has numbers and letters for, elsewhere. */
const texts = { ssid: 'ready', password: 'socket-closed', deviceName: 'online', host: 'waiting' }

/** What a configuration asks for -> the configuration. */
const configs = {
  'a plain switch': plainSwitch(),
  'all there is': {
    ...{ wifi: { ssid: texts.ssid, password: texts.password } },
    aliyun: { ...triple, deviceName: texts.deviceName, host: texts.host, tls: true },
    switches: { PowerSwitch_1: restored, PowerSwitch_2: { pin: 'B12' } },
  },
  "the console's login, button and restore": { ...rest, mqtt: login, switches: { PowerSwitch_1: restored } },
  "the console's login over TLS": { ...rest, mqtt: { ...login, tls: true } },
} as const
type Name = keyof typeof configs

/** A word of the script that is there for one thing that can be asked for -> the configurations that do. */
const words: Readonly<Record<string, readonly Name[]>> = {
  'device.json': [],
  ', wanted ': [],
  signmethod: ['a plain switch', 'all there is'],
  'Math.sqrt': ['a plain switch', 'all there is'],
  'require("tls")': ['all there is', "the console's login over TLS"],
  input_pullup: ["the console's login, button and restore", 'all there is'],
  'require("Flash")': ["the console's login, button and restore", 'all there is'],
  passwd: ["the console's login, button and restore", "the console's login over TLS"],
}

const scripts = new Map<Name, string>()
for (const name of Object.keys(configs) as Name[]) {
  const { script } = await (name === 'a plain switch' ? buildPlainSwitch() : buildInline(configs[name]))
  scripts.set(name, script)
}
const scriptOf = (name: Name): string => scripts.get(name) ?? assert.fail(name)

for (const name of Object.keys(configs) as Name[]) {
  test(`with ${name} inside, the script has what that asks for, and nothing else of it`, () => {
    const script = scriptOf(name)
    for (const [word, asks] of Object.entries(words)) assert.equal(script.includes(word), asks.includes(name), word)
    // Its first line tells people that it holds secrets.
    assert.deepEqual(analyseBundle(script), [])
  })
}

test('a plain switch inside: it switches, and all is as after any start', () => {
  const { wifi, switches, ...example } = plainSwitch()
  const host = `${example.aliyun.productKey}.iot-as-mqtt.cn-shanghai.aliyuncs.com`
  const config = { wifi, switches, aliyun: { ...example.aliyun, host, port: 1883 } }
  const bench = new Bench({ script: scriptOf('a plain switch'), config })
  bench.bootReady()
  bench.set(1)
  bench.pass(1_000)
  assert.deepEqual([bench.level, bench.replies().at(-1)?.code, bench.posts().at(-1)], [1, 200, { PowerSwitch_1: 1 }])
  bench.connection.rst()
  bench.expectFault('socket-closed', 1_000)
  bench.untilReady(70_000)
  bench.assertInvariants()
})

test("the console's login inside is used as it is; a press of the button toggles, the state is saved", () => {
  // What the bench wants to know of a configuration: who the board is, and its switches.
  const config = { ...deviceJson(), switches: { PowerSwitch_1: restored } }
  const bench = new Bench({ script: scriptOf("the console's login, button and restore"), config })
  bench.bootReady()
  const { packet } = bench.peer.received[0] ?? assert.fail('nothing came')
  assert.ok(packet.type === 'connect')
  assert.deepEqual([packet.clientId, packet.password?.toString()], [login.clientId, login.passwd])

  assert.equal(bench.level, 1)
  bench.device.oracle.pressed('PowerSwitch_1', 1)
  bench.board.press('D0')
  bench.pass(1_000)
  assert.deepEqual([bench.level, bench.posts().at(-1)], [0, { PowerSwitch_1: 1 }])
  assert.equal(bench.device.saved(), '"PowerSwitch_1":1')
})

test('what a configuration says may be a word of the firmware: inside it is the same', () => {
  for (const text of Object.values(texts)) assert.ok(scriptOf('all there is').includes(`:"${text}"`), text)
})

test('a pin that the board lacks is told at the start: the build cannot know it', () => {
  const bench = new Bench({ script: scriptOf('all there is') })
  bench.boot()
  bench.pass(1_000)
  const [line = assert.fail('nothing was said'), ...more] = bench.log.with('E boot')
  assert.match(line.text, /config-invalid switches\.PowerSwitch_2\.pin "B12" is no pin of this board$/)
  assert.deepEqual([more, bench.level], [[], undefined])
})
