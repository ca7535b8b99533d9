import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { readNamedDevice } from '../../../tools/set-status/named-device.ts'

const device = { productKey: 'a1X', deviceName: 'plug' }
const login = (mqttHostUrl: string) => ({ mqtt: { username: 'plug&a1X', mqttHostUrl } })

for (const [what, content, named] of [
  [
    'a device triple',
    { aliyun: { ...device, region: 'us-east-1' } },
    { ...device, region: 'us-east-1', instanceId: '' },
  ],
  [
    'a triple of an instance',
    { aliyun: { ...device, instanceId: 'iot-1' } },
    { ...device, region: '', instanceId: 'iot-1' },
  ],
  ['a login', login('a1X.iot-as-mqtt.us-east-1.aliyuncs.com'), { ...device, region: 'us-east-1', instanceId: '' }],
  ['a login of an instance', login('iot-1a.mqtt.iothub.aliyuncs.com'), { ...device, region: '', instanceId: 'iot-1a' }],
  ['a login elsewhere', login('192.0.2.1'), { ...device, region: '', instanceId: '' }],
  ['neither', { aliyun: 7 }, { productKey: '', deviceName: '', region: '', instanceId: '' }],
] as const) {
  test(`a device.json with ${what} names product, device and place, with a byte order mark, too`, (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'named-'))
    t.after(() => rmSync(folder, { recursive: true }))
    const file = join(folder, 'device.json')
    for (const mark of ['', '\ufeff']) {
      writeFileSync(file, `${mark}${JSON.stringify(content)}`)
      assert.deepEqual({ ...readNamedDevice(file) }, named)
    }
  })
}

test('without a file nobody is named', () => assert.equal(readNamedDevice('no-such-file.json').deviceName, ''))
