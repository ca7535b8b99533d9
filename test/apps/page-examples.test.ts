import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { test } from 'node:test'
import { bundleFirmware } from '../../tools/build/bundle.ts'

test('the examples of docs/applications.md can be built', async () => {
  const page = readFileSync('docs/applications.md', 'utf8')
  const examples = [...page.matchAll(/```js\n([^]*?)```/g)].map(([, code = '']) => code)
  assert.ok(examples.length > 4)
  const folder = mkdtempSync(join(tmpdir(), 'page-'))
  try {
    const device = relative(folder, resolve('firmware/device.ts')).replaceAll('\\', '/')
    examples.forEach((code, at) =>
      writeFileSync(join(folder, `m${at}.js`), code.replace('../firmware/device.ts', device)),
    )
    const entry = join(folder, 'app.js')
    writeFileSync(entry, examples.map((_, at) => `import './m${at}.js'\n`).join(''))
    const { script } = await bundleFirmware({ entry })
    for (const text of ['Brightness must be', 'Alarm', 'not posted: ', 'user/get', 'lamp-1'])
      assert.ok(script.includes(text))
  } finally {
    rmSync(folder, { recursive: true })
  }
})
