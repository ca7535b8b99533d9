import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { startPlatform } from '../../../../tools/cloud/start-platform.ts'
import type { Tsl } from '../../../../tools/thing-model/tsl.ts'
import { accessKey, connectDevice, plug } from '../../../local-platform/official-client.ts'
import { rpcQuery } from '../../../local-platform/rpc-query.ts'

const float = { type: 'float' } as const
const tsl: Tsl = {
  properties: [
    { identifier: 'Temp', dataType: float },
    { identifier: 'Count', dataType: { type: 'int' } },
    { identifier: 'Place', dataType: { type: 'struct', specs: [{ identifier: 'Lat', dataType: { type: 'double' } }] } },
    { identifier: 'Row', dataType: { type: 'array', specs: { item: float } } },
  ],
  services: [
    { identifier: 'Heat', callType: 'async', inputData: [{ identifier: 'To', dataType: float }] },
    { identifier: 'Ask', callType: 'sync', inputData: [] },
  ],
}

async function start(t: TestContext, floatWithoutPoint: 'refuse' | 'accept' = 'refuse') {
  const options = { devices: [plug], product: tsl, port: 0, controlPort: 0, accessKey, rules: { floatWithoutPoint } }
  const running = await startPlatform(options)
  t.after(() => running.close())
  await connectDevice(t, running.mqttPort)
  return async (changes: Record<string, string>) => {
    const response = await fetch(`http://127.0.0.1:${running.controlPort}/?${rpcQuery('GET', changes)}`)
    return { text: await response.clone().text(), body: Object(await response.json()) }
  }
}

const calls = [
  { Action: 'SetDeviceProperty' },
  { Action: 'SetDevicesProperty', 'DeviceName.1': plug.deviceName },
  { Action: 'SetDeviceDesiredProperty' },
]

test('SetDevicesProperty takes 1 to 100 names', async (t) => {
  const call = await start(t)
  const named = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [`DeviceName.${at + 1}`, 'nobody']))
  for (const [count, code] of [
    [0, 'iot.device.NoneDeviceNameElement'],
    [1, 'iot.device.NotExistedDevice'],
    [100, 'iot.device.NotExistedDevice'],
    [101, 'iot.device.NoneDeviceNameElement'],
  ] as const) {
    const { body } = await call({ Action: 'SetDevicesProperty', Items: '{"Temp":1.5}', ...named(count) })
    assert.equal(body.Code, code, `${count} names`)
  }
})

test('Items, Args and Versions that are no JSON object are iot.check.InvalidFormattedParameter', async (t) => {
  const call = await start(t)
  for (const text of ['[{"key":"Temp","value":1}]', '{"Temp":1.5', '7', 'null', '"x"', '[]', 'Temp=1.5']) {
    const wrong = [
      ...calls.map((one) => ({ ...one, Items: text })),
      { Action: 'InvokeThingService', Identifier: 'Heat', Args: text },
      { Action: 'SetDeviceDesiredProperty', Items: '{"Temp":1.5}', Versions: text },
    ]
    for (const one of wrong) {
      const { body } = await call(one)
      assert.deepEqual([body.Success, body.Code], [false, 'iot.check.InvalidFormattedParameter'], JSON.stringify(one))
    }
  }
})

test('a float without a decimal point is refused in every call that takes one, and one with it is not', async (t) => {
  const call = await start(t)
  for (const [items, isRight] of [
    ['{"Temp":10}', false],
    ['{"Temp":10.0}', true],
    ['{"Temp":-1e3}', false],
    ['{"Temp":1.0e3,"Count":10}', true],
    ['{"Count":1,"Temp":0}', false],
    ['{"Place":{"Lat":3}}', false],
    ['{"Place":{"Lat":3.0}}', true],
    ['{"Row":[1.0,2]}', false],
    ['{"Row":[1.0,2.0]}', true],
  ] as const) {
    for (const one of calls) {
      const { body } = await call({ ...one, Items: items })
      assert.equal(body.Success, isRight, `${one.Action} ${items} ${body.ErrorMessage}`)
      if (!isRight) assert.match(body.ErrorMessage, /^6307 .*10\.0 instead of 10/)
    }
  }
  const heat = { Action: 'InvokeThingService', Identifier: 'Heat' }
  assert.match((await call({ ...heat, Args: '{"To":20}' })).body.ErrorMessage, /^6307 /)
  assert.equal((await call({ ...heat, Args: '{"To":20.5}' })).body.Success, true)
})

test('with the rule accept a float may come without a point', async (t) => {
  const call = await start(t, 'accept')
  for (const one of calls) assert.equal((await call({ ...one, Items: '{"Temp":10}' })).body.Success, true)
})

test('every id of more than 15 digits in an answer is a text', async (t) => {
  const call = await start(t)
  const topic = `/${plug.productKey}/${plug.deviceName}/user/get`
  const base64 = Buffer.from('x').toString('base64')
  for (const one of [
    { Action: 'RRpc', RequestBase64Byte: base64, Timeout: '5000' },
    { Action: 'Pub', TopicFullName: topic, MessageContent: base64 },
    { Action: 'SetDeviceProperty', Items: '{"Temp":1.5}' },
    { Action: 'InvokeThingService', Identifier: 'Ask', Args: '{}' },
  ]) {
    const { text, body } = await call(one)
    assert.equal(body.Success, true, one.Action)
    assert.match(text, /"MessageId":"\d+"/, one.Action)
    assert.doesNotMatch(text, /:\d{16,}/, one.Action)
  }
})

test('what would be no topic name is refused, in every call that makes one', async (t) => {
  const call = await start(t)
  const base64 = Buffer.from('x').toString('base64')
  const own = `/${plug.productKey}/${plug.deviceName}/user`
  for (const topic of [`${own}/+`, `${own}/#`, `${own}/a\0b`, `${own}/${'x'.repeat(128)}`, 'no/slash']) {
    for (const one of [
      { Action: 'RRpc', RequestBase64Byte: base64, Timeout: '5000', Topic: topic },
      { Action: 'Pub', TopicFullName: topic, MessageContent: base64 },
    ]) {
      assert.equal((await call(one)).body.Code, 'iot.messagebroker.InvalidFormattedTopicName', `${one.Action} ${topic}`)
    }
  }
})
