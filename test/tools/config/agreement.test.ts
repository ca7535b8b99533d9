import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkConfig } from '../../../tools/config/check/check-config.ts'
import { toDeviceJson } from '../../../tools/config/file/device-json.ts'
import { askDevice } from './device-verdict.ts'
import { badOnes, good, goodOnes, mqtt } from './samples.ts'

const toBytes = (config: unknown) => Buffer.from(JSON.stringify(config))
const errorsOf = (json: Buffer | string) => checkConfig(json).problems.filter(({ severity }) => severity === 'error')

for (const [what, config] of Object.entries(goodOnes)) {
  test(`tools and device take ${what}`, () => {
    assert.deepEqual(errorsOf(toBytes(config)), [])
    assert.deepEqual(askDevice(toBytes(config)), [])
    const { config: checked } = checkConfig(toBytes(config))
    assert.deepEqual(checked, JSON.parse(JSON.stringify(config)))
    assert.deepEqual(askDevice(toDeviceJson(checked!)), [])
  })
}

for (const [what, [path, config]] of Object.entries(badOnes)) {
  test(`tools and device refuse ${what} and name ${path}`, () => {
    const bytes = toBytes(config)
    assert.ok(
      errorsOf(bytes)
        .map((problem) => problem.path)
        .includes(path),
      JSON.stringify(errorsOf(bytes)),
    )
    const said = askDevice(bytes)
    assert.ok(
      said.some((line) => line.startsWith(`${path} `)),
      JSON.stringify(said),
    )
  })
}

test('tools and device want one of aliyun and mqtt', () => {
  for (const config of [
    { ...good, mqtt },
    { ...good, aliyun: undefined },
  ]) {
    assert.equal(errorsOf(toBytes(config)).length, 1)
    assert.deepEqual(askDevice(toBytes(config)), ['wanted one of aliyun and mqtt'])
  }
})

test('neither the tools nor the device ever show a secret', () => {
  const config = {
    wifi: { ssid: 'Home', password: 'geheim1' },
    aliyun: { productKey: 'a b', deviceName: 'c d', deviceSecret: 'geheim2', region: 'e f' },
    mqtt: { passwd: 'geheim3' },
    link: 'geheim4',
    switches: 'geheim5',
  }
  const said = [JSON.stringify(checkConfig(toBytes(config)).problems), ...askDevice(toBytes(config))]
  for (const line of said) assert.doesNotMatch(line, /geheim/)
})
