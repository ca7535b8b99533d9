import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { Ajv } from 'ajv'
import { deviceNamePattern, isDeviceName } from '../../../tools/device-names/names.ts'

const { properties } = JSON.parse(readFileSync('device.schema.json', 'utf8'))
const isInSchema = new Ajv({ strict: false }).compile(properties.aliyun.properties.deviceName)
/** As a browser reads the pattern of an input (HTML standard §4.10.5.3.6). */
const inForm = new RegExp(`^(?:${deviceNamePattern})$`, 'v')

const longest = 'Az09_.:@-'.padEnd(32, 'n')

for (const [name, isOne] of [
  ['sw-1', true],
  ['868575026974305', true],
  [longest, true],
  ['sw1', false],
  ['', false],
  [`${longest}n`, false],
  ...[...'|&/+#, $\n"é开'].map((character) => [`plug${character}1`, false] as const),
] as const) {
  test(`${JSON.stringify(name)} is ${isOne ? 'a' : 'no'} deviceName: to the tools, device.json and the page alike`, () => {
    assert.deepEqual([isDeviceName(name), isInSchema(name), inForm.test(name)], [isOne, isOne, isOne])
  })
}
