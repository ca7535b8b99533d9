import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { writeWhole } from '../../../tools/local-files/write-whole.ts'

const folder = mkdtempSync(join(tmpdir(), 'write-whole-'))
after(() => rmSync(folder, { recursive: true }))

test('a file is replaced as a whole, with the mode that is asked for', () => {
  const file = join(folder, 'deep', 'one')
  writeWhole(file, 'first')
  writeWhole(file, 'second', 0o600)
  assert.equal(readFileSync(file, 'utf8'), 'second')
  assert.equal(statSync(file).mode & 0o777, 0o600)
  assert.deepEqual(readdirSync(join(folder, 'deep')), ['one'])
})

test('what cannot be written is said, and leaves nothing behind', () => {
  const inTheWay = join(folder, 'folder')
  mkdirSync(inTheWay)
  assert.throws(() => writeWhole(inTheWay, 'secret'), { slug: 'not-written', message: /: it is a folder$/ })
  writeFileSync(join(folder, 'plain'), '')
  assert.throws(() => writeWhole(join(folder, 'plain', 'below'), 'secret'), { slug: 'not-written' })
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.endsWith('.tmp')),
    [],
  )
})
