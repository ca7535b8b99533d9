import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readJson } from '../../../../tools/cloud/model/json.ts'

test('JSON is read down to its 100th level, in arrays as in objects, however long it is', () => {
  const padding = ' '.repeat(200)
  const nested = (levels: number) => `${'['.repeat(levels)}${padding}${']'.repeat(levels)}`
  assert.notEqual(readJson(nested(100)), 'malformed')
  assert.equal(readJson(nested(101)), 'malformed')
  const objects = (levels: number) => `${'{"a":'.repeat(levels - 1)}{}${'}'.repeat(levels - 1)}${padding}`
  assert.notEqual(readJson(objects(100)), 'malformed')
  assert.equal(readJson(objects(101)), 'malformed')
  assert.equal(readJson('"malformed"'), 'malformed')
})
