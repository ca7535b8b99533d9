import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { after, before, test, type TestContext } from 'node:test'
import type { MqttClient } from 'mqtt'
import type { BrowserContext, Locator, Page } from 'playwright-core'
import type { JsonValue } from '../../tools/cloud/model/json.ts'
import { startPlatform, type RunningPlatform } from '../../tools/cloud/start-platform.ts'
import type { Tsl, TslProperty } from '../../tools/thing-model/tsl.ts'
import { connectDevice } from '../local-platform/official-client.ts'
import { plug } from '../local-platform/stage.ts'
import { product as switchProduct } from '../local-platform/switch-product.ts'
import { openBrowser } from './browser.ts'

const more: TslProperty[] = [
  {
    identifier: 'Gain',
    name: '增益',
    accessMode: 'rw',
    dataType: { type: 'float', specs: { min: '0', max: '2', step: '0.25', unit: 'dB' } },
  },
  { identifier: 'Door', name: '门', accessMode: 'rw', dataType: { type: 'bool', specs: { 0: '关着', 1: '开着' } } },
]
/** A property of every type, a switch with a tile of its own among them. */
const product: Tsl = { properties: [...(switchProduct.properties ?? []), ...more] }
const many: Tsl = {
  properties: Array.from({ length: 40 }, (_, at) => ({
    identifier: `Sensor_${at}`,
    name: `传感器${at}`,
    accessMode: 'r',
    dataType: { type: 'double' },
  })),
}
const other = { ...plug, productKey: 'a1OTHER00000' }

let running: RunningPlatform
let browser: { context: BrowserContext; close(): Promise<void> }

before(async () => {
  // Each test has a connection of its own.
  const rules = { connectsPerMinute: 'unlimited' } as const
  const products = { [plug.productKey]: product, [other.productKey]: many }
  running = await startPlatform({ devices: [plug, other], products, rules, port: 0, controlPort: 0 })
  browser = await openBrowser({ locale: 'en-GB', bypassCSP: true })
})

after(async () => {
  await browser?.close()
  await running?.close()
})

async function open(t: TestContext, device = plug): Promise<Page> {
  const page = await browser.context.newPage()
  t.after(() => page.close())
  await page.goto(`http://127.0.0.1:${running.controlPort}/#/device/${device.productKey}/${device.deviceName}/overview`)
  await page.locator('[data-status]').waitFor()
  return page
}

const post = (device: MqttClient, params: object, name = plug) =>
  device.publishAsync(
    `/sys/${name.productKey}/${name.deviceName}/thing/event/property/post`,
    JSON.stringify({ id: '1', params }),
    { qos: 1 },
  )

const rowOf = (page: Page, identifier: string): Locator => page.locator(`[data-property=${identifier}]`)
const reported = (page: Page, identifier: string, value: JsonValue): Promise<void> =>
  rowOf(page, identifier)
    .locator(`[data-reported='${JSON.stringify(value)}']`)
    .waitFor()
const press = (row: Locator): Promise<void> => row.getByRole('button', { name: /^Set: / }).click()

/** By identifier: how a person sets it, what the device gets, and how the page says it. */
const controls: Readonly<Record<string, readonly [(row: Locator) => Promise<unknown>, JsonValue, string | RegExp]>> = {
  Door: [(row) => row.getByRole('switch', { name: '门' }).click(), 1, '开着'],
  Level: [
    async (row) => {
      await row.getByRole('spinbutton').fill('42')
      await row.getByRole('spinbutton').press('Enter')
    },
    42,
    '42%',
  ],
  Gain: [(row) => row.getByRole('slider').press('End'), 2, '2 dB'],
  Mode: [
    async (row) => {
      await row.getByRole('combobox').selectOption({ label: 'full (1)' })
      await press(row)
    },
    1,
    'full',
  ],
  Label: [
    async (row) => {
      await row.getByRole('textbox').fill('中文')
      await row.getByText('6 of at most 8 bytes').waitFor()
      await press(row)
    },
    '中文',
    '中文',
  ],
  Since: [
    async (row) => {
      await row.getByLabel('Since', { exact: true }).fill('2026-01-31T08:00:00')
      await press(row)
    },
    String(new Date('2026-01-31T08:00:00').getTime()),
    /31\/01\/2026.*08:00:00/,
  ],
  Color: [
    async (row) => {
      await row.getByRole('textbox').fill('{"red": 255, "name": "灯"}')
      await press(row)
    },
    { red: 255, name: '灯' },
    '{"red":255,"name":"灯"}',
  ],
  Plan: [
    async (row) => {
      await row.getByRole('textbox').fill('[1, 2]')
      await press(row)
    },
    [1, 2],
    '[1,2]',
  ],
}

test('each type has a control that sets it: the device gets the value, and the page shows what it reports', async (t) => {
  await connectDevice(t, running.mqttPort, plug)
  const page = await open(t)
  await page.getByRole('heading', { name: '电源开关 PowerSwitch_1' }).waitFor()
  assert.equal(await page.locator('.big').count(), 1)
  for (const [identifier, [set, value, said]] of Object.entries(controls)) {
    const row = rowOf(page, identifier)
    await set(row)
    await reported(page, identifier, value)
    await row.getByText(/^reply after /).waitFor()
    const shown = await row.locator('.value').innerText()
    if (typeof said === 'string') assert.equal(shown, said)
    else assert.match(shown, said)
    assert.deepEqual(running.platform.status(plug)?.properties[identifier]?.value, value)
  }
})

for (const [identifier, text, says] of [
  ['Level', '101', 'Refused by the platform: 6306 tsl parse: int value is bigger than max 100 -> Level'],
  ['Level', '1.5', 'Refused by the platform: 6306 tsl parse: data type is not int -> Level'],
  ['Level', '', 'This is not a number.'],
  ['Gain', '-1', 'Refused by the platform: 6307 tsl parse: float value is smaller than min 0 -> Gain'],
  ['Label', '123456789', 'Refused by the platform: 6310 tsl parse: string length bigger than max length 8 -> Label'],
  ['Since', '', 'This is not a date and a time.'],
  ['Color', '{"red": 1', 'This is not JSON.'],
  ['Color', '{"blue": 1}', 'Refused by the platform: 6304 tsl parse: field blue not exist in struct Color'],
  ['Plan', '[1, 2, 3]', 'Refused by the platform: 6324 tsl parse: array size is bigger than max size 2 -> Plan'],
] as const) {
  test(`what does not fit is refused with its reason and never sent: ${identifier} ${text || 'empty'}`, async (t) => {
    const device = await connectDevice(t, running.mqttPort, plug)
    const page = await open(t)
    let sets = 0
    device.on('message', () => sets++)
    const row = rowOf(page, identifier)
    const field = row.locator('input:not([type=range]), textarea')
    await field.fill(text)
    await press(row)
    assert.equal(await row.locator('.wrong[aria-live]').innerText(), says)
    // What was typed is still there, to be mended.
    assert.equal(await field.inputValue(), text)
    assert.equal(sets, 0)
  })
}

test('a property that is only reported has no control, and its history is a curve; a bool has steps, others a list', async (t) => {
  const device = await connectDevice(t, running.mqttPort, plug)
  for (const at of [0, 1, 2]) {
    await post(device, { Temperature: 20 + at, Door: at % 2, Mode: at % 2, Label: `text ${at}` })
  }
  const page = await open(t)
  await reported(page, 'Temperature', 22)
  const row = rowOf(page, 'Temperature')
  await row.getByText('read only').waitFor()
  assert.equal(await row.locator('input, select, textarea, [role=switch]').count(), 0)
  await row.getByRole('button', { name: 'History: Temperature' }).click()
  await page.locator('.chart path.line[d*=L]').waitFor()
  assert.ok(await page.evaluate('document.activeElement.closest("#history") !== null'))
  await rowOf(page, 'Door').getByRole('button', { name: 'History: 门' }).click()
  await page.locator('.chart .tick', { hasText: '关着' }).waitFor()
  assert.match((await page.locator('.chart path.line').getAttribute('d')) ?? '', /^M[\d. ]+(H[\d.]+V[\d.]+)+H[\d.]+$/)
  for (const [identifier, texts] of [
    ['Mode', ['full', 'eco']],
    ['Label', ['text 2', 'text 0']],
  ] as const) {
    await page.getByRole('combobox', { name: 'Identifier' }).selectOption(identifier)
    for (const text of texts) await page.locator('.chart td', { hasText: text }).first().waitFor()
    assert.equal(await page.locator('.chart svg').count(), 0)
  }
})

test('a value of a wrong type that the device posts is not shown, and what was right stays', async (t) => {
  const device = await connectDevice(t, running.mqttPort, plug)
  await post(device, { Level: 7 })
  const page = await open(t)
  await reported(page, 'Level', 7)
  await post(device, { Level: 'seven', Gain: 1.5, Unknown: 1 })
  await reported(page, 'Gain', 1.5)
  await reported(page, 'Level', 7)
  assert.equal(await rowOf(page, 'Unknown').count(), 0)
})

test('a set of a device that is offline is a desired value, until it reports the same', async (t) => {
  const page = await open(t)
  await page.locator('[data-status=OFFLINE]').waitFor()
  await page.getByText('The device did not ask for desired values').first().waitFor()
  const row = rowOf(page, 'Level')
  await row.getByRole('slider').focus()
  await page.keyboard.press('Home')
  await row.getByText('Desired 0% - not what is desired yet').waitFor()
  assert.equal(running.platform.desired(plug)['Level']?.value, 0)
  await row.getByRole('spinbutton').fill('101')
  await press(row)
  await row.getByText('Refused by the platform: 6306').waitFor()
  assert.equal(running.platform.desired(plug)['Level']?.value, 0)
  await post(await connectDevice(t, running.mqttPort, plug), { Level: 0 })
  await row.getByText('Desired 0% - as desired').waitFor()
})

test('40 properties can be filtered by name, and none is a switch that the product does not have', async (t) => {
  const page = await open(t, other)
  const rows = page.locator('.property')
  await rows.nth(39).waitFor()
  assert.equal(await page.getByRole('switch').count(), 0)
  assert.doesNotMatch(await page.locator('main').innerText(), /PowerSwitch/)
  await page.getByRole('searchbox').fill('传感器3')
  await page.getByText('11 of 40').waitFor()
  assert.equal(await rows.count(), 11)
})

test('in Chinese a refusal says what its code means', async (t) => {
  await connectDevice(t, running.mqttPort, plug)
  const page = await open(t)
  await page.getByRole('button', { name: '切换到中文' }).click()
  const row = rowOf(page, 'Level')
  await row.getByRole('spinbutton', { name: 'Level (数值)' }).fill('101')
  await row.getByRole('button', { name: '设置: Level' }).click()
  await row.getByText(/^平台拒绝：6306 .*（不是整数，或超出取值范围）$/).waitFor()
  await page.getByRole('button', { name: 'Switch to English' }).click()
})

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

test('axe finds no fault in the properties of every type, light or dark, and nothing scrolls sideways on a phone', async (t) => {
  const device = await connectDevice(t, running.mqttPort, plug)
  await post(device, { Level: 7, Color: { red: 1, name: 'x' } })
  const page = await open(t)
  await reported(page, 'Level', 7)
  await rowOf(page, 'Level').getByRole('spinbutton').fill('101')
  await press(rowOf(page, 'Level'))
  await rowOf(page, 'Level').locator('.wrong').waitFor()
  await page.evaluate(axe)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const faults = await page.evaluate(
      'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => `${id} ${nodes[0].html}`))',
    )
    assert.deepEqual(faults, [], colorScheme)
  }
  await page.setViewportSize({ width: 390, height: 844 })
  assert.ok(Number(await page.evaluate('document.documentElement.scrollWidth')) <= 390)
})
