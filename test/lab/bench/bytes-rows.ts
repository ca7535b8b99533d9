import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { buildPlainSwitch } from '../../bundle/build-inline.ts'
import { present, type Context } from './context.ts'
import type { Row } from './row.ts'
import { spreadOf } from './stats.ts'

/** What the espruino command needs to know of a board, as there is none to ask. */
const board = {
  info: { name: 'ESP32', binary_version: '2v29', builtin_modules: ['net', 'tls', 'crypto', 'Wifi', 'Storage'] },
  chip: { saved_code: { address: 3_276_800, page_size: 4096, pages: 224 } },
}

/** What is measured of the script that has what a plain switch asks for, and its configuration, inside. */
export const plainSwitchWhat = 'minified, a plain switch with its configuration inside'

/** (g): the scripts as they lie in flash. */
export async function bytesRows(context: Context): Promise<Row[]> {
  const scripts = present(context, ['ours', 'mqttjs', 'tinymqtt'])
  const row = (what: string, measure: (script: string) => number): Row => ({
    measure: 'g',
    what: `the script, ${what}`,
    engine: 'none',
    unit: 'bytes',
    better: 'less',
    values: Object.fromEntries(scripts.map(({ name, script }) => [name, spreadOf([measure(script)])])),
  })
  context.progress('g: a plain switch with its configuration inside')
  const { bytes } = await buildPlainSwitch()
  context.progress('g: pretokenised by the espruino package')
  return [
    row('minified', (script) => Buffer.byteLength(script, 'latin1')),
    { ...row(plainSwitchWhat, () => 0), values: { ours: spreadOf([bytes]) } },
    row('pretokenised', (script) => pretokenise(script).length),
  ]
}

/** What the espruino package makes of a script before it writes it to a board's flash, with every option on. */
function pretokenise(script: string): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'pretokenise-'))
  try {
    writeFileSync(join(folder, 'board.json'), JSON.stringify(board))
    writeFileSync(join(folder, 'in.js'), script, 'latin1')
    const program = join(dirname(createRequire(import.meta.url).resolve('espruino')), 'bin', 'espruino-cli.js')
    const config = ['MODULE_URL=', 'PRETOKENISE=2', 'SAVE_ON_SEND=1'].flatMap((one) => ['--config', one])
    const args = [program, '-n', '--board', 'board.json', ...config, '-o', 'out.js', 'in.js']
    execFileSync(process.execPath, args, { cwd: folder, stdio: 'pipe', timeout: 60_000 })
    return readFileSync(join(folder, 'out.js'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
