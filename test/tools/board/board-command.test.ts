import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { boardCommand } from '../../../tools/board/board-command.ts'
import { good } from '../config/samples.ts'
import { UserError } from '../../../tools/user-error.ts'

const slugOf = (args: string[]): string => {
  try {
    boardCommand(args, () => undefined, false)
  } catch (error) {
    if (error instanceof UserError) return error.slug
    throw error
  }
  return 'none'
}

test('says what is wrong with its flags and files in words that stay', () => {
  assert.equal(slugOf(['--nope']), 'unknown-flag')
  assert.equal(slugOf(['--profile', 'esp64']), 'unknown-profile')
  assert.equal(slugOf(['--script', '/nowhere/firmware.js']), 'no-script')
  assert.equal(slugOf(['--help']), 'none')
})

test('runs a script against its configuration and shows lines and pins as JSON', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'board-'))
  writeFileSync(join(folder, 'device.json'), JSON.stringify({ ...good, wifi: { ssid: '客厅', password: 'secret12' } }))
  writeFileSync(
    join(folder, 'firmware.js'),
    `var w=require("Storage").readJSON("device.json").wifi;
     require("Wifi").connect(w.ssid,{password:w.password},function(e){digitalWrite(D2,1);print("joined "+w.ssid+" "+e)})`,
  )
  const flags = ['--json', '--config', join(folder, 'device.json'), '--script', join(folder, 'firmware.js')]
  const shown: Record<string, unknown>[] = []
  await new Promise<void>((resolve) => {
    const board = boardCommand(flags, (text) => {
      shown.push(JSON.parse(text) as Record<string, unknown>)
      if (shown.length === 2) resolve(board?.stop())
    }, false) // prettier-ignore
  })
  rmSync(folder, { recursive: true })
  assert.deepEqual(
    shown.map(({ line, pin, level }) => line ?? [pin, level]),
    [['D2', 1], 'joined 客厅 null'],
  )
})
