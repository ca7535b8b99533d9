import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { withoutEscapes } from '../../../firmware/text.ts'
import { checkConfig } from '../../../tools/config/check/check-config.ts'
import { toDeviceJson } from '../../../tools/config/file/device-json.ts'
import { aliyun, good } from './samples.ts'

const example = readFileSync('device.example.json')

test('the example is valid but for its secrets, which are warned of', () => {
  const { config, problems } = checkConfig(example)
  assert.equal(config?.switches?.PowerSwitch_1?.pin, 'D2')
  assert.deepEqual(
    problems.map(({ severity, path }) => `${severity} ${path}`),
    ['warning wifi.password', 'warning aliyun.deviceSecret'],
  )
})

test('what goes on the board is minimal, without $schema and board', () => {
  const { config } = checkConfig(example)
  const { $schema: _schema, board: _board, ...rest } = JSON.parse(example.toString()) as Record<string, unknown>
  assert.equal(toDeviceJson(config!).toString(), JSON.stringify(rest))
})

test('a name of UTF-8, quotes and backslashes reaches the board as the same bytes, raw or as escapes in the file', () => {
  const ssid = '\u5ba2\u5385'
  const password = '"\\/\u00e9\u007f\u{1f511}\u0001'
  const raw = JSON.stringify({ ...good, wifi: { ssid, password } })
  const escaped = raw.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
  assert.notEqual(raw, escaped)
  const [one, other] = [raw, escaped].map((text) => toDeviceJson(checkConfig(text).config!))
  assert.deepEqual(one, other)
  // Bytes are characters there: the engine's JSON.parse leaves them as they are.
  const onBoard = JSON.parse(withoutEscapes(one!.toString('latin1'), true)) as typeof good
  assert.equal(onBoard.wifi.ssid, Buffer.from(ssid).toString('latin1'))
  assert.equal(onBoard.wifi.password, Buffer.from(password).toString('latin1'))
})

test('nothing on the board is escaped but quotes, backslashes and control characters', () => {
  const config = { ...good, aliyun: { ...aliyun, deviceSecret: '\u2028\u007f</script>\u00e4'.padEnd(28, '/') } }
  assert.doesNotMatch(toDeviceJson(checkConfig(JSON.stringify(config)).config!).toString(), /\\/)
})

const [first, second] = ['TUlJQmtUQ0I=', 'QUJDRA==']
const pem = (base64: string, end = '\n'): string =>
  ['-----BEGIN CERTIFICATE-----', base64.slice(0, 4), base64.slice(4), '-----END CERTIFICATE-----', ''].join(end)

test('a CA is taken as PEM, with any line ends and what openssl writes above it, and reaches the board as base64', () => {
  for (const ca of [
    first,
    `${first}\n`,
    pem(first),
    pem(first, '\r\n'),
    pem(first, ' '),
    `subject=CN = x\n\n${pem(first)}`,
  ]) {
    const { config, problems } = checkConfig(JSON.stringify({ ...good, aliyun: { ...aliyun, tls: true, ca } }))
    assert.deepEqual(problems, [])
    const onBoard = JSON.parse(toDeviceJson(config!).toString()) as { aliyun: { ca: string } }
    assert.equal(onBoard.aliyun.ca, first)
  }
})

test('what is no certificate, or more than one, is refused with what is wanted', () => {
  const key = pem(first).replaceAll('CERTIFICATE', 'PRIVATE KEY')
  for (const ca of [`${pem(first)}${pem(second)}`, key, 'ca.pem', './certs/ca.pem', pem(first).slice(0, -20)]) {
    const { problems } = checkConfig(JSON.stringify({ ...good, aliyun: { ...aliyun, tls: true, ca } }))
    assert.equal(problems.length, 1, ca)
    assert.match(problems[0]!.wanted, /^one certificate, as PEM or as base64/)
    assert.match(problems[0]!.fix, /the CA's own file alone/)
    assert.doesNotMatch(JSON.stringify(problems), /QmtU/)
  }
})

test('every ca of the schema takes the same', () => {
  const { properties } = JSON.parse(readFileSync('device.schema.json', 'utf8')) as {
    properties: Record<string, { properties?: Record<string, { pattern?: string }> }>
  }
  const patterns = Object.values(properties).flatMap((section) => section.properties?.['ca']?.pattern ?? [])
  for (const pattern of patterns) assert.equal(pattern, patterns[0])
})
