import assert from 'node:assert/strict'
import { EventEmitter, once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { after, before, test } from 'node:test'
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { createBoard, type Board } from '../../tools/board/board.ts'
import { createTcpTransport } from '../../tools/board/network/tcp-transport.ts'
import { createPinReports } from '../../tools/board/pins/pin-reports.ts'
import { movePin } from '../../tools/board/pins/pin-use.ts'
import { startPlatform, type RunningPlatform } from '../../tools/cloud/start-platform.ts'
import { createPinFeed } from '../../tools/start/pin-feed.ts'
import { createRealClock } from '../../tools/time/real-clock.ts'
import { plug } from '../local-platform/stage.ts'
import { openBrowser } from './browser.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Uses a pin of each kind, and says what it sees at its inputs. */
const script = `
  pinMode(D4, 'input_pullup');
  setWatch((e) => print('D4', e.state), D4, { repeat: true, edge: 'both', debounce: 30 });
  pinMode(D14, 'input_pulldown');
  setWatch((e) => digitalWrite(D2, e.state), D14, { repeat: true, edge: 'both' });
  digitalWrite(D2, 0);
  setInterval(() => analogWrite(D5, analogRead(D34), { freq: 1000 }), 20)`

const dial = { name: 'room', unit: '°C', min: -10, max: 40, value: 21 }

let running: RunningPlatform
let board: Board
let browser: { context: BrowserContext; close(): Promise<void> }
let page: Page
const [lines, heard] = [[] as string[], new EventEmitter()]
const complaints: string[] = []

before(async () => {
  const feed = createPinFeed(plug, 'ESP32')
  running = await startPlatform({ devices: [plug], port: 0, controlPort: 0, boards: [feed] })
  const clock = createRealClock()
  const reports = createPinReports(
    clock,
    () => board.outside.pins(),
    (pins) => feed.pins(pins),
  )
  board = createBoard({
    ...{ script, clock, transport: createTcpTransport(), onUse: reports.changed },
    onPrint: (line) => void (lines.push(line), heard.emit('line')),
  })
  feed.bind({
    setPower: (isOn) => (isOn ? board.boot() : board.powerOff()),
    movePin(pin, value) {
      movePin(board.outside, pin, value)
      reports.flush()
    },
    dials: () => [dial],
    setDial: (_name, value) => ((dial.value = value), heard.emit('dial')),
  })
  board.boot()
  browser = await openBrowser({ locale: 'en-GB', bypassCSP: true })
  page = await browser.context.newPage()
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(`http://127.0.0.1:${running.controlPort}/#/device/${plug.productKey}/${plug.deviceName}/overview`)
})

after(async () => {
  await browser?.close()
  if (board?.isRunning) board.powerOff()
  await running?.close()
})

/** The level that the page shows at an input. */
const level = (pin: string, text: string): Locator => page.locator(`[data-input=${pin}] .level`, { hasText: text })
const drawn = (pin: string, value: number | string): Locator =>
  page.locator(`.board [data-pin=${pin}][data-value="${value}"]`)

test('the picture has every pin that the script uses, by name, and no other', async () => {
  await drawn('D2', 0).waitFor()
  const names = await page.locator('.board [data-pin]').evaluateAll((pins) => pins.map((pin) => pin.dataset['pin']))
  assert.deepEqual(names, ['D2', 'D4', 'D5', 'D14', 'D34'])
  assert.deepEqual(await page.locator('.board .label').allTextContents(), [...names, 'Espruino'])
})

test('a button is down as long as it is held, by pointer, and by the keyboard; a click is long enough to be seen', async () => {
  await level('D4', 'pull-up').waitFor()
  const button = page.getByRole('button', { name: 'D4 Press' })
  await button.hover()
  await page.mouse.down()
  await level('D4', 'low').filter({ hasText: 'driven' }).waitFor()
  await drawn('D4', 0).waitFor()
  await page.mouse.up()
  await level('D4', 'pull-up').waitFor()
  await button.focus()
  await page.keyboard.down('Space')
  await level('D4', 'driven').waitFor()
  await page.keyboard.up('Space')
  await level('D4', 'pull-up').waitFor()
  await button.click()
  await level('D4', 'driven').waitFor()
  await level('D4', 'pull-up').waitFor()
  const pressed = ['D4 false', 'D4 true']
  while (lines.length < 6) await once(heard, 'line')
  assert.deepEqual(lines, [...pressed, ...pressed, ...pressed])
})

test('a switch stays, and what the script makes of it lights the LED', async () => {
  const keep = page.getByRole('switch', { name: 'D14 Keep pressed' })
  await keep.focus()
  await page.keyboard.press('Space')
  await drawn('D2', 1).waitFor()
  await page.locator('.board[data-led=on]').waitFor()
  await page.locator('[data-output=D2]', { hasText: 'high' }).waitFor()
  assert.equal(await keep.isChecked(), true)
  await keep.click()
  await drawn('D2', 0).waitFor()
  assert.equal(await keep.isChecked(), false)
})

test('a slider sets the voltage, by keyboard too, and the PWM that follows it has its share, frequency and brightness', async () => {
  const slider = page.getByRole('slider', { name: /^D34 / })
  await slider.fill('0.5')
  await page.locator('[data-output=D5]', { hasText: 'PWM 50 % at 1000 Hz' }).waitFor()
  const brightness = () => drawn('D5', 0.5).locator('.lit').getAttribute('opacity')
  assert.ok(Math.abs(Number(await brightness()) - 0.73) < 0.01)
  await slider.focus()
  await page.keyboard.press('ArrowRight')
  await page.locator('[data-slider=D34] output', { hasText: '0.505' }).waitFor()
  await drawn('D34', 0.505).waitFor()
  assert.equal(board.outside.pins()['D34']?.value, 0.505)
})

test('a dial of what is around the board is turned within its ends', async () => {
  const slider = page.getByRole('slider', { name: 'room' })
  await slider.fill('-3.5')
  await page.locator('[data-slider=room] output', { hasText: '-3.5 °C' }).waitFor()
  while (dial.value !== -3.5) await once(heard, 'dial')
})

test('what a call from elsewhere moves is shown, and a refusal is told with what can be moved', async () => {
  const call = async (body: object) => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    return (await fetch(`http://127.0.0.1:${running.controlPort}/api/board`, init)).json() as Promise<{
      pins?: Record<string, { value: number }>
      error?: { code: string }
    }>
  }
  assert.equal((await call({ pin: 'D34', value: 0.25 })).pins?.['D34']?.value, 0.25)
  await page.locator('[data-slider=D34] output', { hasText: '0.250' }).waitFor()
  assert.equal((await call({ pin: 'D2', value: 1 })).error?.code, 'pin-is-output')
})

test('axe finds no fault, and on a phone nothing scrolls sideways', async () => {
  await page.evaluate(axe)
  const faults = 'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => `${id} ${nodes[0].html}`))'
  assert.deepEqual(await page.evaluate(faults), [])
  await page.setViewportSize({ width: 360, height: 740 })
  assert.ok(Number(await page.evaluate('document.documentElement.scrollWidth')) <= 360)
})

test('without power no pin and no control is left, but the dials; plugged in they are back', async () => {
  await page.getByRole('button', { name: 'Unplug' }).click()
  await page.locator('.board.dead').waitFor()
  assert.equal(await page.locator('.board [data-pin], [data-input], [data-output], [data-slider=D34]').count(), 0)
  assert.equal(await page.locator('[data-slider=room]').count(), 1)
  await page.getByRole('button', { name: 'Plug in' }).click()
  await level('D4', 'pull-up').waitFor()
  await page.locator('[data-slider=D34] output', { hasText: '0.250' }).waitFor()
  assert.deepEqual(complaints, [])
})
