import assert from 'node:assert/strict'
import { after, before, test, type TestContext } from 'node:test'
import { connectAsync } from 'mqtt'
import type { BrowserContext, Page } from 'playwright-core'
import { sign } from '../../tools/cloud/login/password.ts'
import { startPlatform, type RunningPlatform } from '../../tools/cloud/start-platform.ts'
import { connectDevice } from '../local-platform/official-client.ts'
import { openBrowser } from './browser.ts'
import { plug } from '../local-platform/stage.ts'

const own = `/sys/${plug.productKey}/${plug.deviceName}/thing`

let running: RunningPlatform
let browser: { context: BrowserContext; close(): Promise<void> }

before(async () => {
  running = await startPlatform({ devices: [plug], port: 0, controlPort: 0 })
  browser = await openBrowser({ locale: 'zh-CN' })
})

after(async () => {
  await browser?.close()
  await running?.close()
})

async function open(t: TestContext, tab: string): Promise<Page> {
  const page = await browser.context.newPage()
  t.after(() => page.close())
  await page.goto(`http://127.0.0.1:${running.controlPort}/#/device/${plug.productKey}/${plug.deviceName}/${tab}`)
  return page
}

test('the debug tab shows the reply that a service gets later, in its own words', async (t) => {
  await connectDevice(t, running.mqttPort, plug)
  const page = await open(t, 'debug')
  await page.locator('input[name=identifier]').fill('Toggle')
  await page.getByRole('button', { name: '调用' }).last().click()
  await page.locator('[data-outcome=answered]', { hasText: '后应答，code 200' }).waitFor()
})

test('in Chinese the log has Chinese words for kinds, fields and reasons, and the filter has services and events', async (t) => {
  const device = await connectDevice(t, running.mqttPort, plug)
  await device.publishAsync(`${own}/event/Alarm/post`, JSON.stringify({ id: '1', params: { value: { level: 2 } } }))
  await running.platform.setProperty(plug, { PowerSwitch_1: 1 }).result
  await device.endAsync()
  const clientId = `${plug.productKey}.${plug.deviceName}`
  const password = sign('hmacsha256', 'wrong', { ...plug, clientId })
  const login = { clientId: `${clientId}|securemode=3,signmethod=hmacsha256|`, password, reconnectPeriod: 0 }
  const username = `${plug.deviceName}&${plug.productKey}`
  await assert.rejects(connectAsync(`mqtt://127.0.0.1:${running.mqttPort}`, { ...login, username }))
  const page = await browser.context.newPage()
  t.after(() => page.close())
  await page.goto(`http://127.0.0.1:${running.controlPort}/#/log`)
  const rows = page.locator('.packets li')
  for (const text of ['上线', '离线', '上报事件', '设置应答', '设备主动断开', '签名错误', '用户名或密码错误']) {
    await rows.filter({ hasText: text }).first().waitFor()
  }
  // 1.2 秒, 76 毫秒 or 9.6 毫秒: no more digits.
  assert.match(await rows.filter({ hasText: '设置应答' }).first().innerText(), /用时 \d{1,3}(\.\d)? (毫秒|秒)/)
  const filter = page.getByRole('combobox', { name: '类型' })
  for (const label of ['上报事件', '设置应答']) {
    await filter.selectOption({ label })
    await rows.filter({ hasText: label }).first().waitFor()
    await rows.filter({ hasNotText: label }).first().waitFor({ state: 'detached' })
  }
  await filter.selectOption({ label: '服务应答' })
})

test('errors and outcomes are Chinese when the page is', async (t) => {
  const messages = await open(t, 'messages')
  await messages.getByRole('button', { name: '发布' }).click()
  await messages.locator('output', { hasText: '设备离线，未下发' }).waitFor()
  const debug = await open(t, 'debug')
  await debug.locator('textarea').first().fill('[]')
  await debug.getByRole('button', { name: '发送' }).first().click()
  await debug.locator('output', { hasText: '这不是 JSON 对象' }).waitFor()
  const page = await browser.context.newPage()
  t.after(() => page.close())
  await page.goto(`http://127.0.0.1:${running.controlPort}/#/device/a1NONE/nobody/overview`)
  await page.getByRole('alert').filter({ hasText: '没有这个设备' }).waitFor()
})

test('a set that waits for its reply is told as waiting, and is no desired value', async (t) => {
  const { productKey, deviceName, deviceSecret } = plug
  const clientId = `${productKey}.${deviceName}`
  // A device that takes the set and says nothing.
  const silent = await connectAsync(`mqtt://127.0.0.1:${running.mqttPort}`, {
    clientId: `${clientId}|securemode=3,signmethod=hmacsha256|`,
    username: `${deviceName}&${productKey}`,
    password: sign('hmacsha256', deviceSecret, { productKey, deviceName, clientId }),
    ...{ keepalive: 60, reconnectPeriod: 0 },
  })
  t.after(() => silent.endAsync(true))
  const page = await open(t, 'overview')
  await page.locator('[data-status=ONLINE]').waitFor()
  await page.getByRole('switch').click()
  await page.getByText('等待设备应答').waitFor()
  assert.match(await page.locator('.reading dl').innerText(), /期望值\s+无/)
})

test('the axis of the chart fits the values', async (t) => {
  const device = await connectDevice(t, running.mqttPort, plug)
  for (const value of [20.1, 20.3]) {
    await device.publishAsync(`${own}/event/property/post`, JSON.stringify({ id: '1', params: { Temp: value } }), {
      qos: 1,
    })
  }
  const page = await open(t, 'overview')
  await page.getByRole('combobox', { name: '标识符' }).selectOption('Temp')
  await page.locator('.chart .tick', { hasText: '20.10' }).waitFor()
  await page.locator('.chart .tick', { hasText: '20.30' }).waitFor()
})
