import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openBrowser } from './browser.ts'
import { findFaults } from './find-faults.ts'
import { plug, startStage, type Stage } from '../local-platform/stage.ts'

let stage: Stage

before(async () => void (stage = await startStage()))
after(() => stage.close())

const ownPath = `/device/${plug.productKey}/${plug.deviceName}`
const tabs = [
  ...['overview', 'debug', 'events', 'messages', 'data', 'diagnosis'],
  ...['traffic', 'log', 'connection', 'faults'],
]
const paths = ['/', '/log', ...tabs.map((tab) => `${ownPath}/${tab}`)]

for (const [locale, colorScheme] of [
  ['en-GB', 'light'],
  ['zh-CN', 'dark'],
] as const) {
  test(`axe finds no fault in any page, ${locale}, ${colorScheme}`, async () => {
    const { context, close } = await openBrowser({ locale, colorScheme, bypassCSP: true })
    try {
      const page = await context.newPage()
      for (const path of paths) {
        await page.goto(`${stage.url}/#${path}`)
        await page.locator('main h1').waitFor()
        await page
          .locator(path === '/' ? '.devices li' : path === '/log' ? '.packets li' : '.card')
          .first()
          .waitFor()
        assert.deepEqual(await findFaults(page), [], path)
      }
    } finally {
      await close()
    }
  })
}

test('the keyboard alone finds the switch and toggles it', async () => {
  const { context, close } = await openBrowser({ locale: 'en-GB' })
  try {
    const page = await context.newPage()
    await page.goto(`${stage.url}/#${ownPath}/overview`)
    await page.locator('[data-status=ONLINE]').waitFor()
    const isThere = () => page.evaluate("document.activeElement?.getAttribute('role') === 'switch'")
    for (let steps = 0; steps < 30 && !(await isThere()); steps++) await page.keyboard.press('Tab')
    assert.ok(await isThere())
    await page.keyboard.press('Space')
    await page.locator('.big', { hasText: 'ON' }).waitFor()
    assert.equal(stage.board.pin('D2'), 1)
  } finally {
    await close()
  }
})
