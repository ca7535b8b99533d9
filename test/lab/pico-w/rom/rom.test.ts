import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RP2040 } from 'rp2040js'
import { createBootRom, type BootRom } from './boot-rom.ts'
import { fromDouble, fromFloat, toDouble, toFloat } from './float-bits.ts'

interface Calls {
  /** Calls the function of a code, or the one at a place of a float table, and returns the registers. */
  named(code: string, ...arguments_: number[]): Uint32Array
  inTable(table: 'SF' | 'SD', offset: number, ...arguments_: number[]): Uint32Array
  chip: RP2040
}

function setUp(): Calls {
  const chip = new RP2040()
  const flash = { erase: () => 0, program: () => 0 }
  const rom = createBootRom(chip, flash, () => undefined)
  chip.bootrom.set(rom.words)
  const lookUp = (tableAt: number, code: string): number => {
    const word = code.charCodeAt(0) | (code.charCodeAt(1) << 8)
    return call(rom, chip, chip.readUint16(0x18), [chip.readUint16(tableAt), word])[0] ?? 0
  }
  return {
    chip,
    named: (code, ...given) => call(rom, chip, lookUp(0x14, code), given),
    inTable: (table, offset, ...given) => call(rom, chip, chip.readUint32(lookUp(0x16, table) + offset), given),
  }
}

function call(rom: BootRom, chip: RP2040, pointer: number, given: readonly number[]): Uint32Array {
  chip.core.registers.set(given)
  assert.ok(rom.call(pointer - 1) !== undefined, `no function at ${pointer.toString(16)}`)
  return chip.core.registers
}

test('the ROM says its magic and version, and finds nothing for a code that it does not have', () => {
  const { chip, named } = setUp()
  assert.equal(chip.readUint32(0x10), 0x0301754d)
  assert.throws(() => named('??'))
})

test('memory is set and copied from flash into RAM', () => {
  const { chip, named } = setUp()
  chip.flash.set([1, 2, 3, 4, 5], 0x100)
  named('MS', 0x20000010, 0xaa, 8)
  named('MC', 0x20000012, 0x10000100, 5)
  assert.deepEqual([...chip.sram.subarray(0x10, 0x18)], [0xaa, 0xaa, 1, 2, 3, 4, 5, 0xaa])
})

test('bits are counted and turned round', () => {
  const { named } = setUp()
  assert.equal(named('P3', 0xf0f00001)[0], 9)
  assert.equal(named('L3', 0x00010000)[0], 15)
  assert.equal(named('L3', 0)[0], 32)
  assert.equal(named('T3', 0x00010000)[0], 16)
  assert.equal(named('T3', 0)[0], 32)
  assert.equal(named('R3', 0x80000002)[0], 0x40000001)
})

test('floats are computed as single precision, doubles as double precision', () => {
  const { inTable } = setUp()
  const float = (offset: number, ...given: number[]): number =>
    toFloat(inTable('SF', offset, ...given.map(fromFloat))[0] ?? 0)
  assert.equal(float(0x00, 0.1, 0.2), Math.fround(Math.fround(0.1) + Math.fround(0.2)))
  assert.equal(float(0x0c, 1, 3), Math.fround(1 / 3))
  assert.equal(float(0x18, 2), Math.fround(Math.sqrt(2)))
  const double = (offset: number, ...given: number[]): number => {
    const [low = 0, high = 0] = inTable('SD', offset, ...given.flatMap(fromDouble))
    return toDouble(low, high)
  }
  assert.equal(double(0x00, 0.1, 0.2), 0.1 + 0.2)
  assert.equal(double(0x04, 1e300, 1), 1e300 - 1)
  assert.equal(double(0x08, 1e300, 1e300), Infinity)
  assert.equal(double(0x50, Math.E), 1)
  assert.equal(double(0x58, 1, -1), Math.atan2(1, -1))
})

test('conversions to integers round down and stop at the ends of the range', () => {
  const { inTable } = setUp()
  const convert = (offset: number, value: number, ...more: number[]): number[] => [
    ...inTable('SD', offset, ...fromDouble(value), ...more).subarray(0, 2),
  ]
  assert.equal(convert(0x1c, -1.5)[0], 0xfffffffe)
  assert.equal(convert(0x1c, 3e9)[0], 0x7fffffff)
  assert.equal(convert(0x24, -5)[0], 0)
  assert.equal(convert(0x24, 3e9)[0], 3e9)
  assert.equal(convert(0x20, 1.75, 4)[0], 28)
  assert.deepEqual(convert(0x6c, -1), [0xffffffff, 0xffffffff])
  assert.deepEqual(convert(0x74, 2 ** 33 + 1), [1, 2])
  const [low = 0, high = 0] = inTable('SD', 0x5c, 0xffffffff, 0xffffffff)
  assert.equal(toDouble(low, high), -1)
})

test('a comparison sets the flags as CMP does', () => {
  const { chip, inTable } = setUp()
  const flags = (a: number, b: number): string => {
    inTable('SF', 0x14, fromFloat(a), fromFloat(b))
    const { N, Z, C } = chip.core
    return `${N ? 'N' : '-'}${Z ? 'Z' : '-'}${C ? 'C' : '-'}`
  }
  assert.deepEqual([flags(1, 2), flags(2, 2), flags(3, 2)], ['N--', '-ZC', '--C'])
})
