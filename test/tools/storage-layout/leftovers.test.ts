import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FlashStorage } from '../../../tools/storage/flash-storage.ts'
import { eraseLeftovers } from '../../../tools/storage-layout/leftovers.ts'
import { headerOf } from '../../../tools/storage/storage-headers.ts'
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

test('only pages behind the last file are looked at, each of them, and only those that need it are erased', async () => {
  const storage = new FlashStorage(shape)
  // Its last byte is the last one of page 1.
  storage.write('.bootcde', Buffer.alloc(2 * shape.pageBytes - 32, 'x'))
  for (const at of [2 * shape.pageBytes, 18 * shape.pageBytes - 1, 18 * shape.pageBytes, storage.totalBytes - 1])
    storage.chip.write(at, Uint8Array.of(0))
  storage.resetCounts()
  // A header is due where page 2 begins: the engine would find something else there.
  assert.equal(await eraseLeftovers(modelFlash(storage)), true)
  const erased = storage.pageErases.flatMap((count, page) => (count > 0 ? [`${page}: ${count}`] : []))
  assert.deepEqual(erased, ['2: 1', '17: 1', '18: 1', '47: 1'])
})

test('the rest of the page in which the last file ends is left alone', async () => {
  const storage = new FlashStorage(shape)
  storage.write('.bootcde', Buffer.alloc(5_000, 'x'))
  storage.chip.write(2 * shape.pageBytes - 1, Uint8Array.of(0))
  assert.equal(await eraseLeftovers(modelFlash(storage)), false)
})

test('a first header that is of no file, of a strange name or of another size is not looked behind', async () => {
  const storage = new FlashStorage(shape)
  storage.write('.bootcde', Buffer.alloc(5_000, 'x'))
  storage.chip.write(20 * shape.pageBytes, Uint8Array.of(0))
  const flash = modelFlash(storage)
  for (const header of [
    headerOf('other', 5_000),
    headerOf('.bootcde', 5_001),
    headerOf("it's", 5_000),
    headerOf('\x80', 1),
  ]) {
    const asked = (name: string) =>
      /^[\x20-\x7e]+$/.test(name) && !name.includes("'") ? flash.fingerprint(name) : assert.fail(name)
    const odd = { ...flash, read: () => Promise.resolve(header), fingerprint: asked }
    assert.equal(await eraseLeftovers(odd), false)
  }
  assert.equal(await eraseLeftovers({ ...flash, pages: 0 }), false)
  assert.equal(await eraseLeftovers({ ...flash, read: () => Promise.resolve(headerOf('.bootcde', 5_000)) }), true)
})
