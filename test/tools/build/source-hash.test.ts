import assert from 'node:assert/strict'
import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { hashSources } from '../../../tools/build/source-hash.ts'

/** The hash of the sources in another folder than this. */
function hashIn(folder: string): string {
  const here = process.cwd()
  process.chdir(folder)
  try {
    return hashSources()
  } finally {
    process.chdir(here)
  }
}

test('the hash of the sources changes with whatever changes the script', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'sources-'))
  t.after(() => rmSync(folder, { recursive: true }))
  for (const each of ['firmware', 'tools/build', 'rollup.config.mjs', 'package-lock.json'])
    cpSync(each, join(folder, each), { recursive: true })
  const seen = [hashSources()]
  assert.equal(hashIn(folder), seen[0], 'wherever they lie')
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
    const hash = hashIn(folder)
    assert.ok(!seen.includes(hash), file)
    seen.push(hash)
  }
})
