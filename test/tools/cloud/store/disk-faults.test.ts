import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { notWritten, probe } from '../../../../tools/cloud/store/disk-faults.ts'
import { makeFolder, watchDisk } from './folder.ts'

test('a try to write leaves nothing behind, whether it worked or not', (t) => {
  const folder = makeFolder(t)
  const file = join(folder, 'state.sqlite')
  const disk = watchDisk(t)
  assert.equal(probe(file), undefined)
  disk.fault = 'ENOSPC'
  assert.equal(probe(file), 'the disk is full')
  assert.deepEqual(readdirSync(folder), [])
  assert.equal(notWritten(file, new Error('disk I/O error')).message, `${file} cannot be written: the disk is full`)
  disk.fault = undefined
  assert.equal(notWritten(file, new Error('disk I/O error')).message, `${file} cannot be written: disk I/O error`)
})
