import assert from 'node:assert/strict'
import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { hashSources } from '../../../tools/build/source-hash.ts'

test('the hash of the sources changes with whatever changes the script', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'sources-'))
  t.after(() => rmSync(folder, { recursive: true }))
  for (const each of ['firmware', 'tools/build', 'rollup.config.mjs', 'package-lock.json'])
    cpSync(each, join(folder, each), { recursive: true })
  const seen = [hashSources()]
  assert.equal(hashSources(folder), seen[0], 'wherever they lie')
  for (const file of [
    'firmware/main.ts',
    'firmware/mqtt/reader.ts',
    'firmware/platform/espruino.names.json',
    'rollup.config.mjs',
    'package-lock.json',
    'tools/build/passes/nest-functions.mjs',
    'tools/build/rollup.mjs',
  ]) {
    appendFileSync(join(folder, file), '\n')
    const hash = hashSources(folder)
    assert.ok(!seen.includes(hash), file)
    seen.push(hash)
  }
})

test('in a package, which has no lock file, the versions that it asks for count', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'sources-'))
  t.after(() => rmSync(folder, { recursive: true }))
  for (const each of ['firmware', 'tools/build', 'rollup.config.mjs', 'package.json'])
    cpSync(each, join(folder, each), { recursive: true })
  const before = hashSources(folder)
  appendFileSync(join(folder, 'package.json'), '\n')
  assert.notEqual(hashSources(folder), before)
})
