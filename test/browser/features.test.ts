import assert from 'node:assert/strict'
import { after, before, test, type TestContext } from 'node:test'
import { connectAsync, type MqttClient } from 'mqtt'
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { sign } from '../../tools/cloud/login/password.ts'
import { isJsonObject, readJson, type JsonObject } from '../../tools/cloud/model/json.ts'
import { startPlatform, type RunningPlatform } from '../../tools/cloud/start-platform.ts'
import type { Tsl } from '../../tools/thing-model/tsl.ts'
import { plug } from '../local-platform/stage.ts'
import { openBrowser } from './browser.ts'
import { findFaults } from './find-faults.ts'

const field = (identifier: string, dataType: object) => ({ identifier, dataType })
const product = {
  events: [{ identifier: 'Overload', name: '过载', type: 'alert', outputData: [field('ampere', { type: 'int' })] }],
  services: [
    {
      ...{ identifier: 'Blink', callType: 'async' },
      inputData: [
        field('times', { type: 'int', specs: { min: '1', max: '9' } }),
        field('mode', { type: 'enum', specs: { 0: 'slow', 1: 'fast' } }),
        field('color', { type: 'struct', specs: [field('red', { type: 'int' })] }),
        field('label', { type: 'text' }),
      ],
    },
    { identifier: 'Measure', callType: 'sync', inputData: [] },
  ],
} as Tsl

const { productKey, deviceName, deviceSecret } = plug
const own = `/sys/${productKey}/${deviceName}`
const userGet = `/${productKey}/${deviceName}/user/get`

let running: RunningPlatform
let browser: { context: BrowserContext; close(): Promise<void> }

before(async () => {
  const rules = { connectsPerMinute: 'unlimited', rrpcWaitMs: 400 } as const
  running = await startPlatform({ devices: [plug], product, rules, port: 0, controlPort: 0 })
  browser = await openBrowser({ locale: 'en-GB', bypassCSP: true })
})

after(async () => {
  await browser?.close()
  await running?.close()
})

interface Told {
  readonly topic: string
  readonly text: string
  readonly message: JsonObject
}

/** A device that does with what it is told what `take` says; it hears what it subscribes to, and the system topics. */
async function connect(t: TestContext, take: (told: Told, device: MqttClient) => void = () => undefined, ext = '') {
  const clientId = `${productKey}.${deviceName}`
  const device = await connectAsync(`mqtt://127.0.0.1:${running.mqttPort}`, {
    clientId: `${clientId}|securemode=3,signmethod=hmacsha256${ext}|`,
    username: `${deviceName}&${productKey}`,
    password: sign('hmacsha256', deviceSecret, { productKey, deviceName, clientId }),
    ...{ keepalive: 60, reconnectPeriod: 0 },
  })
  t.after(() => device.endAsync(true))
  device.on('message', (topic, payload) => {
    const read = readJson(payload.toString())
    take({ topic, text: payload.toString(), message: isJsonObject(read) ? read : {} }, device)
  })
  return device
}

const say = (device: MqttClient, topic: string, params: unknown) =>
  device.publishAsync(topic, JSON.stringify({ id: '7', params }), { qos: 1 })

async function open(t: TestContext, tab: string): Promise<Page> {
  const page = await browser.context.newPage()
  t.after(() => page.close())
  await page.goto(`http://127.0.0.1:${running.controlPort}/#/device/${productKey}/${deviceName}/${tab}`)
  return page
}

const card = (page: Page, title: string): Locator =>
  page.locator('.card').filter({ has: page.getByRole('heading', { name: title, exact: true }) })
const outcome = (place: Locator, word: string, hasText: string | RegExp): Promise<void> =>
  place.locator(`[data-outcome="${word}"]`, { hasText }).waitFor()

test('events come as they are posted, newest first, each with the code of its reply', async (t) => {
  const page = await open(t, 'events')
  await page.getByText('has posted no event yet').waitFor()
  await page.locator('code', { hasText: "postEvent('Overload', { ampere: 1 })" }).waitFor()
  const device = await connect(t)
  await say(device, `${own}/thing/event/Overload/post`, { value: { ampere: 17 } })
  await page.locator('[data-event=Overload]', { hasText: /过载.*alert.*code 200.*{"ampere":17}/s }).waitFor()
  await say(device, `${own}/thing/event/Nothing/post`, { x: 1 })
  await page.locator('[data-event=Nothing].trouble', { hasText: 'code 5160' }).waitFor()
  assert.equal(await page.locator('[data-event]').first().getAttribute('data-event'), 'Nothing')
  await page.locator('[data-event=Nothing] summary').click()
  await page.getByText('event not exist -> Nothing').waitFor()
  assert.deepEqual(await findFaults(page), [])
})

test('a service has a form of its input; its reply, its error and a time-out are three things', async (t) => {
  let [code, isSilent] = [200, false]
  let input: unknown
  await connect(t, ({ topic, message: { id = '', params } }, device) => {
    input = params
    const isRrpc = topic.includes('/rrpc/request/')
    const reply = JSON.stringify({ id, code, data: { ampere: 2 }, message: 'too hot' })
    if (!isSilent) device.publish(isRrpc ? topic.replace('request', 'response') : `${topic}_reply`, reply)
  })
  const service = card(await open(t, 'debug'), 'Service call')
  const call = () => service.getByRole('button', { name: 'Call' }).click()
  await service.getByLabel('times').fill('3')
  await service.getByLabel('mode').selectOption({ label: 'fast (1)' })
  await service.getByLabel('color').fill('{"red": 255}')
  await call()
  await outcome(service, 'answered', /code 200 after \d/)
  await service.locator('pre', { hasText: '"ampere": 2' }).waitFor()
  assert.deepEqual(input, { times: 3, mode: 1, color: { red: 255 } }, 'what is empty is not sent')
  await service.getByLabel('color').fill('{"red"')
  await call()
  await service.getByText('color: This is not JSON.').waitFor()
  await service.getByLabel('Service').selectOption('Measure')
  await call()
  await outcome(service, 'answered', 'code 200')
  code = 100001
  await call()
  await outcome(service, 'failed', /error after .* code 100001 too hot/)
  isSilent = true
  await call()
  await outcome(service, 'no-reply', 'Timed out: no reply within 400 ms')
  await service.getByLabel('Service').selectOption('')
  await service.getByLabel('Identifier').fill('no/name')
  await call()
  await outcome(service, 'refused', '5161 service not found: no/name')
})

test('RRPC goes to the system topic, and to a custom topic where the clientId has ext=1', async (t) => {
  const take = ({ topic, text }: Told, device: MqttClient) =>
    void device.publish(topic.replace('/rrpc/request/', '/rrpc/response/'), `heard ${text}`)
  const before = await connect(t, take)
  const rrpc = card(await open(t, 'debug'), 'RRPC')
  const call = () => rrpc.getByRole('button', { name: 'Call' }).click()
  await call()
  await outcome(rrpc, 'answered', 'responded after')
  await rrpc.locator('pre', { hasText: 'heard ping' }).waitFor()
  await rrpc.getByRole('combobox').selectOption('custom')
  await rrpc.locator('[data-takes-custom=false]', { hasText: 'no ext=1' }).waitFor()
  await call()
  await rrpc.locator('output', { hasText: 'no-ext' }).waitFor()
  await before.endAsync(true)
  const device = await connect(t, take, ',ext=1')
  await device.subscribeAsync(`/ext/rrpc/+${userGet}`)
  await rrpc.locator('[data-takes-custom=true]').waitFor()
  await call()
  await outcome(rrpc, 'answered', 'responded after')
})

test('tags, shadow and configuration are set here, told to the device, and its reply is shown', async (t) => {
  const told = new Map<string, JsonObject>()
  const device = await connect(t, ({ topic, message }, client) => {
    told.set(topic, message)
    if (topic.endsWith('/config/push')) client.publish(`${topic}_reply`, JSON.stringify({ id: message.id, code: 200 }))
  })
  await device.subscribeAsync(`/shadow/get/${productKey}/${deviceName}`)
  const page = await open(t, 'data')
  const tags = card(page, 'Tags')
  await tags.getByRole('textbox', { name: 'Key' }).fill('room')
  await tags.getByRole('textbox', { name: 'Value' }).fill('大厅')
  await tags.getByRole('button', { name: 'Set' }).click()
  await tags.locator('[data-tag=room]', { hasText: '大厅' }).waitFor()
  await say(device, `${own}/thing/deviceinfo/update`, [{ attrKey: 'floor', attrValue: '1' }])
  await tags.locator('[data-tag=floor]').waitFor()
  await tags.getByRole('button', { name: 'Delete tag room' }).click()
  await tags.locator('[data-tag=room]').waitFor({ state: 'detached' })
  const shadow = card(page, 'Device shadow')
  const reported = { method: 'update', state: { reported: { Color: 'red' } }, version: 3 }
  await device.publishAsync(`/shadow/update/${productKey}/${deviceName}`, JSON.stringify(reported), { qos: 1 })
  await shadow.locator('[data-part=reported]', { hasText: 'red' }).waitFor()
  await shadow.getByRole('button', { name: 'Set desired' }).click()
  await outcome(shadow, 'changed', 'version 4')
  await shadow.locator('[data-version="4"]').waitFor()
  await shadow.locator('[data-part=desired]', { hasText: 'green' }).waitFor()
  assert.equal(told.get(`/shadow/get/${productKey}/${deviceName}`)?.['method'], 'control')
  const config = card(page, 'Remote configuration')
  assert.ok(await config.getByRole('button', { name: 'Push' }).isDisabled(), 'nothing is saved yet')
  await config.getByRole('textbox').fill('{"interval": 5}')
  await config.getByRole('button', { name: 'Save' }).click()
  await outcome(config, 'saved', 'Saved')
  await config.getByRole('button', { name: 'Push' }).click()
  await outcome(config, 'answered', 'took the configuration: code 200')
  assert.ok(told.has(`${own}/thing/config/push`))
  assert.deepEqual(await findFaults(page), [])
})

test("the device's log is switched on and off, its lines have level and time; its network has rssi and time", async (t) => {
  const modes: unknown[] = []
  const device = await connect(t, ({ topic, message: { params } }) => {
    if (topic.endsWith('/config/log/push') && isJsonObject(params)) modes.push(params.content)
  })
  const page = await open(t, 'diagnosis')
  const log = card(page, "The device's own log")
  await log.getByRole('switch').click()
  await outcome(log, 'sent', 'was told')
  await log.getByText('Log post is off').waitFor()
  await log.getByRole('switch').click()
  await log.getByText('Log post is on').waitFor()
  assert.deepEqual(modes, [{ mode: 0 }, { mode: 1 }])
  const line = { utcTime: '2020-01-02T03:04:05.678+0000', module: 'link', code: '0' }
  const lines = [
    { ...line, logLevel: 'INFO', logContent: 'ready' },
    { ...line, logLevel: 'ERROR', logContent: 'bug: 灯' },
  ]
  await say(device, `${own}/thing/log/post`, lines)
  await log.locator('[data-level=ERROR]', { hasText: /2020.*:04:05\.678.*link.*bug: 灯/s }).waitFor()
  await log.getByLabel('Level').selectOption('WARN')
  await log.locator('[data-level=INFO]').waitFor({ state: 'detached' })
  await say(device, `${own}/_thing/diag/post`, { p: { wifi: { rssi: -61, snr: 20 } }, model: 'x' })
  await card(page, 'Network')
    .locator('[data-bearer=wifi]', { hasText: /:\d\d.*-61 dBm.*snr 20/s })
    .waitFor()
})

test('messages reach a device that subscribed, a broadcast all; what it publishes is listed', async (t) => {
  const came: string[] = []
  const device = await connect(t, ({ topic, text }) => void came.push(`${topic.replace(/\/\d+$/, '')} ${text}`))
  const page = await open(t, 'messages')
  const publish = card(page, 'Publish to the device')
  await publish.getByRole('button', { name: 'Publish' }).click()
  await outcome(publish, 'not-subscribed', 'has not subscribed')
  await device.subscribeAsync(userGet)
  await publish.getByText('Subscribed to in this session (1)').waitFor()
  await publish.getByRole('button', { name: 'Publish' }).click()
  await outcome(publish, 'sent', 'Sent.')
  const broadcast = card(page, 'Broadcast')
  await broadcast.getByRole('textbox', { name: 'Payload' }).fill('all of you')
  await broadcast.getByRole('button', { name: 'Broadcast', exact: true }).click()
  await outcome(broadcast, '1', 'Sent to 1 device.')
  await device.publishAsync(`/${productKey}/${deviceName}/user/update`, '{"a":1}', { qos: 1 })
  await card(page, 'Published by the device')
    .locator('li', { hasText: /user\/update.*QoS 1.*{"a":1}/s })
    .waitFor()
  assert.deepEqual(came, [`${userGet} hello`, `${own}/broadcast/request all of you`])
})
