import { mkdirSync } from 'node:fs'
import type { BrowserContext } from 'playwright-core'
import { openBrowser } from './browser.ts'
import { plug, startStage, type Stage } from './stage.ts'

// usage: node --import tsx test/browser/pictures.ts   takes the pictures of the console that the README shows: docs/console-*.png

interface Picture {
  readonly file: string
  readonly tab: string
  readonly locale: string
  readonly colorScheme: 'light' | 'dark'
  readonly viewport: { readonly width: number; readonly height: number }
}

const desktop = { width: 1100, height: 860 }
const phone = { width: 390, height: 844 }

const pictures: readonly Picture[] = [
  { file: 'light', tab: 'overview', locale: 'en-GB', colorScheme: 'light', viewport: desktop },
  { file: 'traffic-dark', tab: 'traffic', locale: 'en-GB', colorScheme: 'dark', viewport: desktop },
  { file: 'phone', tab: 'overview', locale: 'en-GB', colorScheme: 'dark', viewport: phone },
  { file: 'overview-zh', tab: 'overview', locale: 'zh-CN', colorScheme: 'light', viewport: desktop },
  { file: 'zh', tab: 'faults', locale: 'zh-CN', colorScheme: 'light', viewport: desktop },
  { file: 'connection-zh', tab: 'connection', locale: 'zh-CN', colorScheme: 'dark', viewport: desktop },
]

async function take(stage: Stage, picture: Picture): Promise<void> {
  const { locale, colorScheme, viewport } = picture
  const browser = await openBrowser({ locale, colorScheme, viewport })
  try {
    await shoot(stage, picture, browser.context)
  } finally {
    await browser.close()
  }
}

async function shoot(stage: Stage, { file, tab, viewport }: Picture, context: BrowserContext): Promise<void> {
  const page = await context.newPage()
  await page.goto(`${stage.url}/#/device/${plug.productKey}/${plug.deviceName}/${tab}`)
  await page.locator('[data-status=ONLINE]').waitFor()
  if (tab === 'overview') await page.locator('.chart path.line').waitFor()
  if (tab === 'traffic') {
    await page.waitForResponse((response) => response.url().includes('/api/device')).catch(() => undefined)
    await stage.platform.setProperty(plug, { PowerSwitch_1: 0 }).result
    await stage.platform.setProperty(plug, { PowerSwitch_1: 1 }).result
    await page.locator('.packets summary', { hasText: 'set_reply' }).first().click()
  }
  await page.screenshot({ path: `docs/console-${file}.png`, clip: { x: 0, y: 0, ...viewport } })
}

const stage = await startStage()
try {
  mkdirSync('docs', { recursive: true })
  while (stage.platform.devices()[0]?.properties['PowerSwitch_1'] === undefined) {
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  for (let value = 1; value < 8; value++) {
    await stage.platform.setProperty(plug, { PowerSwitch_1: value % 2 }).result
    await new Promise((resolve) => setTimeout(resolve, 700 * (1 + (value % 3))))
  }
  for (const picture of pictures) await take(stage, picture)
} finally {
  await stage.close()
}
