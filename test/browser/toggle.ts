import type { Page } from 'playwright-core'
import { openBrowser } from './browser.ts'
import { encodeGif, type Frame } from './gif.ts'
import { plug, type Stage } from '../local-platform/stage.ts'

const viewport = { width: 920, height: 590 }
/** Below the head of the page: from the device's name to the end of the switch and the board. */
const clip = { x: 0, y: 72, width: 920, height: 496 }
const rest = { x: 390, y: 480 }
const playbackRate = 0.2
const readMs = 1600
const stepMs = 40

/** The switch of the console, turned on and off by a pointer, and the LED of the simulated board: an animated GIF. */
export async function recordToggle(stage: Stage, locale: string): Promise<Uint8Array> {
  await stage.platform.setProperty(plug, { PowerSwitch_1: 0 }).result
  // The page's own rules would let no script draw the pointer.
  const browser = await openBrowser({ locale, colorScheme: 'light', viewport, deviceScaleFactor: 1.5, bypassCSP: true })
  try {
    const page = await browser.context.newPage()
    await page.goto(`${stage.url}/#/device/${plug.productKey}/${plug.deviceName}/overview`)
    await page.locator('[data-status=ONLINE]').waitFor()
    await page.locator('.board[data-led=off]').waitFor()
    return await record(page)
  } finally {
    await browser.close()
  }
}

async function record(page: Page): Promise<Uint8Array> {
  await page.evaluate(drawPointer)
  const button = await page.getByRole('switch').boundingBox()
  if (button === null) throw new Error('the page shows no switch')
  const target = { x: button.x + button.width / 2, y: button.y + button.height / 2 + 10 }
  const frames: Frame[] = []
  await page.mouse.move(rest.x, rest.y)
  frames.push(await shoot(page, readMs), ...(await glide(page, rest, target)))
  frames.push(...(await click(page, 'on')), await shoot(page, readMs))
  frames.push(...(await click(page, 'off')), await shoot(page, readMs), ...(await glide(page, target, rest)))
  return encodeGif(frames)
}

/** What the click sets off, watched slowed down: the page's transitions last no longer than a few screenshots take. */
async function click(page: Page, led: 'on' | 'off'): Promise<Frame[]> {
  const devTools = await page.context().newCDPSession(page)
  await devTools.send('Animation.enable')
  await devTools.send('Animation.setPlaybackRate', { playbackRate })
  await page.mouse.down()
  await page.mouse.up()
  const frames: Frame[] = []
  while (!(await page.evaluate(isAtRest(led)))) frames.push(await shoot(page, stepMs))
  await devTools.detach()
  return frames
}

const isAtRest = (led: 'on' | 'off') => `
  document.querySelector('.board[data-led=${led}]') !== null &&
  document.querySelector('[role=switch][aria-checked=${led === 'on'}]:enabled') !== null &&
  document.getAnimations().length === 0`

async function glide(page: Page, from: typeof rest, to: typeof rest): Promise<Frame[]> {
  const frames: Frame[] = []
  const steps = 12
  for (let step = 1; step <= steps; step++) {
    const way = (1 - Math.cos((Math.PI * step) / steps)) / 2
    await page.mouse.move(from.x + (to.x - from.x) * way, from.y + (to.y - from.y) * way)
    frames.push(await shoot(page, stepMs))
  }
  return frames
}

/** A screenshot has no pointer: one of the page's own follows the mouse. */
const drawPointer = `{
  const pointer = document.createElement('div')
  pointer.innerHTML = '<svg width="28" height="34" viewBox="0 0 14 17"><path d="M1 1v13l3.4-3 2.2 5 2-.9-2.2-4.8H11z" fill="#111" stroke="#fff"/></svg>'
  pointer.style.cssText = 'position: fixed; z-index: 9; pointer-events: none; left: -2px; top: -2px'
  document.body.append(pointer)
  addEventListener('mousemove', ({ clientX, clientY }) => {
    pointer.style.transform = 'translate(' + clientX + 'px, ' + clientY + 'px)'
  })
}`

async function shoot(page: Page, delayMs: number): Promise<Frame> {
  return { png: await page.screenshot({ clip }), delayMs }
}
