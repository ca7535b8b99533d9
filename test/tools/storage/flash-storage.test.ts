import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FlashStorage } from '../../../tools/storage/flash-storage.ts'

const shape = { pageBytes: 1024, pages: 4 }
const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1')
const read = (flash: FlashStorage, name: string): string | undefined => {
  const data = flash.read(name)
  return data && Buffer.from(data).toString('latin1')
}

test('writes a file as header (size, name) and data, aligned to 4 bytes', () => {
  const flash = new FlashStorage(shape)
  flash.write('ab', bytes('hello'))
  flash.write('c', bytes('x'))
  const image = Buffer.from(flash.image())
  assert.equal(image.readUInt32LE(0), 5)
  assert.equal(image.toString('latin1', 4, 7), 'ab\0')
  assert.equal(image.toString('latin1', 32, 37), 'hello')
  assert.equal(image.readUInt32LE(40), 1)
  assert.equal(image[image.length - 1], 0xff)
})

test('an image read back holds the same files', () => {
  const flash = new FlashStorage(shape)
  flash.write('a', bytes('1'))
  flash.write('a', bytes('22'))
  flash.write('b', bytes('3'))
  const again = FlashStorage.fromImage(flash.image(), shape.pageBytes)
  assert.deepEqual(again.list(), ['a', 'b'])
  assert.deepEqual([read(again, 'a'), read(again, 'b'), read(again, 'none')], ['22', '3', undefined])
})

test('the same content again is no write', () => {
  const flash = new FlashStorage(shape)
  for (let i = 0; i < 10; i++) flash.write('state', bytes('on'))
  assert.equal(flash.fileWrites, 1)
})

test('a full flash is compacted: pages are erased, live files stay', () => {
  const flash = new FlashStorage(shape)
  flash.write('kept', bytes('k'))
  for (let i = 0; i < 200; i++) flash.write('state', bytes(i % 2 === 0 ? 'on' : 'off'))
  assert.deepEqual([read(flash, 'kept'), read(flash, 'state')], ['k', 'off'])
  assert.equal(flash.fileWrites, 201)
  // 36 bytes a write, 4 kB of flash: about 113 writes from one compaction to the next.
  assert.deepEqual(flash.pageErases, [1, 1, 1, 1])
})

test('compaction writes a page as soon as all that stands there is read, as the engine does', () => {
  const flash = new FlashStorage(shape)
  flash.write('gone', new Uint8Array(24))
  // Up to the last byte of the page.
  flash.write('kept', new Uint8Array(1024 - 32 - 24 - 32))
  flash.write('more', new Uint8Array(4))
  flash.erase('gone')
  const steps: string[] = []
  flash.chip.beforeStep = ({ kind, at, bytes: count }) => steps.push(`${kind} ${at} ${count}`)
  assert.equal(flash.compact(), true)
  assert.deepEqual(steps, ['erase 0 1024', 'write 0 968', 'write 968 32', 'write 1000 4', 'erase 1024 1024'])
  assert.deepEqual(flash.list(), ['kept', 'more'])
})

test('what does not fit throws the words of the engine and keeps what was there', () => {
  const flash = new FlashStorage(shape)
  flash.write('a', bytes('1'))
  assert.throws(() => flash.write('big', new Uint8Array(5000)), /Unable to find or create file/)
  assert.throws(() => flash.write('a', bytes('')), /zero length/)
  assert.equal(read(flash, 'a'), '1')
})
