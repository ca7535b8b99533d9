import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as sdk from '@alicloud/iot20180120'
import { accessKey, connectDevice, officialClient, plug, start } from '../../../local-platform/official-client.ts'

const { productKey, deviceName } = plug
const name = { productKey, deviceName }

/** What the client throws when the gateway says no. */
const gateway = (code: string, statusCode: number) => (error: unknown) => {
  assert.ok(error instanceof Error)
  assert.equal(Reflect.get(error, 'code'), code)
  assert.equal(Reflect.get(error, 'data').statusCode, statusCode)
  return true
}

test('the official client sets a property, reads it back with its history, sees online and offline', async (t) => {
  const running = await start(t)
  const client = officialClient(running.controlPort)
  const status = async () => (await client.getDeviceStatus(new sdk.GetDeviceStatusRequest(name))).body?.data?.status
  assert.equal(await status(), 'UNACTIVE')
  const device = await connectDevice(t, running.mqttPort)
  assert.equal(await status(), 'ONLINE')
  const items = JSON.stringify({ PowerSwitch_1: 1 })
  const before = Date.now()
  const set = await client.setDeviceProperty(new sdk.SetDevicePropertyRequest({ ...name, items }))
  assert.equal(set.body?.success, true)
  const [messageId = '', answered] = [set.body?.data?.messageId, 'answered']
  const result = await fetch(`http://127.0.0.1:${running.controlPort}/api/set-result?messageId=${messageId}`)
  assert.equal(Reflect.get(Object(await result.json()), 'outcome'), answered)

  const shown = await client.queryDevicePropertyStatus(new sdk.QueryDevicePropertyStatusRequest(name))
  const [property] = shown.body?.data?.list?.propertyStatusInfo ?? []
  assert.deepEqual([property?.identifier, property?.value], ['PowerSwitch_1', '1'])
  assert.ok(Number(property?.time) >= before)
  const range = { ...name, identifier: 'PowerSwitch_1', startTime: before, endTime: Date.now(), pageSize: 50, asc: 1 }
  // In either order.
  for (const times of [{}, { startTime: range.endTime, endTime: range.startTime }]) {
    const request = new sdk.QueryDevicePropertyDataRequest({ ...range, ...times })
    const data = await client.queryDevicePropertyData(request)
    assert.deepEqual(
      data.body?.data?.list?.propertyInfo?.map(({ value }) => value),
      ['1'],
    )
  }
  const gone = new Promise<void>((resolve) => running.platform.onEvent(({ type }) => type === 'offline' && resolve()))
  await device.endAsync()
  await gone
  assert.equal(await status(), 'OFFLINE')
})

test('devices are registered, listed, described, disabled and enabled', async (t) => {
  const { controlPort, mqttPort } = await start(t)
  const client = officialClient(controlPort)
  const register = { productKey, deviceName: 'lamp-7', nickname: '灯' }
  const registered = await client.registerDevice(new sdk.RegisterDeviceRequest(register))
  const { deviceSecret = '', iotId = '' } = registered.body?.data ?? {}
  assert.match(deviceSecret, /^[0-9a-f]{32}$/)
  const again = await client.registerDevice(new sdk.RegisterDeviceRequest(register))
  assert.equal(again.body?.code, 'iot.device.AlreadyExistedDeviceName')
  const short = await client.registerDevice(new sdk.RegisterDeviceRequest({ productKey, deviceName: 'sw7' }))
  assert.equal(short.body?.code, 'iot.device.InvalidFormattedDeviceName')
  const listed = await client.queryDevice(new sdk.QueryDeviceRequest({ productKey, pageSize: 1, currentPage: 2 }))
  assert.deepEqual([listed.body?.total, listed.body?.pageCount], [2, 2])
  assert.equal(listed.body?.data?.deviceInfo?.[0]?.deviceName, 'lamp-7')

  await connectDevice(t, mqttPort, { ...register, deviceSecret })
  const byId = new sdk.QueryDeviceDetailRequest({ iotId })
  const { data } = (await client.queryDeviceDetail(byId)).body ?? {}
  assert.deepEqual([data?.status, data?.nickname, data?.ipAddress], ['ONLINE', '灯', '127.0.0.1'])
  assert.match(data?.gmtCreate ?? '', /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)
  await client.disableThing(new sdk.DisableThingRequest({ iotId }))
  assert.equal((await client.queryDeviceDetail(byId)).body?.data?.status, 'DISABLE')
  await assert.rejects(connectDevice(t, mqttPort, { ...register, deviceSecret }))
  await client.enableThing(new sdk.EnableThingRequest({ iotId }))
  await connectDevice(t, mqttPort, { ...register, deviceSecret })
})

test('publishes, services both ways, RRPC and desired properties reach the device', async (t) => {
  const { controlPort, mqttPort } = await start(t)
  const client = officialClient(controlPort)
  const device = await connectDevice(t, mqttPort)
  const arrived = new Promise<unknown[]>((resolve) => device.once('message', (...args) => resolve(args)))
  const topicFullName = `/${productKey}/${deviceName}/user/get`
  const messageContent = Buffer.from('你好').toString('base64')
  const pub = await client.pub(new sdk.PubRequest({ productKey, topicFullName, messageContent, qos: 1 }))
  assert.equal(pub.body?.success, true)
  const [topic, payload] = await arrived
  assert.deepEqual([topic, String(payload)], [topicFullName, '你好'])

  const rrpc = { ...name, requestBase64Byte: Buffer.from('hi').toString('base64'), timeout: 5000 }
  const { body: answered } = await client.rRpc(new sdk.RRpcRequest(rrpc))
  assert.equal(answered?.rrpcCode, 'SUCCESS')
  assert.equal(Buffer.from(answered?.payloadBase64Byte ?? '', 'base64').toString(), 'heard hi')
  const invoke = (identifier: string) =>
    client.invokeThingService(new sdk.InvokeThingServiceRequest({ ...name, identifier, args: '{}' }))
  assert.deepEqual(JSON.parse((await invoke('Ask')).body?.data?.result ?? ''), { heard: 1 })
  assert.equal((await invoke('Toggle')).body?.success, true)
  assert.equal((await invoke('Nothing')).body?.code, 'iot.device.InvokeThingServiceFailed')

  const items = JSON.stringify({ PowerSwitch_1: 1 })
  const desired = new sdk.SetDeviceDesiredPropertyRequest({ ...name, items, versions: '{"PowerSwitch_1":0}' })
  const { data } = (await client.setDeviceDesiredProperty(desired)).body ?? {}
  assert.equal(data?.versions, '{"PowerSwitch_1":1}')
  const several = { productKey, deviceName: [deviceName], items }
  assert.equal((await client.setDevicesProperty(new sdk.SetDevicesPropertyRequest(several))).body?.success, true)
})

test('a wrong secret is SignatureDoesNotMatch, an unknown AccessKey InvalidAccessKeyId.NotFound', async (t) => {
  const { controlPort } = await start(t)
  const request = new sdk.GetDeviceStatusRequest(name)
  const wrong = officialClient(controlPort, { ...accessKey, accessKeySecret: 'another' })
  await assert.rejects(wrong.getDeviceStatus(request), gateway('SignatureDoesNotMatch', 400))
  const stranger = officialClient(controlPort, { ...accessKey, accessKeyId: 'LTAIother' })
  await assert.rejects(stranger.getDeviceStatus(request), gateway('InvalidAccessKeyId.NotFound', 404))
})

for (const [what, code, call] of [
  ['an unknown device', 'iot.device.NotExistedDevice', { productKey, deviceName: 'nobody' }],
  ['an unknown product', 'iot.prod.NotExistedProduct', { productKey: 'other', deviceName }],
  ['an unknown IotId', 'iot.device.NotExistedDevice', { iotId: 'x' }],
] as const) {
  test(`${what} is ${code}`, async (t) => {
    const { controlPort } = await start(t)
    const { body } = await officialClient(controlPort).getDeviceStatus(new sdk.GetDeviceStatusRequest(call))
    assert.deepEqual([body?.success, body?.code], [false, code])
  })
}
