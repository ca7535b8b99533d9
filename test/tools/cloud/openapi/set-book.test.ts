import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createSetBook } from '../../../../tools/cloud/openapi/set-book.ts'
import { plug, startMemoryCloud } from '../../../local-platform/memory-cloud.ts'

test('remembers the newest 1000 property sets, and no more', async (t) => {
  const cloud = await startMemoryCloud(t, { rules: { downlinkPerSecond: 'unlimited' } })
  await cloud.connect()
  const book = createSetBook(cloud.platform)
  for (let at = 0; at < 1001; at++) book.start(plug, { PowerSwitch_1: at % 2 })
  assert.equal(book.result('1'), undefined)
  assert.ok(book.result('2') instanceof Promise)
  assert.ok(book.result('1001') instanceof Promise)
})
