import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import type { BrowserContext } from 'playwright-core'
import { openBrowser } from './browser.ts'
import { plug, startStage, type Stage } from '../local-platform/stage.ts'
import { recordToggle } from './toggle.ts'

// usage: npm run pictures   takes the pictures of the console that the pages of docs/ show, still and moving: docs/pictures/

const folder = 'docs/pictures'

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

const movies = [
  { file: 'toggle', locale: 'en-GB' },
  { file: 'toggle-zh', locale: 'zh-CN' },
] as const

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
  if (tab === 'connection') {
    await page.locator('.card.wide button').click()
    await page.locator('.values').nth(1).waitFor()
  }
  if (tab === 'traffic') {
    await page.locator('.packets').waitFor()
    await stage.platform.setProperty(plug, { PowerSwitch_1: 0 }).result
    await stage.platform.setProperty(plug, { PowerSwitch_1: 1 }).result
    await page.locator('.packets summary', { hasText: 'set_reply' }).first().click()
  }
  await page.screenshot({ path: `${folder}/console-${file}.png`, clip: { x: 0, y: 0, ...viewport } })
}

/** Without a font for Chinese, Chromium draws boxes, and says nothing. */
function needChineseFont(): void {
  if (execFileSync('fc-list', [':lang=zh'], { encoding: 'utf8' }).trim() !== '') return
  throw new Error('no font for Chinese: apt-get install fonts-wqy-microhei')
}

needChineseFont()
const stage = await startStage()
try {
  while (stage.platform.devices()[0]?.properties['PowerSwitch_1'] === undefined) {
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  for (let value = 1; value < 8; value++) {
    await stage.platform.setProperty(plug, { PowerSwitch_1: value % 2 }).result
    await new Promise((resolve) => setTimeout(resolve, 700 * (1 + (value % 3))))
  }
  for (const picture of pictures) await take(stage, picture)
  for (const { file, locale } of movies) writeFileSync(`${folder}/${file}.gif`, await recordToggle(stage, locale))
} finally {
  await stage.close()
}
