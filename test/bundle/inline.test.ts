import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Bench } from '../faults/support/bench.ts'
import { deviceJson } from '../faults/support/identity.ts'
import { buildInline } from '../support/build-inline.ts'
import { analyseBundle } from './analyse-bundle.ts'

// The build warns of the secret that the example has.
const { aliyun, ...rest } = deviceJson()
const plain = { ...rest, aliyun: { ...aliyun, deviceSecret: 'bundleTestsOnly0123456789abcdefg' } }
const { productKey, deviceName } = aliyun
const restored = { pin: 'D2', button: 'D0', activeHigh: false, atBoot: 'restore' } as const
const login = {
  ...{ clientId: 'mine', username: `${deviceName}&${productKey}`, passwd: '0123456789abcdef0123456789abcdef' },
  ...{ mqttHostUrl: aliyun.host, port: aliyun.port },
}

/** Words that the build has numbers and letters for, elsewhere. */
const texts = { ssid: 'ready', password: 'socket-closed', deviceName: 'online', host: 'waiting' }

/** What a configuration asks for -> the configuration. */
const configs = {
  'a plain switch': plain,
  'all there is': {
    ...{ wifi: { ssid: texts.ssid, password: texts.password } },
    aliyun: { ...plain.aliyun, deviceName: texts.deviceName, host: texts.host, tls: true },
    switches: { PowerSwitch_1: restored, PowerSwitch_2: { pin: 'B12' } },
  },
  'button and restore': { ...plain, switches: { PowerSwitch_1: restored } },
  "the console's login": { ...rest, mqtt: login },
} as const
type Name = keyof typeof configs

/** A word of the script that is there for one thing that can be asked for -> the configurations that do. */
const words: Readonly<Record<string, readonly Name[]>> = {
  'device.json': [],
  ', wanted ': [],
  signmethod: ['a plain switch', 'all there is', 'button and restore'],
  'Math.sqrt': ['a plain switch', 'all there is', 'button and restore'],
  'require("tls")': ['all there is'],
  input_pullup: ['all there is', 'button and restore'],
  'switches.json': ['all there is', 'button and restore'],
  passwd: ["the console's login"],
}

const scripts = new Map<Name, string>()
for (const name of Object.keys(configs) as Name[]) scripts.set(name, (await buildInline(configs[name])).script)
const scriptOf = (name: Name): string => scripts.get(name) ?? assert.fail(name)

for (const name of Object.keys(configs) as Name[]) {
  test(`with ${name} inside, the script has what that asks for, and nothing else of it`, () => {
    const script = scriptOf(name)
    for (const [word, asks] of Object.entries(words)) assert.equal(script.includes(word), asks.includes(name), word)
    // Its first line tells people that it holds secrets.
    assert.deepEqual(analyseBundle(script), [])
  })
}

/** A board with that script, and no file. */
function benchOf(name: Name): Bench {
  // Only what aliyun says is needed here of a configuration: who it is.
  const bench = new Bench({ script: scriptOf(name), config: { ...plain, switches: configs[name].switches } })
  bench.bootReady()
  return bench
}

test('a plain switch inside: it switches, and all is as after any start', () => {
  const bench = benchOf('a plain switch')
  bench.set(1)
  bench.pass(1_000)
  assert.deepEqual([bench.level, bench.replies().at(-1)?.code, bench.posts().at(-1)], [1, 200, { PowerSwitch_1: 1 }])
  bench.connection.rst()
  bench.expectFault('socket-closed', 1_000)
  bench.untilReady(70_000)
  bench.assertInvariants()
})

test('button and restore inside: a press toggles, the state is saved and comes back', () => {
  const bench = benchOf('button and restore')
  assert.equal(bench.level, 1)
  bench.device.oracle.pressed('PowerSwitch_1', 1)
  bench.board.press('D0')
  bench.pass(1_000)
  assert.deepEqual([bench.level, bench.posts().at(-1)], [0, { PowerSwitch_1: 1 }])
  assert.equal(Buffer.from(bench.board.storage.read('switches.json') ?? []).toString(), '{"PowerSwitch_1":1}')
})

test("the console's login inside: it is used as it is", () => {
  const bench = benchOf("the console's login")
  const { packet } = bench.peer.received[0] ?? assert.fail('nothing came')
  assert.equal(packet.type, 'connect')
  assert.deepEqual(
    [packet.type === 'connect' && packet.clientId, packet.type === 'connect' && packet.password?.toString()],
    [login.clientId, login.passwd],
  )
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
