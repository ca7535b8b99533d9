import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { serveKaluma, type ServedKaluma } from '../../../tools/board/kaluma-console/serve-kaluma.ts'
import { around, flash, identity } from './desk.ts'

const wifi = { ssid: '客厅', password: 'pass"wört\\n' }

/** A simulated Pico W at a port, and a folder with its configuration. */
export async function picoDesk(t: TestContext, { cloudPort = 1, part = {} } = {}) {
  const lines: string[] = []
  const parts = {
    script: '',
    accessPoints: [wifi],
    onLine: (line: string) => lines.push(line),
    onPins: () => undefined,
  }
  const pico: ServedKaluma = await serveKaluma(0, parts)
  const folder = mkdtempSync(join(tmpdir(), 'pico-w-'))
  const config = join(folder, 'device.json')
  const aliyun = { ...identity, host: '127.0.0.1', port: cloudPort, ...part }
  const content = { board: 'pico-w', wifi, aliyun, switches: { PowerSwitch_1: { pin: 'GP15', button: 'GP5' } } }
  writeFileSync(config, JSON.stringify(content, null, 2), { mode: 0o600 })
  const script = join(folder, 'script.js')
  writeFileSync(script, 'var secret = "flashTestsOnly"\nprint("00000.001 I boot here\\r\\n")\n')
  t.after(async () => {
    await pico.stop()
    rmSync(folder, { recursive: true })
  })
  const printed: string[] = []
  const run = (...args: string[]) =>
    flash(['--port', pico.port, '--config', config, ...args], { ...around(printed), environment: {} })
  return { pico, lines, folder, config, script, printed, run }
}
