import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FlashChip, type FlashStep } from '../../../tools/storage/flash-chip.ts'

const shape = { pageBytes: 16, pages: 3 }
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

test('a write only clears bits', () => {
  const chip = new FlashChip(shape)
  chip.write(4, Uint8Array.of(0xf0, 0x3c))
  chip.write(4, Uint8Array.of(0x33, 0xff))
  assert.equal(hex(chip.read(3, 4)), 'ff303cff')
})

test('erasing a page erases that whole page and no other, and is counted', () => {
  const chip = new FlashChip(shape)
  chip.write(0, new Uint8Array(48))
  chip.erasePage(31)
  assert.deepEqual(
    [...chip.image()].flatMap((byte, at) => (byte === 0xff ? [at] : [])),
    [...Array(16).keys()].map((at) => at + 16),
  )
  chip.erasePage(16)
  assert.deepEqual(chip.pageErases, [0, 2, 0])
  chip.resetCounts()
  assert.deepEqual(chip.pageErases, [0, 0, 0])
})

test('what was never written is erased, and reads as 0xFF up to the end and beyond it', () => {
  const chip = new FlashChip(shape)
  assert.ok(chip.isErased(0, 48))
  chip.write(8, Uint8Array.of(0))
  assert.ok(chip.isErased(0, 8) && chip.isErased(9, 39))
  assert.ok(!chip.isErased(8, 1) && !chip.isErased(0, 9))
  assert.equal(hex(chip.read(46, 4)), 'ffffffff')
  assert.equal(chip.image().length, 48)
})

test('bytes are equal only when each of them is', () => {
  const chip = new FlashChip(shape)
  chip.write(8, Uint8Array.of(1, 2))
  assert.ok(chip.isEqual(8, Uint8Array.of(1, 2, 0xff)))
  assert.ok(!chip.isEqual(8, Uint8Array.of(1, 2, 3)))
  assert.ok(!chip.isEqual(7, Uint8Array.of(1, 2)))
})

test('a write beyond the end of the flash, or a larger image, is cut off there', () => {
  const chip = new FlashChip(shape)
  chip.write(46, Uint8Array.of(1, 2, 3, 4))
  assert.equal(hex(chip.image().subarray(45)), 'ff0102')
  assert.equal(hex(chip.read(46, 4)), '0102ffff')
  chip.load(new Uint8Array(60))
  assert.equal(hex(chip.read(47, 2)), '00ff')
})

test('what is read and what is loaded is a copy', () => {
  const chip = new FlashChip(shape)
  const image = new Uint8Array(48)
  chip.load(image)
  image[0] = 1
  chip.read(1, 1)[0] = 1
  assert.equal(hex(chip.read(0, 2)), '0000')
})

test('each erase, write and load changes the version; reading does not', () => {
  const chip = new FlashChip(shape)
  const seen = [chip.version]
  for (const work of [() => chip.write(0, Uint8Array.of(0)), () => chip.erasePage(0), () => chip.load(chip.image())]) {
    work()
    seen.push(chip.version)
  }
  assert.equal(new Set(seen).size, 4)
  chip.read(0, 4)
  assert.equal(chip.version, seen.at(-1))
})

test('power that fails at a step leaves it undone, or done in part from its start on', () => {
  for (const [work, step, done, half] of [
    [(chip: FlashChip) => chip.write(8, new Uint8Array(4)), { kind: 'write', at: 8, bytes: 4 }, '0000ffff', 8],
    [(chip: FlashChip) => chip.erasePage(20), { kind: 'erase', at: 16, bytes: 16 }, 'ffff0000', 16],
  ] as const) {
    for (const share of [0, 2]) {
      const chip = new FlashChip(shape)
      chip.write(16, new Uint8Array(16))
      const before = hex(chip.image())
      const steps: FlashStep[] = []
      chip.beforeStep = (each, part) => {
        steps.push(each)
        if (share > 0) part(share)
        throw new Error('no power')
      }
      assert.throws(() => work(chip), /no power/)
      assert.deepEqual(steps, [step])
      if (share === 0) assert.equal(hex(chip.image()), before)
      else assert.equal(hex(chip.read(half, 4)), done)
    }
  }
})
