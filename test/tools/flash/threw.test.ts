import assert from 'node:assert/strict'
import { rmSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { test } from 'node:test'
import { startPlatform } from '../../../tools/cloud/start-platform.ts'
import { desk, identity } from './desk.ts'

test('an application that throws at its start: the place in its file, and no plain ready', async (t) => {
  const cloud = await startPlatform({ devices: [identity], port: 0, controlPort: 0 })
  t.after(() => cloud.close())
  const one = await desk(t, { cloudPort: cloud.mqttPort })
  const device = relative(one.folder, resolve('firmware/device.ts')).replaceAll('\\', '/')
  const app = join(one.folder, 'thrower.js')
  writeFileSync(app, `import { onProp } from '${device}'\nonProp(() => undefined)\nthrow new Error('D33 is gone')\n`)
  t.after(() => {
    for (const end of ['js', 'js.map']) rmSync(`dist/thrower.firmware.${end}`, { force: true })
  })
  const error = await one.flash(['--app', app, '--wait', '300'])
  assert.deepEqual([error?.slug, error?.exitCode], ['app-threw', 1])
  assert.equal(error?.message, 'the application threw at its start: Uncaught Error: D33 is gone')
  const said = one.printed.join('')
  assert.match(said, /^ready +after \S+ s, but its program threw$/m)
  assert.match(said, /^ +at .*thrower\.js:[23]:\d+/m)
})
