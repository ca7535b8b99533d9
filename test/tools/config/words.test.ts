import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { checkConfig } from '../../../tools/config/check/check-config.ts'
import { describeFix, describeGot, describeWanted, shorten } from '../../../tools/config/check/describe.ts'
import { demoAtAliyun, demoProduct } from '../../../tools/config/check/demo.ts'
import { isAliyunHost } from '../../../tools/config/check/login.ts'
import { formatProblems, sayWrong, type Problem } from '../../../tools/config/check/problem.ts'
import { readConsoleJson } from '../../../tools/config/draft/console-json.ts'
import { Draft, goesToAliyun } from '../../../tools/config/draft/draft.ts'
import { listMissing } from '../../../tools/config/draft/missing.ts'
import { readSecrets } from '../../../tools/config/draft/secrets.ts'
import { findUnasked } from '../../../tools/config/draft/unasked.ts'
import { showConfig } from '../../../tools/config/show-config.ts'
import { aliyun, good, mqtt, secret } from './samples.ts'

test('a text of 40 characters is shown whole, of a longer one 39', () => {
  assert.equal(shorten('\u{1f511}'.repeat(40)), '\u{1f511}'.repeat(40))
  assert.equal(shorten('x'.repeat(41)), `${'x'.repeat(39)}...`)
})

test('what is there is said as far as it can be no secret', () => {
  const plain = { type: 'string', pattern: '^[a-z]*$', maxLength: 8 } as const
  for (const [value, schema, text] of [
    [null, plain, 'null'],
    [[], plain, 'a list'],
    [{}, plain, 'is empty'],
    [{ a: 1 }, plain, 'an object'],
    [7, plain, '7'],
    [7, { type: 'string', writeOnly: true }, 'a number'],
    [true, plain, 'true'],
    ['a b', plain, '"a b"'],
    ['123456789', plain, '9 characters'],
    ['x', { type: 'string' }, '1 character'],
    ['xy', { type: 'string' }, '2 characters'],
    ['\u4e2d', { type: 'string' }, '3 bytes of UTF-8'],
    ['xy', { type: 'integer' }, 'a text of 2 characters'],
    ['xy', { enum: ['on', 'off'] }, '"xy"'],
    ['xy', { type: 'string', pattern: 'CERTIFICATE' }, '2 characters'],
  ] as const)
    assert.equal(describeGot(value, schema), text)
})

test('what is wanted is said by type, length and form', () => {
  for (const [schema, text] of [
    [{ enum: ['on', 'off'] }, '"on" or "off"'],
    [{ type: 'boolean' }, 'true or false'],
    [{ type: 'integer', minimum: 1, maximum: 9 }, 'a whole number, 1 to 9'],
    [{ type: 'object' }, '{ ... }'],
    [{ type: 'object', minProperties: 1 }, 'at least PowerSwitch_1'],
    [{ type: 'string', minLength: 1, maxLength: 9 }, '1 to 9 characters'],
    [{ type: 'string', minLength: 9, maxLength: 9 }, '9 characters'],
    [{ type: 'string', maxLength: 9, pattern: '^[@]$' }, '0 to 9 of A-Z a-z 0-9 _ . : @ -'],
    [{ type: 'string', maxLength: 9, pattern: '^[a]$' }, '0 to 9 of A-Z a-z 0-9 _ . -'],
    [{ type: 'string', pattern: '&' }, 'deviceName&productKey'],
    [{ type: 'string', maxLength: 9, pattern: 'CERTIFICATE' }, 'one certificate, as PEM or as base64 of its DER'],
    [{ type: 'string', anyOf: [{}, { minLength: 8, maxLength: 9 }] }, '8 to 9 characters, or ""'],
    [{}, ''],
  ] as const)
    assert.equal(describeWanted(schema), text)
})

test('what to do: the word that was meant, no quotes, no blanks', () => {
  for (const [value, schema, text] of [
    ['onn', { enum: ['on', 'off'] }, 'did you mean "on"?'],
    ['xyz', { enum: ['on', 'off'] }, ''],
    ['true', { type: 'boolean' }, 'without the quotes'],
    ['12', { type: 'integer' }, 'without the quotes'],
    ['12', { type: 'boolean' }, ''],
    [' x', { type: 'string' }, 'there is a space at its beginning or end'],
    ['x ', { type: 'string', writeOnly: true }, ''],
    ['x\n ', { type: 'string' }, ''],
  ] as const)
    assert.equal(describeFix(['some', 'where'], value, schema), text)
  assert.match(describeFix(['wifi', 'ssid'], 'x', { type: 'string' }), /^a network has a name of at most 32 bytes/)
})

const problem = (part: Partial<Problem>): Problem => ({ severity: 'error', line: 1, column: 2, path: 'p', got: 'g', wanted: '', fix: '', ...part }) // prettier-ignore

test('problems are counted, one and several, errors and warnings', () => {
  const heading = (...severities: Problem['severity'][]) => formatProblems(severities.map((severity) => problem({ severity })), 'f').split('\n')[0] // prettier-ignore
  assert.equal(heading(), 'f has no problem')
  assert.equal(heading('error'), 'f has 1 problem')
  assert.equal(heading('error', 'error'), 'f has 2 problems')
  assert.equal(heading('warning'), 'f has 1 warning')
  assert.equal(heading('warning', 'warning'), 'f has 2 warnings')
  assert.equal(heading('error', 'warning', 'warning'), 'f has 1 problem and 2 warnings')
  assert.equal(sayWrong({ got: 'a', wanted: 'b' }), 'a, wanted b')
})

test('columns are as wide as the widest cell, but 44 for a path and 48 for what is wrong at most', () => {
  const rows = (...paths: string[]) => formatProblems(paths.map((path) => problem({ path, fix: 'x' })), 'f').split('\n').slice(2) // prettier-ignore
  assert.deepEqual(rows('a', 'abc'), ['  1:2  a    g  x', '  1:2  abc  g  x'])
  assert.deepEqual(rows('a', 'b'.repeat(50)), [`  1:2  a${' '.repeat(43)}  g  x`, `  1:2  ${'b'.repeat(50)}  g  x`])
  const [line = ''] = formatProblems([problem({ fix: 'x' }), problem({ got: 'g'.repeat(60) })], 'f')
    .split('\n')
    .slice(2)
  assert.equal(line.indexOf('x'), '  1:2  p  '.length + 48 + 2)
})

test('1,000 brackets are read, one more is not looked at', () => {
  const brackets = (count: number) => checkConfig('['.repeat(count)).problems.map(({ got }) => got)
  assert.match(String(brackets(1000)), /^is not JSON/)
  assert.deepEqual(brackets(1001), ['1001 brackets'])
})

test("Aliyun's host is one of its domain, or the region's where none is given, which only the triple has", () => {
  for (const [login, host, is] of [
    ['aliyun', undefined, true],
    ['mqtt', undefined, false],
    ['mqtt', 'x.iot-as-mqtt.cn-shanghai.aliyuncs.com', true],
    ['aliyun', 'x.aliyuncs.com', true],
    ['aliyun', 'aliyuncs.com.evil', false],
    ['aliyun', 'xaliyuncs.com', false],
  ] as const)
    assert.equal(isAliyunHost(login, host), is, host)
  assert.equal(goesToAliyun(new Draft(JSON.stringify({ mqtt }))), true)
  assert.equal(goesToAliyun(new Draft(JSON.stringify({ mqtt: { ...mqtt, mqttHostUrl: '10.0.0.1' } }))), false)
  assert.equal(goesToAliyun(new Draft(JSON.stringify({ aliyun: { ...aliyun, host: '10.0.0.1' } }))), false)
})

test('the identity of npm start is one at Aliyun only', () => {
  const triple = { ...aliyun, productKey: demoProduct }
  const copied = { ...mqtt, username: `switch-1&${demoProduct}` }
  for (const [config, login] of [
    [{ aliyun: triple }, 'aliyun'],
    [{ aliyun: { ...triple, host: 'x.aliyuncs.com' } }, 'aliyun'],
    [{ aliyun: { ...triple, host: '127.0.0.1' } }, undefined],
    [{ mqtt: copied }, 'mqtt'],
    [{ mqtt: { ...copied, mqttHostUrl: '127.0.0.1' } }, undefined],
    [{ mqtt }, undefined],
    [good, undefined],
  ] as const)
    assert.equal(demoAtAliyun(config), login)
})

test("the console's copy: keys in any case, blanks around values, a port as text; half of it is none", () => {
  const read = (value: unknown) => readConsoleJson(typeof value === 'string' ? value : JSON.stringify(value))
  const { deviceName, productKey } = aliyun
  const triple = read({ DeviceSecret: ` ${secret} `, DEVICENAME: deviceName, ProductKey: productKey })
  assert.deepEqual(triple?.values.map(([path, value]) => `${path.join('.')} ${value}`), [`aliyun.productKey ${productKey}`, `aliyun.deviceName ${deviceName}`, `aliyun.deviceSecret ${secret}`]) // prettier-ignore
  const portOf = (port: unknown) => read({ ...mqtt, port })?.values.slice(4)
  assert.deepEqual(portOf('1883'), [[['mqtt', 'port'], 1883]])
  for (const port of [8883, 443]) assert.deepEqual(portOf(port), [[['mqtt', 'port'], port], [['mqtt', 'tls'], true]]) // prettier-ignore
  for (const none of [
    '',
    '[]',
    'null',
    '{',
    { ...mqtt, passwd: undefined },
    { ...mqtt, port: undefined },
    { productKey, deviceName },
  ])
    assert.equal(read(none), undefined)
})

test('what is missing is listed in the order of the questions', () => {
  const missing = (config: object) => listMissing(new Draft(JSON.stringify(config)))
  assert.deepEqual(missing({}), [
    '--ssid',
    'SWITCH_WIFI_PASSWORD (or --open)',
    '--product-key',
    '--device-name',
    'SWITCH_DEVICE_SECRET',
    '(or --console-json for these three)',
    '--region or --instance-id',
    '--pin',
  ])
  assert.deepEqual(missing({ ...good, aliyun: { productKey: 'p', host: 'h' } }), [
    '--device-name',
    'SWITCH_DEVICE_SECRET',
  ])
  assert.deepEqual(missing({ ...good, aliyun: { ...aliyun, region: undefined, instanceId: 'iot-1' } }), [])
  assert.deepEqual(missing({ mqtt }), ['--ssid', 'SWITCH_WIFI_PASSWORD (or --open)', '--pin'])
})

test('secrets of a file count more than those of the environment; what is no known name is refused by its line', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'secrets-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'secrets')
  writeFileSync(file, '\r\nSWITCH_WIFI_PASSWORD= a=b \r\n')
  const environment = { SWITCH_WIFI_PASSWORD: 'x', SWITCH_DEVICE_SECRET: 'y', OTHER: 'z' }
  assert.deepEqual(readSecrets(file, environment), { SWITCH_WIFI_PASSWORD: ' a=b ', SWITCH_DEVICE_SECRET: 'y' })
  writeFileSync(file, '\nOTHER=1\n')
  assert.throws(() => readSecrets(file, {}), {
    slug: 'secrets-unreadable',
    message: `line 2 of ${file} is not NAME=value with a known name`,
  })
})

test('no question mends what is given, what has no question, or a section that is none', () => {
  const paths = (config: object, given: readonly string[] = []) => findUnasked(new Draft(JSON.stringify(config)), (path) => given.includes(path.join('.'))).map(({ path }) => path) // prettier-ignore
  const wrong = { ...good, wifi: { ssid: '', password: 'short' } }
  assert.deepEqual(paths(wrong), [])
  assert.deepEqual(paths(wrong, ['wifi.password']), ['wifi.password'])
  assert.deepEqual(paths({ ...good, wifi: 'Home' }), ['wifi'])
  assert.deepEqual(paths({}), [])
  assert.deepEqual(paths({ ...good, link: { keepAliveS: 1 } }), ['link.keepAliveS'])
})

test('a configuration is shown with every secret masked, an empty one as empty', () => {
  const shown = JSON.parse(showConfig({ wifi: { ssid: 'Home', password: '' }, aliyun, odd: 'x', switches: { PowerSwitch_1: { pin: 'D2' }, other: { pin: 'D2' } } })) // prettier-ignore
  const mask = '********'
  assert.deepEqual(shown, { wifi: { ssid: 'Home', password: '' }, aliyun: { ...aliyun, deviceSecret: mask }, odd: mask, switches: { PowerSwitch_1: { pin: 'D2' }, other: mask } }) // prettier-ignore
  assert.deepEqual(JSON.parse(showConfig({ wifi: ['secret'], aliyun: 'secret' })), { wifi: mask, aliyun: mask })
})

test('a value is wrong once, however many rules of the schema it breaks', () => {
  const problems = (config: object) => checkConfig(JSON.stringify(config)).problems.map(({ path }) => path)
  const host = ` ${'h'.repeat(200)}`
  assert.deepEqual(problems({ ...good, aliyun: { ...aliyun, host } }), ['aliyun.host'])
  assert.deepEqual(problems({ ...good, aliyun: { ...aliyun, productKey: ' '.repeat(40) } }), ['aliyun.productKey'])
})
