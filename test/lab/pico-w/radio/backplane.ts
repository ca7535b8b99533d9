/** Registers of function 1 that are the bus's own. */
const own = {
  frameControl: 0x1000d,
  windowLow: 0x1000a,
  windowMiddle: 0x1000b,
  windowHigh: 0x1000c,
  clock: 0x1000e,
  sleep: 0x1001f,
} as const

const windowMask = 0x7fff
const clocksAvailable = 0xc0
const keepOn = 1
const deviceOn = 2
const ramBytes = 512 * 1024
/** The wrapper register that says that a core is held in reset, of the two cores that the driver resets. */
const resetRegisters = [0x18103800, 0x18104800]

/**
 * The radio's inside as the bus sees it: 512 KiB of memory into which the driver puts the firmware, and registers, which
 * keep what was written. Nothing of the firmware is run.
 */
export class Backplane {
  private ram = new Uint8Array(ramBytes)
  private window = 0
  private registers = new Map<number, number>()
  private busRegisters = new Map<number, number>()

  powerOn(): void {
    this.ram = new Uint8Array(ramBytes)
    this.window = 0
    this.registers = new Map(resetRegisters.map((address) => [address, 1]))
    this.busRegisters = new Map()
  }

  write(address: number, data: Uint8Array): void {
    if (address >= 0x10000) return this.writeOwn(address, data[0] ?? 0)
    const target = this.window + (address & windowMask)
    if (target < ramBytes) this.ram.set(data.subarray(0, ramBytes - target), target)
    else this.registers.set(target, data[0] ?? 0)
  }

  read(address: number, bytes: number): Uint8Array {
    const result = new Uint8Array(bytes)
    if (address >= 0x10000) {
      result[0] = this.readOwn(address)
      return result
    }
    const target = this.window + (address & windowMask)
    if (target < ramBytes) result.set(this.ram.subarray(target, target + bytes))
    else result[0] = this.registers.get(target) ?? 0
    return result
  }

  private writeOwn(address: number, value: number): void {
    const place = [own.windowLow, own.windowMiddle, own.windowHigh].findIndex((one) => one === address)
    if (place < 0) this.busRegisters.set(address, value)
    else this.window = ((this.window & ~(0xff << (8 * (place + 1)))) | (value << (8 * (place + 1)))) >>> 0
  }

  private readOwn(address: number): number {
    const value = this.busRegisters.get(address) ?? 0
    if (address === own.clock) return value | clocksAvailable
    if (address === own.sleep) return value & keepOn ? value | deviceOn : value
    return value
  }
}
