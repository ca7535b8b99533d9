import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { MqttClient } from 'mqtt'
import { isJsonObject, type JsonObject } from '../../../../tools/cloud/model/json.ts'
import { startPlatform, type RunningPlatform } from '../../../../tools/cloud/start-platform.ts'
import { setCommand } from '../../../../tools/set-status/set-command.ts'
import { accessKey, connectDevice, plug } from '../../../local-platform/official-client.ts'
import { product as switchProduct } from '../../../local-platform/switch-product.ts'

const gain = {
  identifier: 'Gain',
  accessMode: 'rw',
  dataType: { type: 'float', specs: { min: '0', max: '2' } },
} as const
const block = { functionBlockId: 'lamp', properties: [{ identifier: 'On', dataType: { type: 'bool' } }] } as const
const product = {
  ...switchProduct,
  properties: [...(switchProduct.properties ?? []), gain],
  functionBlocks: [block],
}

let running: RunningPlatform
let folder: string
let device: MqttClient
let sets = 0

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'key-'))
  writeFileSync(join(folder, 'key.json'), JSON.stringify(accessKey))
  // All in a second: more messages than the platform takes.
  const rules = { uplinkPerSecond: 'unlimited', downlinkPerSecond: 'unlimited' } as const
  running = await startPlatform({ devices: [plug], product, port: 0, controlPort: 0, accessKey, rules })
  device = await connectDevice({ after: () => undefined }, running.mqttPort)
  device.on('message', (topic) => topic.endsWith('/property/set') && sets++)
})

after(async () => {
  await device.endAsync(true)
  await running.close()
  rmSync(folder, { recursive: true })
})

/** `npm run set`, with Aliyun's own client over the OpenAPI. Returns what became of it. */
async function set(...words: string[]): Promise<JsonObject> {
  const printed: string[] = []
  const where = ['--control', `http://127.0.0.1:${running.controlPort}`, '--key-file', join(folder, 'key.json')]
  await setCommand([...words, ...where, '--json'], (text) => printed.push(text), {})
  return JSON.parse(printed.join(''))
}

/** A call of the console. */
async function post(path: string, body: object): Promise<JsonObject> {
  const { productKey, deviceName } = plug
  const response = await fetch(`http://127.0.0.1:${running.controlPort}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ productKey, deviceName, ...body }),
  })
  const said: unknown = await response.json()
  assert.ok(response.ok, JSON.stringify(said))
  return said as JsonObject
}

for (const [word, params] of [
  ['PowerSwitch_1=on', { PowerSwitch_1: 1 }],
  ['Level=42', { Level: 42 }],
  ['Gain=1', { Gain: 1 }],
  ['Gain=0.25', { Gain: 0.25 }],
  ['Mode=1', { Mode: 1 }],
  ['Label=7', { Label: '7' }],
  ['Label=中文', { Label: '中文' }],
  ['Since=1700000000000', { Since: '1700000000000' }],
  ['Since=2026-01-31T08:00Z', { Since: '1769846400000' }],
  ['Color={"red":255,"name":"x"}', { Color: { red: 255, name: 'x' } }],
  ['Plan=[1,2]', { Plan: [1, 2] }],
  ['lamp:On=off', { 'lamp:On': 0 }],
] as const) {
  test(`what fits its type is set by npm run set and by the console alike: ${word}`, async () => {
    const one = await set(word)
    const other = await post('/api/property-set', { params })
    for (const result of [one, other]) {
      assert.equal(result.outcome, 'answered')
      assert.deepEqual(isJsonObject(result.post) && result.post.params, params)
    }
  })
}

for (const [word, params, code, message] of [
  ['PowerSwitch_1=2', { PowerSwitch_1: 2 }, 6308, 'tsl parse: bool specs error -> PowerSwitch_1'],
  ['PowerSwitch_1=yes', { PowerSwitch_1: 'yes' }, 6308, 'tsl parse: value of bool type must be int -> PowerSwitch_1'],
  ['Level=101', { Level: 101 }, 6306, 'tsl parse: int value is bigger than max 100 -> Level'],
  ['Level=1.5', { Level: 1.5 }, 6306, 'tsl parse: data type is not int -> Level'],
  ['Gain=2.5', { Gain: 2.5 }, 6307, 'tsl parse: float value is bigger than max 2 -> Gain'],
  ['Mode=7', { Mode: 7 }, 6309, 'tsl parse: enum specs error -> Mode'],
  ['Label=123456789', { Label: '123456789' }, 6310, 'tsl parse: string length bigger than max length 8 -> Label'],
  ['Since=soon', { Since: 'soon' }, 6311, 'tsl parse: date type must be a string of long(UTC ms) -> Since'],
  ['Color={"blue":1}', { Color: { blue: 1 } }, 6304, 'tsl parse: field blue not exist in struct Color'],
  ['Plan=[1,2,3]', { Plan: [1, 2, 3] }, 6324, 'tsl parse: array size is bigger than max size 2 -> Plan'],
  ['Nothing=1', { Nothing: 1 }, 6304, 'tsl parse: params not exist -> Nothing'],
  ['Temperature=21.5', { Temperature: 21.5 }, 6331, 'tsl parse: property is read only -> Temperature'],
] as const) {
  test(`what does not is refused with the same code everywhere, and the device gets nothing: ${word}`, async () => {
    const before = sets
    const said = `iot.device.SetDevicePropertyFailed: ${code} ${message}`
    await assert.rejects(set(word), { slug: 'cloud-refused', message: said, exitCode: 2 })
    const refused = { outcome: 'refused', code, message }
    assert.deepEqual(await post('/api/property-set', { params }), refused)
    assert.deepEqual(await post('/api/desired', { values: params }), refused)
    assert.equal(sets, before)
  })
}

test('whoever tests a device may send it what the thing model does not allow', async () => {
  const params = { Level: 'full' }
  const came = new Promise((resolve) =>
    device.on('message', (_topic, payload) => resolve(JSON.parse(`${payload}`).params)),
  )
  // How it ends does not matter: the platform does not take what the device posts of it.
  void post('/api/property-set', { params, unchecked: true }).catch(() => undefined)
  assert.deepEqual(await came, params)
})
