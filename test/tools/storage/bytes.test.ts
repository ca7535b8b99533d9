import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bytesOf, dataOf, textOf, utf8Bytes, utf8Text } from '../../../tools/storage/bytes.ts'
import { bytesInFlash, crcText, fingerprintOf, isSame } from '../../../tools/storage/storage-file.ts'

test('a text of bytes is one byte a character, both ways, also from the middle of a buffer', () => {
  const text = String.fromCharCode(0, 127, 128, 255)
  assert.deepEqual([...bytesOf(text)], [0, 127, 128, 255])
  assert.equal(textOf(bytesOf(`xx${text}x`).subarray(2, 6)), text)
})

test('ordinary text is UTF-8 bytes for a board, and back', () => {
  assert.equal(utf8Bytes('\u5ba2'), '\xe5\xae\xa2')
  assert.equal(utf8Text('\xe5\xae\xa2'), '\u5ba2')
})

for (const [what, value, wanted] of [
  ['a text', 'a\xff', [0x61, 0xff]],
  ['a number, by its low byte', 0x1ff, [0xff]],
  ['a boolean, as one byte', true, [1]],
  ['an array of numbers, texts and arrays', [1, 'a', [2, 300]], [1, 0x61, 2, 44]],
  ['an empty array', [], []],
  ['an ArrayBuffer', Uint8Array.of(1, 2).buffer, [1, 2]],
  ['a view of some bytes', Uint8Array.of(1, 2, 3).subarray(1), [2, 3]],
  ['signed bytes', Int8Array.of(-1, 1), [255, 1]],
  ['clamped bytes', Uint8ClampedArray.of(300), [255]],
  ['words, an element a byte', Uint16Array.of(0x102, 0x3ff), [2, 255]],
  ['signed words', Int32Array.of(-2), [254]],
] as const) {
  test(`the engine takes as data ${what}`, () => assert.deepEqual([...(dataOf(value) ?? ['none'])], wanted))
}

test('the engine takes as data nothing else, nor an array with something else in it', () => {
  for (const value of [undefined, null, {}, [1, {}], new DataView(new ArrayBuffer(2))])
    assert.equal(dataOf(value), undefined)
})

test('a file takes its header and whole words of flash', () => {
  assert.deepEqual(
    [0, 1, 4, 5].map((bytes) => bytesInFlash(new Uint8Array(bytes))),
    [32, 36, 36, 40],
  )
})

test('files are the same when length and CRC-32 are, and a file that is not there is the same as none', () => {
  const print = fingerprintOf(Buffer.from('123456789'))
  assert.deepEqual(print, { bytes: 9, crc32: 0xcbf43926 })
  assert.ok(isSame({ ...print }, print))
  assert.ok(!isSame({ ...print, bytes: 8 }, print))
  assert.ok(!isSame({ ...print, crc32: 1 }, print))
  assert.ok(!isSame(undefined, print))
})

test('a CRC-32 is told in eight digits', () => {
  assert.equal(crcText({ bytes: 1, crc32: 0xab }), '000000ab')
})
