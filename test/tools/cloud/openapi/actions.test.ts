import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { readCall } from '../../../../tools/cloud/openapi/call.ts'
import { createOpenApi } from '../../../../tools/cloud/openapi/openapi.ts'
import { createSetBook } from '../../../../tools/cloud/openapi/set-book.ts'
import { createMemoryStore } from '../../../../tools/cloud/store/memory-store.ts'
import { recordEvents } from '../../../../tools/cloud/store/recorder.ts'
import { openState } from '../../../../tools/cloud/store/state.ts'
import type { PlatformOptions } from '../../../../tools/cloud/platform/platform.ts'
import { plug, startMemoryCloud } from '../../../local-platform/memory-cloud.ts'
import { accessKey } from '../../../local-platform/official-client.ts'
import { rpcQuery } from '../../../local-platform/rpc-query.ts'

/** The OpenAPI on a platform in memory; its calls are signed now, unless the test says by how much that is off. */
async function start(t: TestContext, options: Partial<PlatformOptions> = {}) {
  const state = openState(':memory:', assert.fail)
  t.after(() => state.close())
  const cloud = await startMemoryCloud(t, { store: state.store, ...options })
  cloud.platform.onEvent(recordEvents(state))
  const sets = createSetBook(cloud.platform)
  const signedAt = Date.parse('2026-01-01T00:00:00Z')
  const call = async (changes: Record<string, string>, nowMs = signedAt) => {
    const openApi = createOpenApi({ platform: cloud.platform, state, sets, accessKey, wallNow: () => nowMs })
    const query = new URLSearchParams(rpcQuery('GET', { Timestamp: '2026-01-01T00:00:00Z', ...changes }))
    const headers = { host: '127.0.0.1' }
    const { body } = await openApi({ method: 'GET', path: '/', query, body: '', headers, address: '' })
    return Object(body)
  }
  return { cloud, call, signedAt }
}

test('a signature is taken 15 minutes before and after its time, and not a moment longer', async (t) => {
  const { call, signedAt } = await start(t)
  const windowMs = 15 * 60_000
  for (const [off, code] of [
    [windowMs, ''],
    [windowMs + 1, 'InvalidTimeStamp.Expired'],
    [-windowMs, ''],
    [-windowMs - 1, 'InvalidTimeStamp.Expired'],
  ] as const) {
    assert.equal((await call({}, signedAt + off)).Code, code, `${off}`)
  }
})

const data = { Action: 'QueryDevicePropertyData', Identifier: 'A', StartTime: '0', EndTime: '9000', Asc: '1' }

test('history comes in pages, with the time at which the next one begins', async (t) => {
  const { cloud, call } = await start(t)
  const device = await cloud.connect()
  for (const [value, time] of [
    ['one', 1000],
    [2, 2000],
    [{ a: 3 }, 3000],
  ] as const) {
    const post = { id: '1', params: { A: { value, time } } }
    await device.publish('/sys/a1DEMO/plug01/thing/event/property/post', post)
  }
  const page = async (changes: Record<string, string>) => {
    const { Data } = await call({ ...data, ...changes })
    return [Data.List.PropertyInfo.map(({ Value }: { Value: string }) => Value), Data.NextValid, Data.NextTime]
  }
  assert.deepEqual(await page({ PageSize: '2' }), [['one', '2'], true, 3000])
  assert.deepEqual(await page({ PageSize: '3' }), [['one', '2', '{"a":3}'], false, 9000])
  assert.deepEqual(await page({ PageSize: '2', Asc: '0' }), [['{"a":3}', '2'], true, 1000])
  assert.deepEqual(await page({ PageSize: '2', StartTime: '2000', EndTime: '2000' }), [['2'], false, 2000])
})

for (const [changes, code] of [
  [{ PageSize: '50' }, ''],
  [{ PageSize: '51' }, 'iot.common.InvalidPageParams'],
  [{ PageSize: '0' }, 'iot.common.InvalidPageParams'],
  [{ PageSize: '1.5' }, 'iot.common.InvalidPageParams'],
  [{ PageSize: '1', Asc: '2' }, 'iot.common.InvalidFormattedParameter'],
  [{ PageSize: '1', StartTime: '-1' }, 'iot.device.InvalidTimeBucket'],
  [{ PageSize: '1', Identifier: '' }, 'MissingParameter'],
] as const) {
  test(`history with ${JSON.stringify(changes)} is ${code || 'read'}`, async (t) => {
    const { call } = await start(t)
    assert.equal((await call({ ...data, ...changes })).Code, code)
  })
}

test('devices come in pages of 10 unless told otherwise, at most 50', async (t) => {
  const devices = Array.from({ length: 21 }, (_, at) => ({ ...plug, deviceName: `plug${at}` }))
  const { call } = await start(t, { devices: [...devices, { ...plug, productKey: 'a1OTHER' }] })
  const list = async (changes: Record<string, string>) => {
    const body = await call({ Action: 'QueryDevice', ...changes })
    const names = body.Data?.DeviceInfo.map(({ DeviceName }: { DeviceName: string }) => DeviceName) ?? []
    return [body.Code || names.length, names[0], body.Total, body.Page, body.PageSize, body.PageCount]
  }
  assert.deepEqual(await list({}), [10, 'plug0', 21, 1, 10, 3])
  assert.deepEqual(await list({ CurrentPage: '3' }), [1, 'plug20', 21, 3, 10, 3])
  assert.deepEqual(await list({ PageSize: '7', CurrentPage: '2' }), [7, 'plug7', 21, 2, 7, 3])
  assert.equal((await list({ PageSize: '50' }))[0], 21)
  for (const wrong of [{ PageSize: '51' }, { PageSize: '0' }, { CurrentPage: '0' }]) {
    assert.equal((await list(wrong))[0], 'iot.common.InvalidPageParams')
  }
  assert.equal((await list({ ProductKey: 'a1NONE' }))[0], 'iot.prod.NotExistedProduct')
})

test('times are those of Beijing in the Gmt fields, ISO 8601 in the Utc fields, and empty for never', async (t) => {
  const { cloud, call } = await start(t)
  const detail = async () => (await call({ Action: 'QueryDeviceDetail' })).Data
  const before = await detail()
  assert.deepEqual([before.GmtCreate, before.UtcCreate], ['2023-11-15 06:13:20', '2023-11-14T22:13:20.000Z'])
  assert.deepEqual([before.GmtActive, before.UtcActive, before.GmtOnline, before.UtcOnline], ['', '', '', ''])
  const device = await cloud.connect()
  await device.publish('/ota/device/inform/a1DEMO/plug01', { params: { version: '1.2.3' } })
  const { Status, GmtActive, UtcOnline, DeviceSecret, FirmwareVersion } = await detail()
  assert.deepEqual([Status, GmtActive, UtcOnline], ['ONLINE', before.GmtCreate, before.UtcCreate])
  assert.deepEqual([before.FirmwareVersion, FirmwareVersion, DeviceSecret], ['', '1.2.3', plug.deviceSecret])
})

const text = Buffer.from('x').toString('base64')

for (const [action, changes, code] of [
  ['RRpc', { RequestBase64Byte: text, Timeout: '1000' }, ''],
  ['RRpc', { RequestBase64Byte: text, Timeout: '8000' }, ''],
  ['RRpc', { RequestBase64Byte: text, Timeout: '999' }, 'iot.messagebroker.InvalidTimeoutValue'],
  ['RRpc', { RequestBase64Byte: text, Timeout: '8001' }, 'iot.messagebroker.InvalidTimeoutValue'],
  ['RRpc', { RequestBase64Byte: text }, 'MissingParameter'],
  ['RRpc', { Timeout: '1000' }, 'iot.messagebroker.NullMessageContent'],
  ['RRpc', { RequestBase64Byte: 'eA', Timeout: '1000' }, 'iot.messagebroker.MessageContentIsNotBase64Encode'],
  ['RRpc', { RequestBase64Byte: 'e$==', Timeout: '1000' }, 'iot.messagebroker.MessageContentIsNotBase64Encode'],
  ['RRpc', { RequestBase64Byte: text, Timeout: '1000', DeviceName: 'nobody' }, 'iot.device.NotExistedDevice'],
  ['Pub', { MessageContent: text, TopicFullName: '/a1DEMO/plug01/user/get' }, ''],
  ['Pub', { MessageContent: text, TopicFullName: '/sys/a1DEMO/plug01/x', Qos: '1' }, ''],
  [
    'Pub',
    { MessageContent: text, TopicFullName: '/a1DEMO/plug01/x', Qos: '2' },
    'iot.messagebroker.InvalidFormattedQos',
  ],
  ['Pub', { MessageContent: text, TopicFullName: '/a1DEMO/nobody/x' }, 'iot.device.NotExistedDevice'],
  ['Pub', { MessageContent: text, TopicFullName: '/a1OTHER/plug01/x' }, 'iot.messagebroker.InvalidFormattedTopicName'],
  ['Pub', { MessageContent: text, TopicFullName: `/a1DEMO/plug01/${'x'.repeat(113)}` }, ''],
  [
    'Pub',
    { MessageContent: text, TopicFullName: `/a1DEMO/plug01/${'x'.repeat(114)}` },
    'iot.messagebroker.InvalidFormattedTopicName',
  ],
  ['Pub', { MessageContent: text, TopicFullName: '/x/a1DEMO' }, 'iot.messagebroker.InvalidFormattedTopicName'],
  ['Pub', { MessageContent: text, TopicFullName: '/x', ProductKey: 'a1NONE' }, 'iot.prod.NotExistedProduct'],
  ['SetDeviceProperty', { Items: '{}' }, 'iot.system.IllegalRequest'],
  ['SetDeviceDesiredProperty', { Items: '{"A":1}', Versions: '{"A":1.5}' }, 'iot.common.InvalidFormattedParameter'],
  ['SetDeviceDesiredProperty', { Items: '{"A":1}', Versions: '{"A":1}' }, 'iot.device.SetDevicePropertyFailed'],
  ['GetDeviceStatus', { ProductKey: '', DeviceName: '' }, 'MissingIotId'],
] as const) {
  test(`${action} with ${JSON.stringify(changes)} is ${code || 'done'}`, async (t) => {
    const { call } = await start(t)
    assert.equal((await call({ Action: action, ...changes })).Code, code)
  })
}

test('an RRPC to a device that is away is OFFLINE, one without a reply TIMEOUT', async (t) => {
  const { cloud, call } = await start(t)
  const rrpc = { Action: 'RRpc', RequestBase64Byte: text, Timeout: '1000' }
  assert.equal((await call(rrpc)).RrpcCode, 'OFFLINE')
  await cloud.connect()
  const pending = call(rrpc)
  await cloud.clock.run(1000)
  const { Success, RrpcCode, MessageId } = await pending
  assert.deepEqual([Success, RrpcCode, typeof MessageId], [true, 'TIMEOUT', 'string'])
})

test('the state of properties has those of the TSL, reported or not; not what an earlier one had', async (t) => {
  const store = createMemoryStore()
  store.merge('reported', 'plug01&a1DEMO', { Old: { value: 1, timeMs: 1 } })
  const properties = [{ identifier: 'Level', name: '亮度', dataType: { type: 'int' } }] as const
  const { cloud, call } = await start(t, { products: { a1DEMO: { properties } }, store })
  const list = async () =>
    (await call({ Action: 'QueryDevicePropertyStatus' })).Data.List.PropertyStatusInfo as Record<string, string>[]
  assert.deepEqual(await list(), [{ Identifier: 'Level', Name: '亮度', DataType: 'int' }])
  const device = await cloud.connect()
  await device.publish('/sys/a1DEMO/plug01/thing/event/property/post', { id: '1', params: { Level: 5 } })
  const reported = { Identifier: 'Level', Name: '亮度', DataType: 'int', Value: '5', Time: '1700000000000' }
  assert.deepEqual(await list(), [reported])
})

test('without a TSL the state of properties is what was reported, and no type is known', async (t) => {
  const { cloud, call } = await start(t)
  const device = await cloud.connect()
  await device.publish('/sys/a1DEMO/plug01/thing/event/property/post', { id: '1', params: { Any: 'x' } })
  const { PropertyStatusInfo } = (await call({ Action: 'QueryDevicePropertyStatus' })).Data.List
  assert.deepEqual(PropertyStatusInfo, [{ Identifier: 'Any', Name: 'Any', Value: 'x', Time: '1700000000000' }])
})

test('the time of a state is the last time that the device was online, or else when it was made', async (t) => {
  let now = 1000
  const { cloud, call } = await start(t, { wallNow: () => now })
  const time = async () => (await call({ Action: 'GetDeviceStatus' })).Data.Timestamp
  now = 2000
  assert.equal(await time(), 1000)
  const device = await cloud.connect()
  now = 3000
  assert.equal(await time(), 2000)
  await device.hangUp()
  assert.equal(await time(), 3000)
})

test('of a parameter that is there twice the first one counts, the query before the form', () => {
  const call = readCall({
    ...{ method: 'POST', path: '/', query: new URLSearchParams('A=1&A=2&Action=One'), address: '' },
    ...{ headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'A=3&B=4&Action=Two' },
  })
  assert.deepEqual(
    [...call.parameters],
    [
      ['A', '1'],
      ['Action', 'One'],
      ['B', '4'],
    ],
  )
  assert.deepEqual([call.action, call.version], ['One', ''])
})

test('a header names the action before any parameter does, and a body that is no form has no parameters', () => {
  const call = readCall({
    ...{ method: 'POST', path: '/', query: new URLSearchParams('Action=One&Version=1'), address: '' },
    ...{ headers: { 'x-acs-action': 'Two', 'x-acs-version': '2', 'content-type': 'text/plain' }, body: 'B=4' },
  })
  assert.deepEqual([call.action, call.version, call.parameters.has('B')], ['Two', '2', false])
})

test('a set of several devices of which one does not exist is sent to none', async (t) => {
  const { cloud, call } = await start(t)
  const device = await cloud.connect()
  const set = { Action: 'SetDevicesProperty', Items: '{"A":1}', 'DeviceName.1': 'plug01', 'DeviceName.2': 'nobody' }
  assert.equal((await call(set)).Code, 'iot.device.NotExistedDevice')
  await cloud.clock.settle()
  assert.deepEqual(device.published(), [])
})
