import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FlashStorage } from '../../../tools/storage/flash-storage.ts'
import { statsOf } from '../../../tools/storage/storage-compaction.ts'
import { fileFlags, headerOf, isNamed } from '../../../tools/storage/storage-headers.ts'

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

test('a file written in parts holds them all; a part that is too long, or over another one, throws', () => {
  const flash = new FlashStorage(shape)
  flash.write('log', bytes('abc'), 0, 8)
  flash.write('log', bytes('defgh'), 3)
  assert.equal(read(flash, 'log'), 'abcdefgh')
  assert.throws(() => flash.write('log', bytes('x'), 7), /File already written with different data/)
  flash.write('more', bytes('abc'), 0, 8)
  assert.throws(() => flash.write('more', bytes('defghi'), 3), /Too much data for file size/)
  assert.throws(() => flash.write('none', bytes('x'), 1), /Unable to find or create file/)
  assert.equal(read(flash, 'more'), 'abc\xff\xff\xff\xff\xff')
  assert.equal(flash.fileWrites, 3)
})

test('a file whose bytes are all erased is filled in its place', () => {
  const flash = new FlashStorage(shape)
  flash.write('journal', bytes('\xff'), 0, 8)
  const at = flash.offsetOf('journal')
  flash.write('journal', bytes('12345678'))
  assert.equal(flash.offsetOf('journal'), at)
  flash.write('journal', bytes('123'))
  assert.ok(flash.offsetOf('journal') !== at, 'another length is another file')
})

test('bytes at any offset are written in whole words, and the bytes around them stay', () => {
  for (let at = 0; at < 5; at++)
    for (let length = 0; length < 12; length++) {
      const flash = new FlashStorage(shape)
      const steps: string[] = []
      flash.chip.beforeStep = (step) => steps.push(`${step.at % 4} ${step.bytes % 4}`)
      flash.writeAligned(at, new Uint8Array(length))
      assert.ok(
        steps.every((step) => step === '0 0'),
        `${at} ${length}: ${steps.join()}`,
      )
      const zeros = [...flash.image()].flatMap((byte, place) => (byte === 0 ? [place] : []))
      assert.deepEqual(
        zeros,
        [...Array(length).keys()].map((each) => each + at),
      )
    }
})

test('the figures count live files and erased ones with their headers, in whole words', () => {
  const flash = new FlashStorage(shape)
  flash.write('kept', bytes('12345'))
  assert.deepEqual(flash.stats(), {
    ...{ totalBytes: 4096, freeBytes: 4056, fileBytes: 40, fileCount: 1, trashBytes: 0, trashCount: 0 },
    firstPageWithTrash: 0,
  })
  flash.write('long', new Uint8Array(1024 - 40 - 32))
  flash.write('gone', bytes('1'))
  flash.write('gone', bytes('22222'))
  assert.deepEqual(flash.stats(), {
    ...{ totalBytes: 4096, freeBytes: 4096 - 1024 - 36 - 40, fileBytes: 1024 + 40, fileCount: 3 },
    ...{ trashBytes: 36, trashCount: 1, firstPageWithTrash: 1024 },
  })
  assert.equal(flash.freeBytes, flash.stats().freeBytes)
  assert.equal(statsOf(flash.chip, 1024).totalBytes, 3072)
})

test('erasing a file that is not there says so; one that is there is gone, its room is not free', () => {
  const flash = new FlashStorage(shape)
  flash.write('a', bytes('1'))
  const { freeBytes } = flash
  assert.equal(flash.erase('b'), false)
  assert.equal(flash.erase('a'), true)
  assert.deepEqual([read(flash, 'a'), flash.list(), flash.freeBytes], [undefined, [], freeBytes])
  assert.equal(flash.compact(), true)
  assert.equal(flash.freeBytes, flash.totalBytes)
  assert.equal(flash.compact(), false)
})

/** A Storage with a file of these flags between two others, one of them erased. */
function withFlags(flags: number, name = 'odd'): FlashStorage {
  const flash = new FlashStorage(shape)
  flash.write('gone', bytes('1'))
  flash.writeAligned(36, Buffer.concat([headerOf(name, 4, flags), bytes('1234')]))
  flash.write('last', bytes('z'))
  flash.erase('gone')
  return flash
}

for (const [what, flags, kept] of [
  ['compressed', fileFlags.compressed, true],
  ['of Storage.open', fileFlags.storageFile, true],
  ['of no flag', fileFlags.none, true],
  ['the table of names', fileFlags.nameTable, false],
  ['of a flag that there is not', 1, false],
] as const) {
  test(`compacting ${kept ? 'keeps' : 'drops'} a file that is ${what}`, () => {
    const flash = withFlags(flags, 'odd\x01')
    assert.deepEqual(flash.list(), kept ? ['odd\x01', 'last'] : ['last'])
    flash.compact()
    assert.deepEqual([read(flash, 'odd\x01'), read(flash, 'last')], [kept ? '1234' : undefined, 'z'])
    assert.equal(Buffer.from(flash.image()).readUInt32LE(0) >>> 24, kept ? flags : 0)
  })
}

test('of a file that Storage.open wrote only the first part is listed', () => {
  assert.deepEqual(withFlags(fileFlags.storageFile, 'log\x01').list(), ['log\x01', 'last'])
  assert.deepEqual(withFlags(fileFlags.storageFile, 'log\x02').list(), ['last'])
})

test('a name is compared to its last byte', () => {
  const full = 'x'.repeat(28)
  for (const [name, other, same] of [
    ['ab', 'ab', true],
    ['ab', 'a', false],
    ['a', 'ab', false],
    [full, full, true],
    [full, 'x'.repeat(27), false],
  ] as const)
    assert.equal(isNamed(headerOf(name, 1), other), same, `${name} ${other}`)
  const flash = new FlashStorage(shape)
  flash.write(full, bytes('1'))
  assert.deepEqual(flash.list(), [full])
})

test('a file is put into a page that begins with no header, or before the next header: the first that is long enough', () => {
  const flash = new FlashStorage(shape)
  flash.write('first', new Uint8Array(4))
  flash.writeAligned(1024, Buffer.concat([headerOf('page', 4), bytes('page')]))
  // 1024 - 36 bytes are left before the header at 1024.
  flash.write('fits', new Uint8Array(1024 - 36 - 32))
  assert.equal(flash.offsetOf('fits'), 36 + 32)
  const other = new FlashStorage(shape)
  other.write('first', new Uint8Array(4))
  other.writeAligned(1024, Buffer.concat([headerOf('page', 4), bytes('page')]))
  other.write('long', new Uint8Array(1024 - 36 - 32 + 1))
  assert.equal(other.offsetOf('long'), 1024 + 36 + 32)
})

test('a Storage that compacting would not help is not compacted', () => {
  const flash = new FlashStorage(shape)
  flash.write('gone', new Uint8Array(1000))
  flash.write('kept', new Uint8Array(2000))
  flash.erase('gone')
  // The engine counts 1,000 erased bytes, 1,032 behind the last file, and the last page's 1,024 once more.
  assert.throws(() => flash.write('big', new Uint8Array(3056 - 32)), /Unable to find or create file/)
  assert.deepEqual(flash.pageErases, [0, 0, 0, 0])
  flash.write('fits', new Uint8Array(1800))
  assert.ok(flash.pageErases.some((count) => count > 0))
  assert.deepEqual(flash.list(), ['kept', 'fits'])
})
