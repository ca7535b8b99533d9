import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { checkConfig } from '../../../tools/config/check/check-config.ts'
import { formatProblems } from '../../../tools/config/check/problem.ts'
import { aliyun, good, mqtt, secret } from './samples.ts'

/** The problems of a text as `line:column path got`, in their order. */
function problemsOf(text: string | Buffer): string[] {
  const { problems } = checkConfig(text)
  return problems.map(({ line, column, path, got }) => `${line}:${column} ${path} ${got}`.replace('  ', ' '))
}

const fixesOf = (text: string) => checkConfig(text).problems.map(({ fix }) => fix)

test('all problems of a configuration come in one run, each with its place, in the order of the text', () => {
  const text = `{
  "$schema": "./device.schema.json",
  "wifi":   { "ssid": "Home", "password": "abc" },
  "aliyun": { "productKey": "a1b2C3d4E5F", "deviceName": "switch-1", "deviceSecret": "${secret.slice(1)}", "region": "shanghai" },
  "switches": { "PowerSwitch_1": { "pin": "D5", "activHigh": true } },
  "link":   { "keepAliveS": 20 }
}`
  assert.deepEqual(problemsOf(text), [
    '3:43 wifi.password 3 characters',
    '4:86 aliyun.deviceSecret 31 characters',
    '4:131 aliyun.region "shanghai" is none that we know',
    '5:49 switches.PowerSwitch_1.activHigh is unknown',
    '6:29 link.keepAliveS 20',
  ])
  const said = formatProblems(checkConfig(text).problems, 'device.json').split('\n')
  assert.equal(said[0], 'device.json has 4 problems and 1 warning')
  assert.match(
    said[2] ?? '',
    /^ {2}3:43 +wifi\.password +3 characters, wanted 8 to 64 characters, or "" +"" for an open/,
  )
  assert.match(said[3] ?? '', /31 characters, wanted 32 characters +copy it again from the console; do not retype$/)
  assert.match(
    said[4] ?? '',
    /^ {2}warning {2}4:131 .*did you mean "cn-shanghai"\? +known: cn-shanghai, ap-southeast-1/,
  )
  assert.match(said[5] ?? '', /activHigh +is unknown +did you mean activeHigh\?$/)
  assert.match(said[6] ?? '', /20, wanted a whole number, 30 to 1200/)
})

test('columns count characters, not bytes, and lines may end as on Windows', () => {
  const text = '{\r\n  "wifi": { "ssid": "\u5ba2\u5385\u{1f511}", "password": "x" },\r\n  "link": 1 }'
  const [, , password, link] = problemsOf(text)
  assert.equal(password, '2:40 wifi.password 1 character')
  assert.equal(link, '3:11 link 1')
})

test('comments and commas before a closing bracket are named, and the rest is checked all the same', () => {
  const text = `{
  // of mine
  "wifi": { "ssid": "Home", "password": "abc", },
  "mqtt": {} /* later */
}`
  assert.deepEqual(problemsOf(text).slice(0, 5), [
    '1:1 switches is missing',
    '2:3 a comment',
    '3:41 wifi.password 3 characters',
    '3:46 a comma before the closing bracket',
    '4:11 mqtt.clientId is missing',
  ])
  assert.ok(problemsOf(text).includes('4:14 a comment'))
})

for (const [text, fix] of [
  ['{ “pin”：“D2” }', 'full-width punctuation: write " : , { } [ ] instead'],
  ['{ "pin”: 1 }', 'full-width punctuation: write " : , { } [ ] instead'],
  ['{ "pin"：1 }', 'full-width punctuation: write " : , { } [ ] instead'],
  ['{ "a": 1，"b": 2 }', 'full-width punctuation: write " : , { } [ ] instead'],
  ['{ "pin": "D', 'end it with " on the same line'],
  ['{ "pin": D2 }', 'a text stands in double quotes'],
  ['{ "a": 1 "b": 2 }', 'put a comma before it'],
  ['{ "a" 1 }', 'put a colon before it'],
  ['{ "a": }', 'put a value before it'],
  ['{ 1: 1 }', 'a key stands in double quotes'],
  ['{} }', 'remove it, or the bracket before it'],
  ['{ "a": "\\d" }', 'write a backslash as \\\\'],
  ['{', 'close what was opened'],
] as const) {
  test(`what is not JSON comes with what to do: ${text}`, () => assert.deepEqual(fixesOf(text), [fix]))
}

const broken: [text: string, says: string][] = [
  ['', '1:1 is empty'],
  [' \n', '1:1 is empty'],
  ['{', '1:2 is not JSON: the text ends too early'],
  ['{\n  "wifi": x }', '2:11 is not JSON: "x" here'],
  ["{ 'wifi': 1 }", '1:3 is not JSON: "\'" here'],
  ['{ "wifi": "a\nb" }', '1:11 is not JSON: the text that begins here never ends'],
  ['{ "wifi": "a', '1:11 is not JSON: the text that begins here never ends'],
  ['{ "a" 1 }', '1:7 is not JSON: "1" here'],
  ['{ "a": 1,, }', '1:10 is not JSON: "," here'],
  ['{} x', '1:4 is not JSON: "x" here'],
  ['ssid = "Home"', '1:1 is not JSON: "s" here'],
]

for (const [text, says] of broken) {
  test(`what is not JSON is told by line, column and character: ${JSON.stringify(text)}`, () => {
    assert.deepEqual(problemsOf(text), [says])
  })
}

test('a key that stands twice is an error, as engine and computer would take different ones', () => {
  const text = JSON.stringify({ ...good, link: {} }).replace('"link":{', '"link":{"keepAliveS":60,"keepAliveS":90')
  assert.deepEqual(
    checkConfig(text).problems.map(({ path, got }) => `${path} ${got}`),
    ['link.keepAliveS stands here a second time'],
  )
})

test('the regions that Aliyun lists are known', () => {
  for (const region of ['cn-shanghai', 'ap-southeast-1', 'ap-northeast-1', 'us-west-1', 'us-east-1', 'eu-central-1']) {
    assert.deepEqual(problemsOf(JSON.stringify({ ...good, aliyun: { ...good.aliyun, region } })), [])
  }
})

test('a pin that is taken is named with who has it: the first one, and as what', () => {
  const text = JSON.stringify({
    ...good,
    switches: {
      PowerSwitch_1: { pin: 'D2', button: 'D4' },
      PowerSwitch_2: { pin: 'D4', button: 'D2' },
      PowerSwitch_3: { pin: 'D4', button: 'D5' },
    },
  })
  assert.deepEqual(
    checkConfig(text).problems.map(({ path, got }) => `${path} ${got}`),
    [
      'switches.PowerSwitch_2.pin "D4" is taken by the button of PowerSwitch_1',
      'switches.PowerSwitch_2.button "D2" is taken by PowerSwitch_1',
      'switches.PowerSwitch_3.pin "D4" is taken by the button of PowerSwitch_1',
    ],
  )
})

test('a file of 16,384 bytes is read, one of a byte more is not looked at', () => {
  const padded = (bytes: number) => JSON.stringify(good).padEnd(bytes)
  assert.deepEqual(problemsOf(padded(16_384)), [])
  assert.deepEqual(problemsOf(padded(16_385)), ['1:1 16385 bytes'])
})

test('an unknown region is a warning only, and the configuration is taken', () => {
  const { config, problems } = checkConfig(
    JSON.stringify({ ...good, aliyun: { ...good.aliyun, region: 'cn-beijing' } }),
  )
  assert.equal(problems.map(({ severity }) => severity).join(), 'warning')
  assert.equal(config?.aliyun?.region, 'cn-beijing')
})

test('values in the wrong quotes and words are told what to do', () => {
  const text = JSON.stringify({
    ...good,
    aliyun: { ...good.aliyun, port: '1883', deviceName: ' switch-1' },
    switches: { PowerSwitch_1: { pin: 'D2', atBoot: 'Restore', activeHigh: 'false' } },
  })
  assert.deepEqual(fixesOf(text), [
    'there is a space at its beginning or end',
    'without the quotes',
    'did you mean "restore"?',
    'without the quotes',
  ])
})

test('keys that every JavaScript object has are unknown keys too', () => {
  const text = JSON.stringify(good).replace('{', '{"__proto__":{},"constructor":1,')
  assert.deepEqual(problemsOf(text), ['1:2 __proto__ is unknown', '1:17 constructor is unknown'])
})

test('half a character is refused: it has no bytes', () => {
  const text = JSON.stringify({ ...good, wifi: { ssid: '\ud83d', password: '' } })
  assert.match(problemsOf(text).join(), /wifi\.ssid half a character/)
})

test('UTF-8 and UTF-16 are read, with or without byte order mark; another encoding is named', () => {
  const text = JSON.stringify(good)
  assert.deepEqual(problemsOf(Buffer.from(`\ufeff${text}`)), [])
  assert.deepEqual(problemsOf(Buffer.from(`\ufeff${text}`, 'utf16le')), [])
  const other = ['1:1 is neither UTF-8 nor UTF-16: GBK, perhaps']
  assert.deepEqual(problemsOf(Buffer.from(text.replace('Home', '\xbf\xcd'), 'latin1')), other)
})

test('any text gives problems or a configuration, never an exception', () => {
  const pieces = ['{', '}', '[', ']', ',', ':', '"', '"wifi"', '"ssid"', '1e999', '-', 'null', '//', '/*', '\\u12', ' ']
  const texts = fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string()), { maxLength: 40 })
  fc.assert(
    fc.property(texts, (parts) => {
      const { config, problems } = checkConfig(parts.join(''))
      return config === undefined && problems.length > 0
    }),
    { numRuns: 2000 },
  )
  assert.equal(checkConfig('[{"a":'.repeat(500)).config, undefined)
  assert.match(problemsOf('['.repeat(1001)).join(), /1001 brackets/)
  assert.match(problemsOf('['.repeat(16_385)).join(), /16385 bytes/)
})

for (const [host, wanted] of [
  ['broker.lan:1883', '"broker.lan" alone, and 1883 as the port'],
  ['127.0.0.1:18831', '"127.0.0.1" alone, and 18831 as the port'],
  ['mqtt://broker.lan', '"broker.lan" alone'],
  ['mqtts://broker.lan:8883/mqtt', '"broker.lan" alone, and 8883 as the port, and TLS beside it'],
  ['tcp://broker.lan:1883/', '"broker.lan" alone, and 1883 as the port'],
  ['broker.lan/', '"broker.lan" alone'],
  ['[::1]:1883', 'the name alone, without mqtt:// and port'],
  ['fe80::1', 'the name alone, without mqtt:// and port'],
  ['me@broker.lan', 'the name alone, without mqtt:// and port'],
] as const) {
  test(`the host ${host} is refused with what it should be: ${wanted}`, () => {
    const { wifi, switches } = good
    for (const [path, config] of [
      ['aliyun.host', { ...good, aliyun: { ...aliyun, host } }],
      ['mqtt.mqttHostUrl', { wifi, switches, mqtt: { ...mqtt, mqttHostUrl: host } }],
    ] as const) {
      const { config: taken, problems } = checkConfig(JSON.stringify(config))
      assert.equal(taken, undefined)
      assert.deepEqual(
        problems.map((problem) => [problem.path, problem.got, problem.wanted, problem.fix]),
        [[path, JSON.stringify(host), '1 to 127 of A-Z a-z 0-9 _ . -', wanted]],
      )
    }
  })
}

test('the host of an instance in the place of its ID is refused with the ID', () => {
  const { region: _region, ...nowhere } = aliyun
  const text = JSON.stringify({ ...good, aliyun: { ...nowhere, instanceId: 'iot-06z00.mqtt.iothub.aliyuncs.com' } })
  assert.match(problemsOf(text).join(), /^1:\d+ aliyun\.instanceId is a host$/)
  assert.deepEqual(fixesOf(text), ['"iot-06z00"'])
})
