import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { startPlatform } from '../../../tools/cloud/start-platform.ts'
import { moduleApplication } from '../../../tools/build/application.ts'
import { ensureBuilt } from '../../../tools/build/firmware.ts'
import { around, desk, expectedConfig, flash, identity, oldScript, powerCycle, readBoard, type Desk } from './desk.ts'

const { script: module } = await ensureBuilt('dist', moduleApplication)
const said = ({ printed }: Desk): string => printed.join('')
const asks = (answer: boolean, asked: string[] = []) => ({
  choose: () => Promise.resolve(undefined),
  confirm: (text: string) => Promise.resolve((asked.push(text), answer)),
})

test("puts the module beside the user's own program, which starts anew and is ready with it", async (t) => {
  const cloud = await startPlatform({ devices: [identity], port: 0, controlPort: 0 })
  t.after(() => cloud.close())
  const one = await desk(t, { cloudPort: cloud.mqttPort })
  const own = 'var d=require("aliyun");d.onProps(function(m){print("got "+JSON.stringify(m.params))})'
  one.cable.board.storage.write('.bootcde', Buffer.from(own))
  assert.equal(await one.flash(['--module', '--wait', '300']), undefined)
  assert.equal(readBoard(one, 'aliyun'), module)
  assert.equal(readBoard(one, 'device.json'), expectedConfig(cloud.mqttPort))
  assert.equal(readBoard(one, '.bootcde'), own)
  assert.match(said(one), /boot +from flash\n[^]* I mqtt ready\n[^]*ready +after/)
  const result = await cloud.platform.setProperty(identity, { PowerSwitch_1: 1 }).result
  assert.deepEqual([result.outcome, result.outcome === 'answered' && result.reply.code], ['answered', 200])

  assert.equal(await one.flash(['--module', '--wait', '0']), undefined, 'over an old one')
  assert.equal(readBoard(one, '.bootcde'), own)
  const copies = one.cable.board.storage.list().filter((name) => name === 'aliyun')
  assert.deepEqual(copies, ['aliyun'])
})

test('a board without a program has the module loaded at its prompt, and is ready', async (t) => {
  const cloud = await startPlatform({ devices: [identity], port: 0, controlPort: 0 })
  t.after(() => cloud.close())
  const one = await desk(t, { cloudPort: cloud.mqttPort })
  one.cable.board.storage.erase('.bootcde')
  assert.equal(await one.flash(['--module', '--wait', '300']), undefined)
  assert.match(said(one), /boot +at its prompt: var d = require\("aliyun"\)\n[^]* I mqtt ready\n/)
  assert.equal(one.cable.board.evaluate('typeof require("aliyun").postProps'), 'function')
  assert.equal(readBoard(one, '.bootcde'), undefined)
})

test('a program that does not use the module starts, and nobody waits for ready', async (t) => {
  const one = await desk(t)
  assert.equal(await one.flash(['--module']), undefined)
  assert.match(said(one), /boot +its own program, which does not require\("aliyun"\)\n$/)
  assert.equal(readBoard(one, '.bootcde'), oldScript)
})

test('a script of npm run flash has to go: it asks, keeps a copy, and without a yes changes nothing', async (t) => {
  const one = await desk(t)
  assert.equal(await one.flash(['--wait', '0']), undefined)
  const script = readBoard(one, '.bootcde')
  one.printed.length = 0
  const refused = await one.flash(['--module', '--wait', '0'])
  assert.deepEqual([refused?.slug, refused?.exitCode], ['boot-files', 2])
  assert.match(refused?.message ?? '', /a second link with the same identity/)
  assert.deepEqual([readBoard(one, '.bootcde'), readBoard(one, 'aliyun')], [script, undefined])

  const asked: string[] = []
  assert.equal(await one.flash(['--module', '--wait', '0'], asks(true, asked)), undefined)
  assert.match(asked.join(), /^Remove \.bootcde from the board\? A copy goes to /)
  assert.deepEqual([readBoard(one, '.bootcde'), readBoard(one, 'aliyun')], [undefined, module])
  const copy = join(one.folder, 'board-files', '240ac4-fffe0102.bootcde')
  assert.ok(existsSync(copy))
  assert.equal(readFileSync(copy, 'utf8'), script)

  assert.equal(await one.flash(['--wait', '0']), undefined, 'and back again')
  assert.deepEqual([readBoard(one, '.bootcde'), readBoard(one, 'aliyun')], [script, undefined])
})

test('a script of one that --script put into the layout is told, too: its zone is taken', async (t) => {
  const one = await desk(t)
  const mine = join(one.folder, 'mine.js')
  writeFileSync(mine, 'print("mine")')
  assert.equal(await one.flash(['--wait', '0', '--script', mine]), undefined)
  assert.equal((await one.flash(['--module', '--wait', '0']))?.slug, 'boot-files')
  assert.match(powerCycle(one), /mine/)
  assert.equal(await one.flash(['--module', '--wait', '0', '--yes']), undefined)
  assert.equal(readBoard(one, '.bootcde'), undefined)
})

test('where Storage is too small for a layout, the module replaces the old one, and the program stays', async (t) => {
  const one = await desk(t, { pages: 16 })
  for (let round = 0; round < 2; round++) {
    assert.equal(await one.flash(['--module', '--wait', '0']), undefined)
    assert.deepEqual(one.cable.board.storage.list().sort(), ['.bootcde', 'aliyun', 'device.json'])
    assert.deepEqual([readBoard(one, 'aliyun'), readBoard(one, '.bootcde')], [module, oldScript])
  }
})

test('what does not go with --module is refused before a port is opened', async () => {
  const slugs: unknown[] = []
  for (const args of [
    ['--app', 'apps/tutorial/tutorial.ts'],
    ['--script', 'x.js'],
    ['--board', 'pico-w'],
  ]) {
    const error = await flash(['--module', ...args, '--port', 'tcp://127.0.0.1:1'], around([]))
    slugs.push(error?.slug)
    assert.match(error?.message ?? '', /^--module /)
  }
  assert.deepEqual(slugs, ['bad-flag', 'bad-flag', 'bad-flag'])
})

test('with --fleet each board gets the module and an identity of its own', async (t) => {
  const one = await desk(t)
  one.cable.board.storage.erase('.bootcde')
  const list = join(one.folder, 'devices.csv')
  writeFileSync(
    list,
    `DeviceName,DeviceSecret,ProductKey\nlamp-7,fleetTestsOnly00123456789abcdefg,${identity.productKey}\n`,
  )
  assert.equal(await one.flash(['--module', '--fleet', list, '--wait', '0', '--yes']), undefined)
  assert.equal(readBoard(one, 'aliyun'), module)
  assert.match(readBoard(one, 'device.json') ?? '', /"deviceName":"lamp-7"/)
})
