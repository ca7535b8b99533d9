import type { RP2040 } from 'rp2040js'
import { floatTable, type RomFunction } from './float-tables.ts'
import { bitFunctions, memoryFunctions } from './memory-functions.ts'

/** What the boot ROM does to the flash chip. Addresses are from the start of flash. */
export interface FlashFunctions {
  /** Returns how many cycles it took, as `program` does. */
  erase(at: number, bytes: number): number
  program(at: number, from: number, bytes: number): number
}

export interface BootRom {
  readonly words: Uint32Array
  /**
   * Runs the function whose breakpoint is at `address`. Returns about how many cycles it takes on the chip, undefined when
   * there is no function.
   */
  call(address: number): number | undefined
}

const functionsAt = 0x100
const tablesAt = 0x2000
/** Version 3, the one of the chips that are sold. */
const version = 3

/**
 * Returns a boot ROM of our own: the tables of RP2040 datasheet 2.8.3, and for each function a breakpoint, which JavaScript
 * answers, before the return.
 */
export function createBootRom(chip: RP2040, flash: FlashFunctions, toBootloader: () => void): BootRom {
  const image = new DataView(new ArrayBuffer(0x4000))
  const functions: RomFunction[] = []
  const add = (one: RomFunction): number => {
    const at = functionsAt + 4 * functions.length
    functions.push(one)
    image.setUint16(at, 0xbe00, true) // bkpt
    image.setUint16(at + 2, 0x4770, true) // bx lr
    return at + 1
  }
  const lookUp: RomFunction = (r) => {
    r[0] = findIn(image, r[0] ?? 0, r[1] ?? 0)
    return 40
  }
  const table = new TableWriter(image)
  const named = namedFunctions(chip, flash, toBootloader)
  const functionTable = table.write(Object.entries(named).map(([code, one]) => [code, add(one)]))
  const floats = table.writeWords(floatTable('float').map(add))
  const doubles = table.writeWords(floatTable('double').map(add))
  const dataTable = table.write([
    ['SF', floats],
    ['SD', doubles],
    ['CR', tablesAt],
    ['GR', tablesAt],
  ])
  image.setUint32(0, 0x20042000, true)
  image.setUint32(
    4,
    add(() => 0),
    true,
  )
  for (const [i, byte] of [0x4d, 0x75, 1, version].entries()) image.setUint8(0x10 + i, byte)
  image.setUint16(0x14, functionTable, true)
  image.setUint16(0x16, dataTable, true)
  image.setUint16(0x18, add(lookUp), true)
  const { core } = chip
  return {
    words: new Uint32Array(image.buffer),
    call: (address) => functions[(address - functionsAt) >> 2]?.(core.registers, core),
  }
}

function namedFunctions(chip: RP2040, flash: FlashFunctions, toBootloader: () => void): Record<string, RomFunction> {
  const { set, copy } = memoryFunctions(chip)
  const nothing: RomFunction = () => 20
  return {
    MS: set,
    S4: set,
    MC: copy,
    C4: copy,
    P3: bitFunctions.count,
    L3: bitFunctions.leading,
    T3: bitFunctions.trailing,
    R3: bitFunctions.reverse,
    IF: nothing,
    EX: nothing,
    FC: nothing,
    CX: nothing,
    RE: ([at = 0, bytes = 0]) => flash.erase(at, bytes),
    RP: ([at = 0, from = 0, bytes = 0]) => flash.program(at, from, bytes),
    UB: () => {
      toBootloader()
      return 0
    },
  }
}

class TableWriter {
  private at = tablesAt + 16

  constructor(private readonly image: DataView) {}

  /** Writes pairs of a code (two letters) and a pointer, ended by a zero. Returns where they are. */
  write(entries: readonly (readonly [code: string, pointer: number])[]): number {
    const start = this.at
    for (const [code, pointer] of entries) {
      this.image.setUint16(this.at, code.charCodeAt(0) | (code.charCodeAt(1) << 8), true)
      this.image.setUint16(this.at + 2, pointer, true)
      this.at += 4
    }
    this.image.setUint16(this.at, 0, true)
    this.at += 4
    return start
  }

  /** Writes a table of pointers; how many there are stands two bytes before it. Returns where it is. */
  writeWords(words: readonly number[]): number {
    this.image.setUint8(this.at + 2, words.length)
    this.at += 4
    const start = this.at
    for (const word of words) {
      this.image.setUint32(this.at, word, true)
      this.at += 4
    }
    return start
  }
}

function findIn(image: DataView, table: number, code: number): number {
  for (let at = table; at + 4 <= image.byteLength; at += 4) {
    const entry = image.getUint16(at, true)
    if (entry === 0) return 0
    if (entry === code) return image.getUint16(at + 2, true)
  }
  return 0
}
