import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changed, goodConfig, goodMqttConfig, problemsOf } from '../support/board-at-boot.ts'
import { refuses } from '../support/refuses.ts'

const umlauts32 = 'ü'.repeat(16)
const good: readonly (readonly [path: string, ...values: unknown[]])[] = [
  ['wifi/ssid', 'x', 'x'.repeat(32), umlauts32, '客厅', '"quoted" \\'],
  ['wifi/password', '', '12345678', 'p'.repeat(64), 'ü"\\pass word'],
  ['aliyun/productKey', 'a1B2c3D4e5F', 'k'],
  ['aliyun/deviceName', 'd123', 'A-b_c@d.e:f', 'n'.repeat(32)],
  ['aliyun/deviceSecret', 's'.repeat(32)],
  ['aliyun/region', 'cn-shanghai', 'ap-southeast-1'],
  ['aliyun/instanceId', 'iot-06z00abc'],
  ['aliyun/host', '192.168.1.2', 'localhost', 'h'.repeat(127)],
  ['aliyun/port', 1, 1883, 65_535],
  ['aliyun/tls', true, false],
  ['aliyun/ca', 'MIIB+/==', 'x'.repeat(4096)],
  ['link', {}],
  ['link/keepAliveS', 30, 60, 1200],
  ['link/rebootAfterMin', 0, 1, 10_080],
  ['aliyun/region', 'r'.repeat(32)],
  ['aliyun/instanceId', 'i'.repeat(64)],
  ['aliyun/productKey', 'p'.repeat(31)],
  ['$schema', './device.schema.json', 7],
]
for (const [path, ...values] of good) {
  test(`takes ${path} of ${values.map((value) => JSON.stringify(value).slice(0, 24)).join(', ')}`, () => {
    for (const value of values) assert.deepEqual(problemsOf(changed(goodConfig, path, value)), [], String(value))
  })
}

// Path with / between keys, values that are refused, what the message wants.
const bad: readonly (readonly [path: string, wanted: RegExp, ...values: unknown[]])[] = [
  ['wifi/ssid', /wanted 1 to 32 characters/, undefined, '', 'x'.repeat(33), `${umlauts32}x`, 7, true, null, {}],
  [
    'wifi/password',
    /wanted 8 to 64 characters/,
    undefined,
    12345678,
    'hunter2',
    'hunter2'.repeat(10),
    null,
    true,
    ['hunter2'],
  ],
  ['aliyun/productKey', /wanted 1 to 31 of A-Z/, undefined, '', 'p'.repeat(32), 'with space', 'a/b', 'a+b', 'ü', 11],
  [
    'aliyun/deviceName',
    /wanted 4 to 32 of A-Z/,
    undefined,
    '',
    'abc',
    'n'.repeat(33),
    'ab#c',
    'ab&c',
    'ab|c',
    'ab,c',
    false,
  ],
  ['aliyun/deviceSecret', /wanted 32/, undefined, '', 'hunter2', '0123456789abcdef'.repeat(3), null, {}],
  ['aliyun/region', /wanted 1 to 32/, 'cn shanghai', 'r'.repeat(33), 5],
  ['aliyun/instanceId', /wanted 1 to 64/, '', 'iot/1', 'i'.repeat(65), 5],
  ['aliyun/host', /wanted 1 to 127/, '', 'http://x/', 'a b', 'h'.repeat(128), 5],
  ['aliyun/port', /wanted 1 to 65535/, 0, -1, 65_536, 1883.5, '1883', true, null],
  ['aliyun/tls', /wanted true\|false/, 'true', 1, 0, null],
  ['aliyun/ca', /wanted 1 to 4096/, '', 'x'.repeat(4097), 7, true],
  ['link/keepAliveS', /wanted 30 to 1200/, 0, 20, 29, 1201, 60.5, '60', null],
  ['link/rebootAfterMin', /wanted 0 to 10080/, -1, 10_081, 0.5, '15', false],
  ['link', /no object/, 60, 'x', null, true],
]
for (const [path, wanted, ...values] of bad) {
  for (const value of values) {
    test(`refuses ${path} ${value === undefined ? 'missing' : `of ${JSON.stringify(value).slice(0, 40)}`}`, () => {
      refuses(changed(goodConfig, path, value), path.replaceAll('/', '.'), wanted)
    })
  }
}

for (const [path, wanted, ...values] of [
  ['mqtt/clientId', /wanted 1 to 256/, undefined, '', 'c'.repeat(257), 7],
  [
    'mqtt/username',
    /wanted 3 to 128|deviceName&productKey/,
    undefined,
    7,
    'u'.repeat(129) + '&a',
    'plug01',
    '&a1B2c3D4e5F',
  ],
  ['mqtt/passwd', /wanted 32 to 64/, undefined, '', 'hunter2', '898d0e97fb7d'.repeat(6), null],
  ['mqtt/mqttHostUrl', /wanted 1 to 127/, undefined, '', 'mqtt://host', 'h'.repeat(128), 7],
  ['mqtt/port', /wanted 1 to 65535/, undefined, 0, 70_000, '1883'],
  ['mqtt/tls', /wanted true\|false/, 'true', 1, null],
  ['mqtt/ca', /wanted 1 to 4096/, '', 'x'.repeat(4097), 7],
  ['mqtt/signMethod', /unknown/, 'hmacsha256'],
] as const) {
  for (const value of values) {
    test(`refuses ${path} ${value === undefined ? 'missing' : `of ${JSON.stringify(value).slice(0, 40)}`}`, () => {
      refuses(changed(goodMqttConfig, path, value), path.replaceAll('/', '.'), wanted)
    })
  }
}

test("takes the console's one-click copy as it is, and TLS beside it", () => {
  assert.deepEqual(problemsOf(goodMqttConfig), [])
  for (const [path, value] of [
    ['mqtt/tls', true],
    ['mqtt/tls', false],
    ['mqtt/ca', 'MIIB+/=='],
  ] as const)
    assert.deepEqual(problemsOf(changed(goodMqttConfig, path, value)), [])
})

test('wants one of aliyun and mqtt, not none and not both', () => {
  refuses(changed(goodConfig, 'aliyun', undefined), 'wanted one of aliyun and mqtt', /./)
  refuses(changed(goodConfig, 'mqtt', goodMqttConfig.mqtt), 'wanted one of aliyun and mqtt', /./)
})

test('wants a region, unless there is a host or an instanceId', () => {
  const without = changed(goodConfig, 'aliyun/region', undefined)
  refuses(without, 'aliyun.region is missing', /./)
  assert.deepEqual(problemsOf(changed(without, 'aliyun/host', 'localhost')), [])
  assert.deepEqual(problemsOf(changed(without, 'aliyun/instanceId', 'iot-1')), [])
})

for (const path of ['Wifi', 'wifi/pasword', 'aliyun/secret', 'link/keepAlive', 'server']) {
  test(`refuses the unknown key ${path}`, () => {
    refuses(changed(goodConfig, path, 'hunter2'), `${path.replaceAll('/', '.')} is unknown`, /./)
  })
}

test("the bounds of the console's parameters are taken, too", () => {
  for (const [path, ...values] of [
    ['mqtt/clientId', 'c', 'c'.repeat(256)],
    ['mqtt/username', 'd&p', `${'d'.repeat(126)}&p`],
    ['mqtt/passwd', 'p'.repeat(32), 'p'.repeat(64)],
    ['mqtt/mqttHostUrl', 'h', 'h'.repeat(127)],
    ['mqtt/port', 1, 65_535],
    ['mqtt/ca', 'x', 'x'.repeat(4096)],
  ] as const)
    for (const value of values) assert.deepEqual(problemsOf(changed(goodMqttConfig, path, value)), [], path)
  for (const passwd of ['p'.repeat(31), 'p'.repeat(65)])
    refuses(changed(goodMqttConfig, 'mqtt/passwd', passwd), 'mqtt.passwd is wrong, wanted 32 to 64 characters', /./)
})

test('TLS is refused where the build has none, and only then', () => {
  for (const [config, way] of [
    [changed(goodConfig, 'aliyun/tls', true), 'aliyun'],
    [changed(goodMqttConfig, 'mqtt/tls', true), 'mqtt'],
  ] as const) {
    const without = (given: unknown) => problemsOf(given, { lacks: ['tls'] })
    assert.deepEqual(without(config), [`${way}.tls true, but this Espruino build has no TLS`])
    assert.deepEqual(without(changed(config, `${way}/tls`, false)), [])
  }
})

test('tells every problem in one run', () => {
  let config: unknown = goodConfig
  for (const path of ['wifi/ssid', 'aliyun/deviceSecret', 'switches/PowerSwitch_1/pin'])
    config = changed(config, path, undefined)
  config = changed(changed(config, 'link/keepAliveS', 20), 'aliyun/extra', 1)
  assert.deepEqual(
    problemsOf(config)
      .map((problem) => problem.split(' ')[0])
      .sort(),
    ['aliyun.deviceSecret', 'aliyun.extra', 'link.keepAliveS', 'switches.PowerSwitch_1.pin', 'wifi.ssid'],
  )
})

test('a file that is missing, empty, cut or no JSON is one problem that shows nothing of it', () => {
  for (const config of [null, '', '{', '{"wifi":{"password":"hunter2', 'hunter2', '\0', '[1,']) {
    refuses(config, 'device.json', /is not/)
  }
  assert.match(problemsOf(null)[0] ?? '', /npm run flash/)
})

test('JSON that is no configuration is refused, never thrown at', () => {
  for (const config of ['7', 'null', '"hunter2"', '[]', 'true', '{}', '[{"wifi":1}]']) {
    const problems = problemsOf(config)
    assert.ok(problems.length > 0, config)
    for (const problem of problems) assert.equal(problem.includes('hunter2'), false)
  }
})

test('a missing or wrong section is named, and its keys are not listed one by one', () => {
  for (const section of [undefined, null, 7, 'hunter2']) {
    refuses(changed(goodConfig, 'wifi', section), 'wifi', /is missing/)
  }
})
