import assert from 'node:assert/strict'
import { propertySetTopic, publish } from '../peer/scripted-peer.ts'
import type { Bench } from '../rig/bench.ts'
import { faultTest } from '../rig/fault-test.ts'

const deep = (depth: number, inner: string) => '{"a":'.repeat(depth) + inner + '}'.repeat(depth)

/** No id can be read from these: counted, no reply. */
const ignored: readonly [name: string, payload: string][] = [
  ['text', 'on'],
  ['a truncated set', '{"method":"thing.service.property.set","id":"1","params":{"PowerSwitch_1":1'],
  ['[]', '[]'],
  ['[{}]', '[{}]'],
  ['null', 'null'],
  ['7', '7'],
  ['""', '""'],
  ['an object without an id', '{"params":{"PowerSwitch_1":1}}'],
  ['id null', '{"id":null,"params":{"PowerSwitch_1":1}}'],
  ['id true', '{"id":true,"params":{"PowerSwitch_1":1}}'],
  ['id {}', '{"id":{},"params":{"PowerSwitch_1":1}}'],
  ['id [1]', '{"id":[1],"params":{"PowerSwitch_1":1}}'],
  ['200 levels of objects', deep(200, '1')],
  ['a set 200 levels deep', `{"id":"1","params":${deep(200, '{"PowerSwitch_1":1}')}}`],
  ['200 levels of arrays', '['.repeat(200) + ']'.repeat(200)],
  ['900 open brackets', '['.repeat(900)],
]

/** What the engine's parser reads up to, or takes for another number; sent behind a set that is one. */
const set = '{"id":"1","params":{"PowerSwitch_1":1}}'
const unfinished: readonly [name: string, payload: string][] = [
  ...[
    'xyz',
    '{}',
    set,
    ']',
    '},',
    ',',
    ',0',
    ',{}',
    '}',
    '}}}',
    '//',
    '/*',
    "'",
    '\0',
    '0',
    'null',
    ']}',
    ',{}]}',
    '\n{',
  ].map((rest): [string, string] => [`a set and ${JSON.stringify(rest)}`, set + rest]),
]

/** Numbers that no reply could carry as they came, the same on engine and simulated board. */
const strangeIds: readonly [name: string, payload: string][] = [
  ...['9007199254740992', '9007199254740993', '1234567890123456768', '9223372036854775807', '9223372036854775808'],
  ...['18446744073709551617', '-18446744073709551615', '1e400', '1e21', '1.5', '-1'],
].flatMap((id): [string, string][] => [
  [`id ${id}`, `{"id":${id},"params":{"PowerSwitch_1":1}}`],
  [`id ${id}, with spaces`, `{"id": ${id}, "params": {"PowerSwitch_1": 1}}`],
])

/** An id can be read: a parameter error with it. */
const wrong: readonly [name: string, payload: string][] = [
  ['no params', '{"id":"5"}'],
  ['params null', '{"id":"5","params":null}'],
  ['params 7', '{"id":"5","params":7}'],
  ['params []', '{"id":"5","params":[]}'],
  ['params [1]', '{"id":"5","params":[1]}'],
  ['params text', '{"id":"5","params":"PowerSwitch_1"}'],
  ['params {}', '{"id":"5","params":{}}'],
  ['a __proto__ key in params', '{"id":"5","params":{"__proto__":{"PowerSwitch_1":1}}}'],
  ['a __proto__ key in the message', '{"id":"5","__proto__":{"params":{"PowerSwitch_1":1}}}'],
  ['constructor and toString as properties', '{"id":"5","params":{"constructor":1,"toString":1,"hasOwnProperty":0}}'],
]

function send(bench: Bench, payload: string): void {
  bench.connection.send(publish({ topicName: propertySetTopic(bench.connection.device), payload }))
  bench.pass(1_500)
  assert.deepEqual(bench.log.faults, [])
  assert.equal(bench.device.oracle.edges, 0, payload)
}

faultTest(
  `F34 ${ignored.length} payloads that are no property set: no edge, no reply, each counted in the log`,
  (bench) => {
    bench.bootReady()
    for (const [name, payload] of ignored) {
      const lines = bench.log.with('1 messages ignored').length
      send(bench, payload)
      assert.deepEqual(bench.replies(), [], name)
      assert.equal(bench.log.with('1 messages ignored').length, lines + 1, name)
    }
  },
)

for (const [what, payloads] of [
  ['with something after the set', unfinished],
  ['with a number for an id that is not what was sent', strangeIds],
] as const) {
  faultTest(`F34 ${payloads.length} payloads ${what}: no edge, no reply, each counted in the log`, (bench) => {
    bench.bootReady()
    for (const [name, payload] of payloads) {
      const lines = bench.log.with('1 messages ignored').length
      send(bench, payload)
      assert.deepEqual(bench.replies(), [], name)
      assert.equal(bench.log.with('1 messages ignored').length, lines + 1, name)
    }
  })
}

faultTest(
  'F34 what JSON allows around a set, and whole numbers up to 2^53 - 1 for an id: it acts, the id comes back',
  (bench) => {
    bench.bootReady()
    const ids = ['0', '4294967295', '1700000000123', '9007199254740991']
    const payloads = [
      ...ids.map((id) => [` ${id}`, `{"id":${id},"params":{"PowerSwitch_1":0}}`]),
      ...[' ', '\n', '\r\n\t '].map((blank) => [
        '"7"',
        `${blank}{"id" : "7",${blank}"params":{"PowerSwitch_1": 0}}${blank}`,
      ]),
      ['"8"', `{"id":"8","note":"}} ],[{ // '","params":{"PowerSwitch_1":0}}`],
    ]
    for (const [, payload = ''] of payloads) send(bench, payload)
    assert.deepEqual(
      bench.said('/set_reply').map(({ payload }) => payload),
      payloads.map(([id]) => `{"id":${id},"code":200,"data":{}}`),
    )
  },
)

faultTest(
  `F34 ${wrong.length} property sets without good params: no edge, a parameter error with their id`,
  (bench) => {
    bench.bootReady()
    for (const [name, payload] of wrong) {
      const count = bench.replies().length
      send(bench, payload)
      assert.equal(bench.replies().length, count + 1, name)
      const { id, code, message } = bench.replies().at(-1) ?? {}
      assert.deepEqual([id, code], ['5', 460], name)
      assert.ok(message, name)
    }
  },
)
