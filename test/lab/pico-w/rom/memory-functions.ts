import type { RP2040 } from 'rp2040js'
import type { RomFunction } from './float-tables.ts'

const flashStart = 0x10000000
const flashEnd = 0x11000000
const ramStart = 0x20000000

/** memset, memcpy and their forms for whole words, which do the same. About two bytes a cycle. */
export function memoryFunctions(chip: RP2040): { set: RomFunction; copy: RomFunction } {
  const isRam = (from: number, bytes: number): boolean =>
    from >= ramStart && from + bytes <= ramStart + chip.sram.length
  const source = (from: number, bytes: number): Uint8Array | undefined => {
    if (isRam(from, bytes)) return chip.sram.subarray(from - ramStart, from - ramStart + bytes)
    if (from >= flashStart && from + bytes <= flashEnd)
      return chip.flash.subarray(from - flashStart, from - flashStart + bytes)
    return undefined
  }
  return {
    set: (r) => {
      const [to = 0, value = 0, bytes = 0] = r
      if (isRam(to, bytes)) chip.sram.fill(value & 0xff, to - ramStart, to - ramStart + bytes)
      else for (let i = 0; i < bytes; i++) chip.writeUint8(to + i, value & 0xff)
      return 20 + bytes / 2
    },
    copy: (r) => {
      const [to = 0, from = 0, bytes = 0] = r
      const known = source(from, bytes)
      if (known && isRam(to, bytes)) chip.sram.set(known, to - ramStart)
      else for (let i = 0; i < bytes; i++) chip.writeUint8(to + i, chip.readUint8(from + i))
      return 20 + bytes / 2
    },
  }
}

/** Functions of the bits of a word. */
export const bitFunctions: Readonly<Record<'count' | 'leading' | 'trailing' | 'reverse', RomFunction>> = {
  count: (r) => {
    let word = r[0] ?? 0
    let ones = 0
    for (; word !== 0; word = (word & (word - 1)) >>> 0) ones++
    r[0] = ones
    return 20
  },
  leading: (r) => {
    r[0] = Math.clz32(r[0] ?? 0)
    return 20
  },
  trailing: (r) => {
    const word = r[0] ?? 0
    r[0] = word === 0 ? 32 : 31 - Math.clz32(word & -word)
    return 20
  },
  reverse: (r) => {
    let word = r[0] ?? 0
    let turned = 0
    for (let i = 0; i < 32; i++) {
      turned = (turned << 1) | (word & 1)
      word >>>= 1
    }
    r[0] = turned
    return 20
  },
}
