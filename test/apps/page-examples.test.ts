import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { test } from 'node:test'
import { bundleFirmware } from '../../tools/build/bundle.ts'
import { checkConfig } from '../../tools/config/check/check-config.ts'
import { readTslFile } from '../../tools/thing-model/tsl-file.ts'
import { typesCommand } from '../../tools/types/types-command.ts'

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

for (const file of ['docs/applications.md', 'docs/applications.zh-CN.md'])
  test(`${file}: its thing model is one for npm start and npm run types, its device.json right for an application`, () => {
    const blocks = [...readFileSync(file, 'utf8').matchAll(/```json\n([^]*?)```/g)].map(([, text = '']) => text)
    assert.equal(blocks.length, 2)
    const [model = '', config = ''] = blocks
    assert.deepEqual(checkConfig(config, undefined, 'own').problems, [])
    const folder = mkdtempSync(join(tmpdir(), 'page-model-'))
    try {
      const path = join(folder, 'model.json')
      writeFileSync(path, model)
      assert.deepEqual(
        readTslFile(path).properties?.map(({ identifier }) => identifier),
        ['Alarm', 'Temperature'],
      )
      let said = ''
      typesCommand([path], (text) => (said += text))
      assert.match(said, /2 properties, of which the cloud may set 1$/m)
      assert.match(readFileSync(join(folder, 'model.d.ts'), 'utf8'), /Alarm/)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
