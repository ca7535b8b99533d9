import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FlashStorage } from '../../../tools/storage/flash-storage.ts'
import { fileFlags, headerOf } from '../../../tools/storage/storage-headers.ts'

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1')
const read = (flash: FlashStorage, name: string): string | undefined => {
  const data = flash.read(name)
  return data && Buffer.from(data).toString('latin1')
}

test('the Linux build writes a table of names after 200 files, finds all by it, and drops it when it compacts', () => {
  const table = '[FILENAME_TABLE]'
  const flash = new FlashStorage({ pageBytes: 1024, pages: 32 }, { nameTable: true })
  const has = () => Buffer.from(flash.image()).includes(table)
  flash.write('kept', bytes('k'))
  for (let count = 0; count < 200; count++) flash.write('state', bytes(String(count)))
  assert.equal(has(), false)
  flash.write('state', bytes('last'))
  assert.equal(has(), true)
  assert.deepEqual([read(flash, 'kept'), read(flash, 'state')], ['k', 'last'])
  assert.deepEqual(flash.list(), ['kept', 'state'], 'it is not listed')
  flash.write('later', bytes('l'))
  flash.erase('kept')
  const again = FlashStorage.fromImage(flash.image(), 1024, { nameTable: true })
  for (const each of [flash, again]) {
    assert.equal(each.powerOn(), false)
    assert.deepEqual([read(each, 'kept'), read(each, 'state'), read(each, 'later')], [undefined, 'last', 'l'])
    each.compact()
    assert.deepEqual([read(each, 'state'), read(each, 'later')], ['last', 'l'])
    assert.equal(Buffer.from(each.image()).includes(table), false)
  }
})

test('a table of names is used up to 9,999 bytes, and says where a file is', () => {
  for (const [entries, found] of [
    [312, 'b'],
    [313, 'a'],
  ] as const) {
    const flash = new FlashStorage({ pageBytes: 1024, pages: 32 }, { nameTable: true })
    flash.write('a', bytes('a'))
    flash.write('b', bytes('b'))
    // Its first entry has the name of one file and the place of the other: what is read shows whether it was used.
    const entry = Buffer.from(headerOf('a', 1))
    entry.writeUInt32LE(36)
    const table = Buffer.concat([headerOf('[FILENAME_TABLE]', entries * 32, fileFlags.nameTable), entry])
    flash.writeAligned(72, table)
    assert.equal(read(flash, 'a'), 'a', 'before the engine starts')
    flash.powerOn()
    assert.equal(read(flash, 'a'), found, `${entries} entries`)
  }
})
