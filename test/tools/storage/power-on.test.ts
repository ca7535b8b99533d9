import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FlashStorage } from '../../../tools/storage/flash-storage.ts'

const shape = { pageBytes: 1024, pages: 4 }
const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1')

/** What power-on makes of a Storage; `damage` is done to it before. */
function afterPowerOn(damage: (flash: FlashStorage) => void): [erased: boolean, files: string[]] {
  const flash = new FlashStorage(shape)
  damage(flash)
  return [flash.powerOn(), flash.list()]
}

test('power-on erases everything when the chain of headers is broken, and else nothing', () => {
  const file = (flash: FlashStorage) => flash.write('a', bytes('1'))
  assert.deepEqual(
    afterPowerOn(() => undefined),
    [false, []],
  )
  assert.deepEqual(afterPowerOn(file), [false, ['a']])
  const one = Uint8Array.of(0xfe)
  assert.deepEqual(
    afterPowerOn((flash) => (file(flash), flash.chip.write(1024, one))),
    [true, []],
    'where a header is due',
  )
  assert.deepEqual(
    afterPowerOn((flash) => (file(flash), flash.chip.write(1024 + 31, one))),
    [true, []],
  )
  assert.deepEqual(
    afterPowerOn((flash) => (file(flash), flash.chip.write(1024 + 32, one))),
    [false, ['a']],
    'behind it',
  )
  assert.deepEqual(
    afterPowerOn((flash) => flash.chip.write(2000, one)),
    [true, []],
    'an empty Storage has nothing at all',
  )
})

test('power-on leaves a Storage that is full to its last header', () => {
  for (const left of [0, 4, 28]) {
    const fill = (flash: FlashStorage) => flash.write('all', new Uint8Array(4096 - 32 - left))
    assert.deepEqual(afterPowerOn(fill), [false, ['all']], `${left} bytes left`)
  }
})
