import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { readScript } from '../../../tools/build/read-script.ts'

test('a script is read byte for byte, without a byte order mark; one that is empty or not there is no-script', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'script-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'script.js')
  const bytes = Buffer.from('print("\xff\0")', 'latin1')
  writeFileSync(file, bytes)
  assert.deepEqual(readScript(file), bytes)
  writeFileSync(file, '\ufeffprint(1)')
  assert.equal(readScript(file).toString(), 'print(1)')
  for (const empty of ['', '\ufeff']) {
    writeFileSync(file, empty)
    const none = { slug: 'no-script', message: `${file} is empty`, hint: 'npm run build makes it' }
    assert.throws(() => readScript(file), none)
  }
  const missing = { slug: 'no-script', message: /^cannot read .*none\.js: ENOENT/, hint: 'npm run build makes it' }
  assert.throws(() => readScript(join(folder, 'none.js')), missing)
})
