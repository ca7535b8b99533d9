import assert from 'node:assert/strict'
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { startPlatform } from '../../../tools/cloud/start-platform.ts'
import { identity } from './desk.ts'
import { picoDesk } from './pico-desk.ts'

const built = 'dist/firmware.pico-w.js'

test('builds the script with the configuration inside, mode 0600, and waits until it is ready', async (t) => {
  const before = existsSync(built) ? readFileSync(built) : undefined
  t.after(() => (before === undefined ? rmSync(built, { force: true }) : writeFileSync(built, before)))
  const cloud = await startPlatform({ devices: [identity], port: 0, controlPort: 0 })
  t.after(() => cloud.close())
  const { pico, printed, run } = await picoDesk(t, { cloudPort: cloud.mqttPort })
  assert.equal(await run('--wait', '300'), undefined)
  assert.deepEqual(Buffer.from(pico.board.flash.program ?? []), readFileSync(built))
  if (process.platform !== 'win32') assert.equal(statSync(built).mode & 0o777, 0o600)
  assert.match(printed.join(''), /I mqtt ready\nready +after/)
  assert.doesNotMatch(printed.join(''), /flashTestsOnly|wört/)
  const result = await cloud.platform.setProperty(identity, { PowerSwitch_1: 1 }).result
  assert.equal(result.outcome, 'answered')
  assert.equal(pico.board.pin('GP15'), 1)

  // The program that runs now takes the hold.
  printed.length = 0
  assert.equal(await run('--wait', '0', '--script', built), undefined)
  assert.match(printed.join(''), /started again without its watchdog/)
  assert.doesNotMatch(printed.join(''), /did not take the hold/)
  assert.deepEqual(pico.board.flash.list().filter((name) => name === '/hold'), []) // prettier-ignore
})
