import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { boards } from '../../../tools/board-kinds/boards.ts'
import { configForBoard, type DeviceTriple } from '../../../tools/install/config-for-board.ts'
import { aliyun, good, mqtt, secret } from '../config/samples.ts'
import { around, flash } from '../flash/desk.ts'

function folderWith(t: TestContext, config: object): { folder: string; file: string } {
  const folder = mkdtempSync(join(tmpdir(), 'config-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'device.json')
  writeFileSync(file, JSON.stringify(config), { mode: 0o600 })
  return { folder, file }
}

const esp32 = { kind: boards.esp32, modules: ['net', 'tls'] }
const other: DeviceTriple = { productKey: 'a1other0000', deviceName: 'sw-9', deviceSecret: 'f'.repeat(32) }

test('a board of a fleet logs in with its own triple and nothing else of an identity, at the place of the file', (t) => {
  const placed = folderWith(t, { ...good, aliyun: { ...aliyun, host: '10.0.0.1' } })
  const environment = { SWITCH_DEVICE_SECRET: secret }
  const warn = () => undefined
  const written: unknown = JSON.parse(
    configForBoard({ file: placed.file, triple: other, environment, warn }, esp32).toString(),
  )
  const login = { ...other, region: 'cn-shanghai', host: '10.0.0.1' }
  assert.deepEqual(written, { ...good, aliyun: login })
  // The parameters of one device are not those of another: what takes their place still wants to know where to connect.
  const { file } = folderWith(t, { ...good, aliyun: undefined, mqtt })
  const source = { file, triple: other, environment, warn }
  assert.throws(
    () => configForBoard(source, esp32),
    (error: Error) => {
      assert.match(error.message, /aliyun\.region {2}is missing/)
      assert.doesNotMatch(error.message, /mqtt/)
      return true
    },
  )
})

test('a secret of the environment counts more than that of the file', (t) => {
  const { file } = folderWith(t, good)
  const source = { file, environment: { SWITCH_DEVICE_SECRET: 'e'.repeat(32) }, warn: () => undefined }
  const written = JSON.parse(configForBoard(source, esp32).toString()) as { aliyun: object }
  assert.deepEqual(written.aliyun, { ...aliyun, deviceSecret: 'e'.repeat(32) })
})

test('wrong-board: TLS is wanted, of either login, and the interpreter there has none', (t) => {
  for (const [config, login] of [
    [{ ...good, aliyun: { ...aliyun, tls: true } }, 'aliyun'],
    [{ ...good, aliyun: undefined, mqtt: { ...mqtt, tls: true } }, 'mqtt'],
  ] as const) {
    const { file } = folderWith(t, config)
    const source = { file, environment: {}, warn: () => undefined }
    assert.throws(() => configForBoard(source, { ...esp32, modules: ['net'] }), { slug: 'wrong-board', exitCode: 2, hint: new RegExp(`^${login}\\.tls: false`) }) // prettier-ignore
    configForBoard(source, esp32)
  }
})

test('warnings are told, and what others can read', { skip: process.platform === 'win32' }, (t) => {
  const { file } = folderWith(t, { ...good, aliyun: { ...aliyun, region: 'mars-north-1' } })
  chmodSync(file, 0o640)
  const warned: string[] = []
  configForBoard({ file, environment: {}, warn: (text) => warned.push(text) }, esp32)
  assert.match(warned.join(''), /^warning {2}\S+ can be read by others .* \(mode 640\)[^]*1 warning[^]*mars-north-1/)
})

test('flags of flash are refused before a port is opened', async (t) => {
  const { folder, file } = folderWith(t, good)
  const script = join(folder, 'script.js')
  writeFileSync(script, 'print(1)')
  const slugOf = async (...args: string[]) => {
    const error = await flash(
      ['--port', 'tcp://127.0.0.1:1', '--config', file, '--script', script, ...args],
      around([]),
    )
    return error?.slug
  }
  for (const seconds of ['0', '9999']) assert.equal(await slugOf('--wait', seconds), 'port-none')
  for (const seconds of ['10000', '-1', '1.5', '', 'x'])
    assert.equal(await slugOf('--wait', seconds), 'bad-flag', seconds)
  assert.equal(await slugOf('--board', 'esp64'), 'unknown-board')
  assert.equal(await slugOf('--keep', '.bootcde'), 'bad-flag')
  assert.equal(await slugOf('--keep', '.bootrst', '--keep', 'Wifi'), 'port-none')
  assert.equal(await slugOf('--fleet', 'x.csv', '--keep', '.bootrst'), 'bad-flag')
  assert.equal(await slugOf('--fleet', '/no/such.csv', '--keep', '.boot0'), 'csv-missing')
  assert.equal(await slugOf('--release', 'sw-1'), 'bad-flag')
})
