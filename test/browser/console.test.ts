import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { BrowserContext, Page } from 'playwright-core'
import { openBrowser } from './browser.ts'
import { plug, startStage, type Stage } from '../local-platform/stage.ts'

let stage: Stage
let browser: { context: BrowserContext; close(): Promise<void> }
let page: Page
const complaints: string[] = []

before(async () => {
  const [started, opened] = await Promise.all([startStage(), openBrowser({ locale: 'en-GB' })])
  stage = started
  browser = opened
  page = await browser.context.newPage()
  // A script that the policy stopped, an exception, a file that is missing: nothing of it may be there.
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
})

after(async () => {
  await browser?.close()
  await stage?.close()
})

const deviceUrl = (tab = 'overview') => `${stage.url}/#/device/${plug.productKey}/${plug.deviceName}/${tab}`

test('the list shows the device online, and leads to its page', async () => {
  await page.goto(stage.url)
  await page.locator('[data-status=ONLINE]').waitFor()
  await page.getByRole('link', { name: plug.deviceName }).click()
  await page.getByRole('heading', { name: 'PowerSwitch_1' }).waitFor()
})

test('toggling the switch moves the simulated pin, and the page shows the reported state and the LED', async () => {
  const toggle = page.getByRole('switch', { name: /PowerSwitch_1/ })
  await page.locator('[data-reported="0"]').waitFor()
  assert.equal(stage.board.pin('D2'), 0)
  await toggle.click()
  await page.locator('[data-reported="1"]').waitFor()
  assert.equal(stage.board.pin('D2'), 1)
  assert.equal(await toggle.getAttribute('aria-checked'), 'true')
  await page.locator('[data-led=on]').waitFor()
  // By keyboard as well.
  await toggle.focus()
  await page.keyboard.press('Space')
  await page.locator('[data-reported="0"]').waitFor()
  assert.equal(stage.board.pin('D2'), 0)
  await page.locator('[data-led=off]').waitFor()
})

test("traffic that passed before the page was opened is there, from the session's CONNECT on", async () => {
  const late = await browser.context.newPage()
  await late.goto(deviceUrl('traffic'))
  const rows = late.locator('.packets li')
  await rows.filter({ hasText: 'CONNECT' }).filter({ hasText: 'keepAliveS' }).waitFor()
  await rows.filter({ hasText: 'CONNACK' }).waitFor()
  await late.close()
})

test('traffic shows the packets decoded, and the filter hides the others', async () => {
  await page.goto(deviceUrl('traffic'))
  await stage.platform.setProperty(plug, { PowerSwitch_1: 1 }).result
  const rows = page.locator('.packets li')
  await rows.filter({ hasText: 'property/set_reply' }).first().waitFor()
  await page.getByRole('searchbox').fill('set_reply')
  await rows.filter({ hasNotText: 'set_reply' }).first().waitFor({ state: 'detached' })
  assert.ok((await rows.count()) > 0)
})

test('names, topics and payloads of a device cannot become script or markup', async () => {
  const evil = '<img src=x onerror="document.title=1"><script>document.title=2</script>'
  stage.platform.publish(plug, `/${plug.productKey}/${plug.deviceName}/user/get`, evil)
  stage.platform.setTags(plug, { room: evil })
  await page.getByRole('searchbox').fill('onerror')
  await page.locator('.packets li', { hasText: 'onerror' }).first().waitFor()
  await page.goto(deviceUrl())
  await page.getByText(evil).waitFor()
  assert.equal(await page.locator('main img, main script').count(), 0)
  assert.doesNotMatch(await page.title(), /^[12]$/)
})

test('the secret is on the page only after it was asked for', async () => {
  await page.goto(deviceUrl('connection'))
  await page.getByRole('button', { name: 'Show the secret' }).waitFor()
  assert.ok(!(await page.content()).includes(plug.deviceSecret))
  await page.getByRole('button', { name: 'Show the secret' }).click()
  await page.getByText(plug.deviceSecret).waitFor()
  await page.getByText('|securemode=2,signmethod=hmacsha256').waitFor()
})

test('a fault button drops the connection, and the device comes back', async () => {
  await page.goto(deviceUrl('faults'))
  await page.getByRole('button', { name: 'Drop the connection' }).click()
  await page.locator('[data-status=OFFLINE]').waitFor()
  await page.locator('[data-status=ONLINE]').waitFor()
})

test('Chinese and dark are one choice each, and stay chosen', async () => {
  await page.getByRole('button', { name: '切换到中文' }).click()
  await page.getByRole('link', { name: '故障注入' }).waitFor()
  const background = () => page.evaluate('getComputedStyle(document.body).backgroundColor')
  await page.getByRole('combobox', { name: '颜色' }).selectOption('dark')
  // The choice is kept once the page shows it.
  await page.locator('html[data-theme=dark]').waitFor()
  await page.reload()
  await page.getByRole('link', { name: '故障注入' }).waitFor()
  await page.locator('html[data-theme=dark]').waitFor()
  assert.equal(await background(), 'rgb(16, 20, 28)')
  await page.getByRole('button', { name: 'Switch to English' }).click()
})

test('the board unplugged is offline within the keep alive rule, and on again when plugged in', async () => {
  await page.goto(deviceUrl())
  await page.locator('[data-status=ONLINE]').waitFor()
  const offline = new Promise<string>((resolve) =>
    stage.platform.onEvent((event) => event.type === 'offline' && resolve(event.reason)),
  )
  await page.getByRole('button', { name: 'Unplug' }).click()
  // A dead device of keepAlive 30 s is offline after 45 s, here in some 3.
  stage.setSpeed(16)
  await page.getByText('no power').first().waitFor()
  const why = page.locator('[data-still-online]')
  await why
    .filter({ hasText: /still online: the platform waits for the keep alive to pass, at most \d\d? s more/ })
    .waitFor()
  await page.locator('[data-status=OFFLINE]').waitFor()
  stage.setSpeed(1)
  assert.equal(await why.count(), 0)
  assert.equal(await offline, 'keepalive-timeout')
  await page.getByRole('switch').click()
  await page.getByText('not what is desired yet').waitFor()
  await page.getByRole('button', { name: 'Plug in' }).click()
  await page.locator('[data-status=ONLINE]').waitFor()
})

test('a switch that is desired and online is told both: what it reports and what is desired agree again', async () => {
  for (const word of ['ON', 'OFF']) {
    await page.getByRole('switch').click()
    await page.locator('.big', { hasText: word }).waitFor()
    await page.getByText(`${word} - as desired`).waitFor()
  }
})

const everyTab = [
  ...['overview', 'debug', 'events', 'messages', 'data', 'diagnosis'],
  ...['traffic', 'log', 'connection', 'faults'],
]

test('a board without a feature is told in plain words: no reply to a service, no reply to a configuration', async () => {
  await page.goto(deviceUrl('debug'))
  const service = page.locator('.card', { hasText: 'Service call' })
  await service.getByLabel('Identifier').fill('Restart')
  await service.getByRole('combobox').selectOption('sync')
  await service.getByRole('button', { name: 'Call' }).click()
  stage.setSpeed(16)
  await service.locator('[data-outcome=no-reply]', { hasText: 'Timed out: no reply within 8.0 s' }).waitFor()
  await page.goto(deviceUrl('data'))
  const config = page.locator('.card', { hasText: 'Remote configuration' })
  await config.getByRole('button', { name: 'Save' }).click()
  await config.locator('[data-outcome=saved]').waitFor()
  await config.getByRole('button', { name: 'Push to this device' }).click()
  await config.locator('[data-outcome=no-reply]', { hasText: 'no onConfig' }).waitFor()
  stage.setSpeed(1)
  for (const [tab, snippet] of [
    ['events', 'postEvent('],
    ['data', 'postShadow('],
    ['diagnosis', 'postLogs()'],
  ] as const) {
    await page.goto(deviceUrl(tab))
    await page.locator('.empty code', { hasText: snippet }).waitFor()
  }
  await page.goto(deviceUrl('messages'))
  await page
    .locator('.packets li', { hasText: /user\/update.*hi!/s })
    .first()
    .waitFor()
})

test('on a phone nothing scrolls sideways, and every tab is in sight', async () => {
  await page.setViewportSize({ width: 360, height: 740 })
  const widest = async () => Number(await page.evaluate('document.documentElement.scrollWidth'))
  for (const tab of everyTab) {
    await page.goto(deviceUrl(tab))
    await page.locator(`.tabs a[aria-current]`).waitFor()
    assert.ok((await widest()) <= 360, tab)
  }
  for (const link of await page.locator('.tabs a').all()) {
    const { x = 0, width = 999 } = (await link.boundingBox()) ?? {}
    assert.ok(x >= 0 && x + width <= 360)
  }
})

test('the page broke no rule on its way: no error in the console, nothing that the policy stopped', () => {
  assert.deepEqual(complaints, [])
})
