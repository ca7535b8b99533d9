import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { boardCommand } from '../../../tools/board/board-command.ts'
import { FlashStorage } from '../../../tools/storage/flash-storage.ts'
import { boards } from '../../../tools/board-kinds/boards.ts'
import { buildCommand } from '../../../tools/build/build-command.ts'
import { setCommand } from '../../../tools/set-status/set-command.ts'
import { checkFile } from '../../../tools/doctor/check-computer.ts'
import { configForBoard } from '../../../tools/install/config-for-board.ts'
import { imageCommand } from '../../../tools/image/image-command.ts'
import { UserError } from '../../../tools/command-line/user-error.ts'
import { configCommand } from '../../../tools/config/config-command.ts'
import { aliyun, good } from './samples.ts'

const silent = { environment: {}, print: () => undefined, warn: () => undefined }

interface Case {
  readonly file: string
  readonly folder: string
  /** A script that says what the board has for device.json. */
  readonly script: string
}

/** What each command makes of a device.json: the bytes for the board, nothing where it makes none. Throws UserError. */
const commands: Record<string, (given: Case) => string | void | Promise<string | void>> = {
  'config --check': ({ file }) =>
    configCommand(['--check', '--file', file], { ...silent, kindOf: () => 'by-section', terminal: undefined }),
  'config --print': ({ file }) =>
    configCommand(['--print', '--file', file], { ...silent, kindOf: () => 'by-section', terminal: undefined }),
  doctor({ file }) {
    const { failure } = checkFile(file).outcome
    if (failure !== undefined) throw new UserError(failure.slug, '')
  },
  flash: ({ file }) => configForBoard({ file, ...silent }, { kind: boards.esp32, modules: ['tls'] }).toString(),
  async image({ file, script, folder }) {
    const out = join(folder, 'image.bin')
    await imageCommand(['--config', file, '--script', script, '--out', out], silent)
    return Buffer.from(FlashStorage.fromImage(readFileSync(out), 4096).read('device.json') ?? []).toString()
  },
  async board({ file, script }) {
    const lines: string[] = []
    const show = (text: string): void => void lines.push((JSON.parse(text) as { line: string }).line)
    const board = await boardCommand(['--json', '--config', file, '--script', script], show, false)
    await board?.stop()
    return lines.join('\n')
  },
  'build --inline': ({ file, folder }) => buildCommand(['--inline', file, '--no-minify'], () => undefined, folder),
  // It goes on to the AccessKey once it knows which device.
  async set({ file }) {
    const asked = setCommand(['on', '--cloud', 'aliyun', '--config', file], () => undefined, {})
    await assert.rejects(asked, (error) => {
      if (error instanceof UserError && error.slug !== 'access-key-missing') throw error
      return true
    })
  },
}

function makeCase(t: TestContext, content: string | Buffer | undefined): Case {
  const folder = mkdtempSync(join(tmpdir(), 'reader-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const [file, script] = [join(folder, 'device.json'), join(folder, 'script.js')]
  writeFileSync(script, 'print(require("Storage").read("device.json"))')
  if (content !== undefined) writeFileSync(file, content, { mode: 0o600 })
  return { file, folder, script }
}

const written = JSON.stringify({ $schema: './device.schema.json', board: 'esp32', ...good }, null, 2)
const example = readFileSync('device.example.json', 'utf8')
const { $schema: _schema, board: _board, ...exampleOnBoard } = JSON.parse(example) as Record<string, unknown>

for (const [what, content, onBoard] of [
  ['npm run config writes', written, good],
  ['is the example', example, exampleOnBoard],
  ['begins with a byte order mark', `\ufeff${written}`, good],
  ['is UTF-16, as PowerShell writes it', Buffer.from(`\ufeff${written}`, 'utf16le'), good],
  ['is UTF-16 without a mark', Buffer.from(written, 'utf16le'), good],
  ['is UTF-16 with the high byte first', Buffer.from(`\ufeff${written}`, 'utf16le').swap16(), good],
] as const) {
  test(`every command takes a device.json that ${what}, and the board gets the same bytes of each`, async (t) => {
    const given = makeCase(t, content)
    for (const [name, run] of Object.entries(commands)) {
      // Takes long, and reads as all others do.
      if (name === 'build --inline' && content !== written) continue
      const bytes = await run(given)
      if (typeof bytes === 'string') assert.equal(bytes, JSON.stringify(onBoard), name)
    }
  })
}

for (const [what, slug, content, spares] of [
  ['is not there', 'config-missing', undefined, ['set']],
  ['is a comma too much', 'config-invalid', `${written.slice(0, -2)},\n}`, []],
  ['is empty', 'config-invalid', '', []],
  ['is GBK', 'config-invalid', Buffer.from(written.replace('Home', '\xbf\xcd'), 'latin1'), []],
  ['has a problem', 'config-invalid', JSON.stringify({ ...good, link: { keepAliveS: 20 } }), ['config --print', 'set']],
] as const) {
  test(`every command says ${slug} of a device.json that ${what}`, async (t) => {
    const given = makeCase(t, content)
    for (const [name, run] of Object.entries(commands)) {
      if (spares.some((one) => one === name)) continue
      await assert.rejects(async () => run(given), { slug }, name)
    }
  })
}

test('a secret of the environment does not hide where a file is not JSON', (t) => {
  const { file } = makeCase(t, JSON.stringify({ wifi: good.wifi, aliyun, switches: good.switches }).slice(0, -1))
  const environment = { SWITCH_WIFI_PASSWORD: 'another one' }
  assert.throws(() => configForBoard({ ...silent, file, environment }, { kind: boards.esp32, modules: [] }), {
    slug: 'config-invalid',
    message: /is not JSON: the text ends too early/,
  })
})
