import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import type { PlatformEvent } from '../../../../tools/cloud/model/events.ts'
import type { Rules } from '../../../../tools/cloud/model/rules.ts'
import { setCommand } from '../../../../tools/set-status/set-command.ts'
import { startPlatform } from '../../../../tools/cloud/start-platform.ts'
import { accessKey, connectDevice, plug } from '../../../local-platform/official-client.ts'
import { rpcQuery } from '../../../local-platform/rpc-query.ts'

const services = [
  { identifier: 'Toggle', callType: 'async', inputData: [] },
  { identifier: 'Ask', callType: 'sync', inputData: [] },
] as const
const lamp = { ...plug, deviceName: 'lamp01' }

async function start(t: TestContext, rules: Partial<Rules> = {}) {
  const ports = { port: 0, controlPort: 0 }
  const running = await startPlatform({ devices: [plug, lamp], product: { services }, ...ports, accessKey, rules })
  t.after(() => running.close())
  const events: PlatformEvent[] = []
  running.platform.onEvent((event) => events.push(event))
  const call = async (changes: Record<string, string>) => {
    const response = await fetch(`http://127.0.0.1:${running.controlPort}/?${rpcQuery('GET', changes)}`)
    return Object(await response.json())
  }
  return { ...running, call, events }
}

const items = { Items: '{"PowerSwitch_1":1}' }
const set = { Action: 'SetDeviceProperty', ...items }
const several = { Action: 'SetDevicesProperty', ...items, 'DeviceName.1': plug.deviceName }
const ask = { Action: 'InvokeThingService', Identifier: 'Ask', Args: '{}' }
const toggle = { ...ask, Identifier: 'Toggle' }
const pub = {
  Action: 'Pub',
  TopicFullName: `/${plug.productKey}/${plug.deviceName}/user/get`,
  MessageContent: Buffer.from('x').toString('base64'),
}

for (const one of [set, several, toggle, ask]) {
  test(`${one.Action} ${Object.values(one)[1]} for an offline device with a clean session is no success`, async (t) => {
    const { call, events } = await start(t)
    const body = await call(one)
    assert.deepEqual([body.Success, body.Code, body.Data], [false, 'iot.messagebroker.OFFLINE', undefined])
    const said = events.filter(({ type }) => type === 'property-set' || type === 'service-call')
    assert.deepEqual(said, [], 'nothing is told as sent')
  })
}

for (const one of [set, several, toggle, pub]) {
  test(`${one.Action} under the rate limit succeeds as often as the device gets one`, async (t) => {
    const { call, mqttPort } = await start(t, { downlinkPerSecond: 3 })
    const device = await connectDevice(t, mqttPort)
    let arrived = 0
    device.on('message', (topic) => void (/user\/get|thing\/service\//.test(topic) && arrived++))
    const bodies = await Promise.all(Array.from({ length: 20 }, () => call(one)))
    const successes = bodies.filter(({ Success }) => Success === true)
    const codes = new Set(bodies.map(({ Code }) => Code))
    assert.deepEqual([...codes].sort(), ['', 'iot.messagebroker.RateLimit'])
    const ids = new Set(successes.map(({ Data, MessageId }) => Data?.MessageId ?? MessageId))
    if (one !== several) assert.equal(ids.size, successes.length)
    // A call that is answered was sent before: what is sent now is behind all of them.
    await device.subscribeAsync(pub.TopicFullName)
    assert.equal(arrived, successes.length)
  })
}

test('a device that has not subscribed is no success', async (t) => {
  const { call, mqttPort } = await start(t, { autoDelivery: 'never' })
  const device = await connectDevice(t, mqttPort)
  await device.unsubscribeAsync(`/sys/${plug.productKey}/${plug.deviceName}/thing/service/property/set`)
  await device.unsubscribeAsync(`/sys/${plug.productKey}/${plug.deviceName}/thing/service/+`)
  for (const one of [set, several, toggle]) {
    assert.equal((await call(one)).Code, 'iot.messagebroker.NotSubscribed', one.Action)
  }
})

test('of several devices the answer names those that did not get it', async (t) => {
  const { call, mqttPort } = await start(t)
  await connectDevice(t, mqttPort)
  const body = await call({ ...several, 'DeviceName.2': lamp.deviceName })
  assert.deepEqual([body.Success, body.Code], [false, 'iot.messagebroker.OFFLINE'])
  assert.match(body.ErrorMessage, /Sent to 1 of 2; not to: lamp01 offline$/)
})

test('npm run set says of an offline device what it is, and --json has the outcome', async (t) => {
  const { controlPort } = await start(t)
  const folder = mkdtempSync(join(tmpdir(), 'key-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'access-key.json')
  writeFileSync(file, JSON.stringify(accessKey))
  const where = ['--control', `http://127.0.0.1:${controlPort}`, '--key-file', file, '--device', plug.deviceName]
  const printed: string[] = []
  const run = setCommand(['on', '--json', ...where], (text) => printed.push(text), {})
  await assert.rejects(run, { slug: 'device-offline', message: /^plug01 is offline/, exitCode: 2 })
  const { outcome, messageId } = JSON.parse(printed.join(''))
  assert.deepEqual([outcome, messageId], ['offline', ''])
})
