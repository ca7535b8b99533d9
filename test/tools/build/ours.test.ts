import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { isOurs, ourPath, placeOfFunction } from '../../../tools/build/passes/ours.mjs'

test('ours is what lies in firmware/ of this project, and nothing that is only called so', () => {
  assert.equal(ourPath(resolve('firmware/mqtt/session.ts')), 'mqtt/session.ts')
  const others = ['firmware.ts', 'firmware-of-mine/link.ts', 'apps/firmware/link.ts', 'node_modules/firmware/link.ts']
  for (const file of others) assert.ok(!isOurs(resolve(file)), file)
  for (const id of ['entry.js', 'firmware/link.ts', '\0virtual', resolve('firmware')]) assert.ok(!isOurs(id), id)
})

test('a function of a chunk is found in its source, though the bundler has renamed it', () => {
  const id = resolve('firmware/text.ts')
  const lines = readFileSync(id, 'utf8').split('\n')
  const line = lines.findIndex((each) => each.includes('function quote(')) + 1
  const chunkOf = (name: string) => ({
    modules: { [resolve('no.ts')]: { code: 'f()' }, [id]: { code: `function ${name}(a) {}` } },
  })
  assert.equal(placeOfFunction(chunkOf('quote'), 'quote'), `firmware/text.ts:${line}:8`)
  assert.equal(placeOfFunction(chunkOf('quote$1'), 'quote$1'), `firmware/text.ts:${line}:8`)
  assert.equal(placeOfFunction(chunkOf('quote'), 'the start'), '')
})
