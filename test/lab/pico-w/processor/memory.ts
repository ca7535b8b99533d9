import type { RP2040 } from 'rp2040js'

const ramStart = 0x20000000
const flashWindow = 0x10
const flashEnd = 0x14000000
const peripheralsStart = 0x40000000
const peripheralsEnd = 0x50000000
const sioStart = 0xd0000000
const sioEnd = 0xe0000000

/** Memory as the interpreter reaches it: RAM and flash at once, everything else through rp2040js. */
export class Memory {
  /** Cycles that accesses took beyond those of RAM since this was last set to 0. */
  cycles = 0
  /** For how many cycles instructions may still run: none after an access that may have changed what comes next. */
  budget = 0
  readonly ram8: Uint8Array
  readonly ram16: Uint16Array
  readonly ram32: Int32Array
  readonly ramBytes: number
  private readonly flash8: Uint8Array
  private readonly flash16: Uint16Array
  private readonly flash32: Int32Array

  constructor(
    private readonly chip: RP2040,
    readonly fault: (address: number) => void,
  ) {
    const { sram, flash } = chip
    this.ram8 = sram
    this.ram16 = new Uint16Array(sram.buffer)
    this.ram32 = new Int32Array(sram.buffer)
    this.ramBytes = sram.length
    this.flash8 = flash
    this.flash16 = new Uint16Array(flash.buffer)
    this.flash32 = new Int32Array(flash.buffer)
  }

  read32(address: number): number {
    const at = (address - ramStart) >>> 0
    if (at < this.ramBytes && (at & 3) === 0) return this.ram32[at >>> 2] ?? 0
    if (address >>> 24 === flashWindow && (address & 3) === 0) return this.flash32[(address & 0xffffff) >>> 2] ?? 0
    return this.elsewhere(address, 4) ? this.chip.readUint32(address >>> 0) | 0 : 0
  }

  read16(address: number): number {
    const at = (address - ramStart) >>> 0
    if (at < this.ramBytes && (at & 1) === 0) return this.ram16[at >>> 1] ?? 0
    if (address >>> 24 === flashWindow && (address & 1) === 0) return this.flash16[(address & 0xffffff) >>> 1] ?? 0
    return this.elsewhere(address, 2) ? this.chip.readUint16(address >>> 0) : 0
  }

  read8(address: number): number {
    const at = (address - ramStart) >>> 0
    if (at < this.ramBytes) return this.ram8[at] ?? 0
    if (address >>> 24 === flashWindow) return this.flash8[address & 0xffffff] ?? 0
    return this.elsewhere(address, 1) ? this.chip.readUint8(address >>> 0) : 0
  }

  write32(address: number, value: number): void {
    const at = (address - ramStart) >>> 0
    if (at < this.ramBytes && (at & 3) === 0) this.ram32[at >>> 2] = value
    else if (this.elsewhere(address, 4, true)) this.chip.writeUint32(address >>> 0, value >>> 0)
  }

  write16(address: number, value: number): void {
    const at = (address - ramStart) >>> 0
    if (at < this.ramBytes && (at & 1) === 0) this.ram16[at >>> 1] = value
    else if (this.elsewhere(address, 2, true)) this.chip.writeUint16(address >>> 0, value & 0xffff)
  }

  write8(address: number, value: number): void {
    const at = (address - ramStart) >>> 0
    if (at < this.ramBytes) this.ram8[at] = value
    else if (this.elsewhere(address, 1, true)) this.chip.writeUint8(address >>> 0, value & 0xff)
  }

  /** Counts the cycles of an access that is neither RAM nor flash; returns false when nothing is to be done. */
  private elsewhere(address: number, size: number, isWrite = false): boolean {
    const at = address >>> 0
    this.budget = 0
    if (at >= sioStart && at < sioEnd) this.cycles -= 1
    else if (at >= peripheralsStart && at < peripheralsEnd) this.cycles += isWrite ? 3 : 2
    // Writes to ROM and flash come to nothing: TinyUSB does so to address 0.
    if (isWrite && at < flashEnd) return false
    const isNowhere = at >= ramStart + this.ramBytes && at < peripheralsStart
    if (at % size === 0 && !isNowhere) return true
    this.fault(at)
    return false
  }
}
