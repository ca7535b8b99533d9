import { test } from 'node:test'
import { startPlatform } from '../../tools/cloud/start-platform.ts'
import { openBrowser } from './browser.ts'
import { plug } from '../local-platform/stage.ts'

test('a console that is open to the network shows nothing before its password', async (t) => {
  const consolePassword = 'a long password'
  const ports = { port: 0, controlPort: 0, controlHost: '0.0.0.0' }
  const running = await startPlatform({ devices: [plug], ...ports, consolePassword })
  t.after(() => running.close())
  const { context, close } = await openBrowser({ locale: 'en-GB' })
  t.after(close)
  const page = await context.newPage()
  await page.goto(`http://127.0.0.1:${running.controlPort}`)
  const password = page.getByLabel('Password')
  for (const [typed, expected] of [
    ['a long passwort', page.getByRole('alert').filter({ hasText: 'password' })],
    [consolePassword, page.getByRole('link', { name: plug.deviceName })],
  ] as const) {
    await password.fill(typed)
    await page.getByRole('button', { name: 'Log in' }).click()
    await expected.waitFor()
  }
})
