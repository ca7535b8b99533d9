import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { FlashStorage } from '../../../tools/storage/flash-storage.ts'
import { bytesInFlash } from '../../../tools/storage/storage-file.ts'
import { imageCommand } from '../../../tools/image/image-command.ts'
import { makeStorageImage } from '../../../tools/image/storage-image.ts'
import { boards } from '../../../tools/board-kinds/boards.ts'
import { around, errorOf, expectedConfig, writeConfig } from '../flash/desk.ts'

test('makes a Storage image offline: script and configuration byte for byte, and the command that writes it', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'image-'))
  t.after(() => rmSync(folder, { recursive: true }))
  writeConfig(folder, 1883)
  const [config, out] = [join(folder, 'device.json'), join(folder, 'out.bin')]
  const printed: string[] = []
  const run = (...args: string[]) => errorOf(imageCommand(['--config', config, '--out', out, ...args], around(printed)))
  const script = join(folder, 'script.js')
  writeFileSync(script, 'print("\\xe4\\xb8\\xad");\n')
  assert.equal(await run('--board', 'esp8266', '--script', script), undefined)

  const image = FlashStorage.fromImage(readFileSync(out), 4096)
  assert.equal(Buffer.from(image.read('device.json') ?? []).toString(), expectedConfig(1883))
  assert.deepEqual(Buffer.from(image.read('.bootcde') ?? []), readFileSync(script))
  assert.equal(readFileSync(out).length, 48 * 4096)
  assert.match(printed.join(''), /\nesptool\.py --chip esp8266 --port PORT .* write_flash 0xcb000 .*out\.bin\n$/)
  if (process.platform !== 'win32') assert.equal(statSync(out).mode & 0o777, 0o600, 'it holds secrets')
  assert.doesNotMatch(printed.join(''), /flashTestsOnly/)

  chmodSync(config, 0o644)
  printed.length = 0
  assert.equal(await run('--board', 'esp8266', '--script', config), undefined, 'any bytes')
  if (process.platform !== 'win32') assert.match(printed.join(''), /^warning {2}.*mode 644.*\n/)
  assert.equal((await run('--board', 'esp64'))?.slug, 'unknown-board')
  assert.equal((await run('--script', '/no/such.js'))?.slug, 'no-script')
  assert.equal((await run('--script', '/dev/null'))?.message, '/dev/null is empty')
  // Storage of 16 KB, filled to the last byte, and with a byte more.
  const room = 4 * 4096 - 32 - bytesInFlash(Buffer.from(expectedConfig(1883)))
  for (const [bytes, slug] of [
    [room, undefined],
    [room + 1, 'no-space'],
  ] as const) {
    writeFileSync(script, 'x'.repeat(bytes))
    assert.equal((await run('--board', 'esp8266-512k', '--script', script))?.slug, slug)
  }
  assert.equal((await run('--module', '--script', script))?.slug, 'bad-flag')
  const pico = await run('--board', 'pico-w')
  assert.deepEqual([pico?.slug, pico?.exitCode], ['wrong-board', 1])
  assert.match(pico?.message ?? '', /^an image of a whole chip is not there for the Raspberry Pi Pico W$/)
  assert.match(pico?.hint ?? '', /^npm run flash -- --board pico-w puts the script/)
})

test('an image with the module: it and the configuration, and no boot script', async () => {
  const content = { name: 'aliyun', script: Buffer.from('exports.a=1'), config: Buffer.from('{}') }
  const image = FlashStorage.fromImage(await makeStorageImage(boards.esp32.builds[0], content), 4096)
  assert.equal(Buffer.from(image.read('aliyun') ?? []).toString(), 'exports.a=1')
  assert.equal(image.read('.bootcde'), undefined)
})
