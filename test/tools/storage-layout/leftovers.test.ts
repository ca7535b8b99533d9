import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FlashStorage } from '../../../tools/storage/flash-storage.ts'
import { eraseLeftovers } from '../../../tools/storage-layout/leftovers.ts'
import { modelFlash } from '../../../tools/storage-layout/model-flash.ts'

const shape = { pageBytes: 4096, pages: 48 }

test('pages that a cut compaction left behind the last file are erased, and no file is touched', async () => {
  const storage = new FlashStorage(shape)
  storage.write('.bootcde', Buffer.alloc(5_000, 'x'))
  const image = storage.image()
  for (const page of [3, 20, 47]) storage.chip.write(page * shape.pageBytes + 100, Buffer.from('left'))
  assert.equal(await eraseLeftovers(modelFlash(storage)), true)
  assert.deepEqual(storage.image(), image)
  assert.equal(await eraseLeftovers(modelFlash(storage)), false)
})

test('nothing is erased where the chip does not hold what Storage says is there', async () => {
  const storage = new FlashStorage(shape)
  storage.write('.bootcde', Buffer.alloc(5_000, 'x'))
  storage.chip.write(20 * shape.pageBytes, Buffer.from('of somebody else'))
  const before = storage.image()
  const elsewhere = { ...modelFlash(storage), read: () => Promise.resolve(new Uint8Array(32).fill(0xff)) }
  assert.equal(await eraseLeftovers(elsewhere), false)
  assert.deepEqual(storage.image(), before)
})
