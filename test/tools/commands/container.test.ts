import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { closedPort } from '../doctor/clinic.ts'
import { identity, writeConfig } from '../flash/desk.ts'

const pages = ['docs/troubleshooting.md', 'docs/troubleshooting.zh-CN.md'].map((file) =>
  readFileSync(fileURLToPath(new URL(`../../../${file}`, import.meta.url)), 'utf8'),
)

/** Runs a command as in a bare container: no udev and no git on the path, no terminal, nothing to read from. */
async function run(command: string, args: readonly string[], folder: string): Promise<{ code: number; said: string }> {
  const file = fileURLToPath(new URL(`../../../tools/${command}.ts`, import.meta.url))
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), file, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: join(folder, 'nothing'), TMPDIR: folder, TEMP: folder, TMP: folder },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => (said += bytes.toString()))
  const [code] = (await once(child, 'close')) as [number]
  return { code, said }
}

test('without udev, git, a terminal and input each command ends with a word of the tables and its exit code', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'container-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const at = (name: string): string => join(folder, name)
  writeConfig(folder, 1)
  // A folder in the place of what is to be written: nobody, root neither, can write there.
  mkdirSync(at('list.csv.ledger'))
  mkdirSync(at('new.json'))
  writeFileSync(at('list.csv'), `DeviceName,DeviceSecret,ProductKey\nsw-1,${'1'.repeat(32)},${identity.productKey}\n`)
  writeFileSync(at('model.json'), '{"properties": [{"identifier": "A", "dataType": {"type": "int"}}]}')
  const nobody = `tcp://127.0.0.1:${await closedPort()}`
  const config = ['--config', at('device.json')]
  const script = ['--script', at('device.json')]
  const cases: readonly [command: string, args: readonly string[], code: number, word: string][] = [
    ['doctor', ['--file', at('device.json'), '--offline'], 0, ''],
    ['doctor', ['--file', at('none.json'), '--offline', '--port', nobody], 1, 'config-missing'],
    ['flash', ['--list'], 0, ''],
    ['flash', [...config, ...script, '--port', nobody], 1, 'port-none'],
    ['flash', [...config, ...script, '--port', nobody, '--fleet', at('list.csv')], 1, 'not-written'],
    ['logs', ['--port', nobody, '--map', at('list.csv')], 1, 'port-none'],
    ['config', ['--file', at('none.json')], 1, 'flags-missing'],
    ['config', ['--file', at('none.json'), '--check'], 1, 'config-missing'],
    ['image', ['--config', at('none.json')], 1, 'config-missing'],
    ['types', [at('none.json')], 1, 'tsl-missing'],
    ['types', [at('model.json'), '--out', at('list.csv')], 1, 'not-ours'],
    ['types', [at('model.json'), '--out', at('new.json')], 1, 'not-written'],
    ['board', ['--console', '0', '--engine'], 1, 'no-engine'],
    ['board', ['--script', at('none.js')], 1, 'no-script'],
    ['set', ['on', '--control', nobody.replace('tcp', 'http')], 1, 'no-platform'],
    ['board', ['--nope'], 1, 'unknown-flag'],
  ]
  const check = async ([command, args, code, word]: (typeof cases)[number]): Promise<void> => {
    const name = [command, ...args].join(' ')
    const ended = await run(command, args, folder)
    assert.equal(ended.code, code, `${name}: ${ended.said}`)
    assert.doesNotMatch(ended.said, /^bug|\bbug /m, name)
    if (word === '') return
    assert.match(ended.said, new RegExp(`(^|  )${word}(  | - )`, 'm'), name)
    for (const page of pages) assert.ok(page.includes(`<a id="${word}"></a>`), `${word} is in the table`)
  }
  await Promise.all(cases.map(check))
})
