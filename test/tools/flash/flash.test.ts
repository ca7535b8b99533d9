import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { startPlatform } from '../../../tools/cloud/start-platform.ts'
import { ensureBuilt } from '../../../tools/build/firmware.ts'
import { askBoard } from '../../../tools/serial/ask-board.ts'
import { desk, errorOf, expectedConfig, identity, oldScript, powerCycle, readBoard, type Desk } from './desk.ts'

const layoutFiles = ['layout', 'pad.1000', 'rest', 'switches', 'zone.a', 'zone.b']

test('flashes a board over its console: verified, started from flash, ready on the local platform', async (t) => {
  const cloud = await startPlatform({ devices: [identity], port: 0, controlPort: 0 })
  t.after(() => cloud.close())
  const one = await desk(t, { cloudPort: cloud.mqttPort })
  assert.equal(await one.flash(['--wait', '300']), undefined)

  assert.equal(readBoard(one, 'device.json'), expectedConfig(cloud.mqttPort), 'byte for byte')
  assert.equal(readBoard(one, '.bootcde'), (await ensureBuilt()).script)
  const files = one.cable.board.storage.list().filter((name) => !layoutFiles.includes(name))
  assert.deepEqual(files.sort(), ['.bootcde', 'device.json'], 'nothing is left behind')
  const steps = one.printed.filter((text) => /^[a-z]+ {2,}/.test(text)).map((text) => text.split(' ')[0])
  assert.deepEqual(steps, ['port', 'board', 'layout', 'upload', 'upload', 'verify', 'boot', 'ready'])
  assert.match(one.printed.join(''), /board +ESP32 2v29\.277, serial 240ac4-fffe0102\n/)
  assert.match(one.printed.join(''), / I mqtt ready\n/)
  assert.doesNotMatch(one.printed.join(''), /wört|flashTestsOnly/, 'no secret is shown')
  const result = await cloud.platform.setProperty(identity, { PowerSwitch_1: 1 }).result
  assert.equal(result.outcome, 'answered')
  assert.equal(one.cable.board.pin('D2'), 1)
})

test('with --json says one object a line, with --quiet nothing', async (t) => {
  const one = await desk(t)
  assert.equal(await one.flash(['--wait', '0', '--json']), undefined)
  const objects = one.printed.map((text) => JSON.parse(text) as Record<string, unknown>)
  assert.deepEqual(objects.map(({ step, what }) => what ?? step), ['port', 'board', 'layout', 'script', 'config', 'verify', 'boot']) // prettier-ignore
  const { serial, version, board } = objects[1] ?? {}
  assert.deepEqual({ serial, version, board }, { serial: '240ac4-fffe0102', version: '2v29.277', board: 'esp32' })
  one.printed.length = 0
  assert.equal(await one.flash(['--wait', '0', '--quiet']), undefined)
  assert.deepEqual(one.printed, [])
})

test('sends another script, and answers what a board is asked while that runs', async (t) => {
  const one = await desk(t)
  const script = `${one.folder}/device.json`
  assert.equal(await one.flash(['--wait', '0', '--script', script]), undefined)
  assert.equal(readBoard(one, '.bootcde'), readFileSync(script, 'utf8'), 'UTF-8 and quotes in a script, too')
  assert.equal(await askBoard(one.port, 'process.env.BOARD'), 'ESP32')
  assert.equal((await errorOf(askBoard(one.port, 'nothing.there')))?.slug, 'board-error')
})

test('asks before it takes the old script away where Storage cannot hold both, and says what that means', async (t) => {
  const one = await desk(t, { pages: 6 })
  const refused = await one.flash(['--wait', '0'])
  assert.equal(refused?.slug, 'no-space')
  assert.equal(refused?.exitCode, 2)
  assert.match(refused?.message ?? '', /^Storage has 24,5\d\d B free; beside what is there this needs \d\d,\d\d\d B$/)
  assert.match(refused?.hint ?? '', /^--replace erases the old script first/)
  assert.match(powerCycle(one), /the old script/)

  const asked: string[] = []
  const no = {
    choose: () => Promise.resolve(undefined),
    confirm: (text: string) => Promise.resolve(asked.push(text) > 9),
  }
  assert.equal((await one.flash(['--wait', '0'], no))?.slug, 'no-space')
  assert.match(asked.join(), /Erase the old script first\? A cut then leaves none/)
  assert.equal(readBoard(one, '.bootcde'), oldScript)

  assert.equal(await one.flash(['--wait', '0', '--replace']), undefined)
  assert.equal(readBoard(one, '.bootcde'), (await ensureBuilt()).script)
})

test('says that a script does not fit at all', async (t) => {
  const one = await desk(t, { pages: 3 })
  const error = await one.flash(['--replace'])
  assert.equal(error?.slug, 'no-space')
  assert.match(error?.message ?? '', /and without the old script still \d\d,\d\d\d B$/)
  assert.match(error?.hint ?? '', /An ESP8266 with 512 KB has 16 KB/)
  assert.match(powerCycle(one), /the old script/)
})

test('as a command of its own it ends by itself, with the exit code that is true', async (t) => {
  const [one, other] = [await desk(t), await desk(t)]
  const run = async ({ port, folder }: Desk, ...args: string[]): Promise<unknown> => {
    const file = fileURLToPath(new URL('../../../tools/flash.ts', import.meta.url))
    const given = ['--port', port, '--config', join(folder, 'device.json'), ...args]
    const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), file, ...given], { stdio: 'ignore' })
    const [code] = (await once(child, 'exit')) as unknown[]
    return code
  }
  const script = join(one.folder, 'script.js')
  writeFileSync(script, 'print("short")')
  const codes = await Promise.all([run(one, '--script', script, '--wait', '0'), run(other, '--board', 'esp8266')])
  assert.deepEqual(codes, [0, 2])
  assert.equal(readBoard(one, '.bootcde'), 'print("short")')
})
