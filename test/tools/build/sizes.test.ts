import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import { readApplication } from '../../../tools/build/application.ts'
import { buildCommand } from '../../../tools/build/build-command.ts'
import { costsOf, partsOf } from '../../../tools/build/sizes.ts'

test('a script is parted by its map: what comes of firmware/, and the rest', () => {
  // Columns 0 to 4 and 10 to 15 of the first line, and none of the second.
  const map = {
    version: 3,
    sources: ['../firmware/a.ts', '../my/firmware.ts'],
    names: [],
    mappings: 'AAAA,ICAA,MDAA,KCAA;AAAA',
  }
  assert.deepEqual(partsOf('aaaabbbbbbaaaaabb\nbbb', JSON.stringify(map)), { firmware: 9, application: 12 })
})

test('the build says how much is the application, and what each of its imports costs', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'sizes-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'app.js')
  const from = (name: string): string => JSON.stringify(resolve(`firmware/${name}.ts`).replaceAll('\\', '/'))
  writeFileSync(file, `import { log } from ${from('log')}\nimport * as text from ${from('text')}\nlog(text.quote('a'))`)
  let said = ''
  await buildCommand(['--app', file, '--sizes'], (line) => (said += line), folder)
  const [, bytes = '', firmware = '', application = ''] =
    /^build .* ([\d,]+) B .*\nsize {3}firmware ([\d,]+) B, application ([\d,]+) B\n/.exec(said) ?? []
  assert.equal(Number(firmware) + Number(application), Number(bytes), said)
  assert.match(said, /shorter by:\n( +(log|quote) \d+ B\n){2}$/)

  const costs = await costsOf(readApplication(file))
  assert.deepEqual(new Set(costs.map(({ name }) => name)), new Set(['log', 'quote']))
  assert.ok(
    costs.every(({ bytes: each }) => each > 50 && each < Number(firmware)),
    JSON.stringify(costs),
  )
})
