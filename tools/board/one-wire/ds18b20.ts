import { checksum, type OneWireDevice } from './one-wire-bus.ts'

export interface Ds18b20 extends OneWireDevice {
  /** What it measures at its next conversion, degrees Celsius. */
  temperature: number
}

const family = 0x28
const convert = 0x44
const readScratchpad = 0xbe
const writeScratchpad = 0x4e
const copyScratchpad = 0x48
const recall = 0xb8
/** What the scratchpad holds before the first conversion: 85 degrees. */
const atPowerOn = 85
const stepsPerDegree = 16
/** How long a conversion takes with 9 bits, ms; each bit more doubles it. */
const shortestMs = 93.75
const settings = { high: 75, low: 70, config: 0x7f }

/**
 * Returns a simulated DS18B20 thermometer, from its data sheet: scratchpad with checksum, conversion that takes its time,
 * resolution, alarm. `serial` tells several on a wire apart.
 */
export function createDs18b20({ serial = 1, temperature = 24.5 } = {}): Ds18b20 {
  return new Thermometer(serial, temperature)
}

class Thermometer implements Ds18b20 {
  readonly rom: Uint8Array
  private measured = atPowerOn * stepsPerDegree
  private pending: { steps: number; doneMs: number } | undefined
  private current = { ...settings }
  private saved = { ...settings }
  private command = 0
  private at = 0

  constructor(
    serial: number,
    public temperature: number,
  ) {
    const number = Buffer.alloc(7)
    number[0] = family
    number.writeUIntLE(serial, 1, 6)
    this.rom = Buffer.concat([number, Uint8Array.of(checksum(number))])
  }

  get hasAlarm(): boolean {
    const degrees = this.measured >> 4
    return degrees >= signed(this.current.high) || degrees <= signed(this.current.low)
  }

  reset(): void {
    this.command = 0
    this.at = 0
  }

  write(byte: number, nowMs: number): void {
    if (this.command === writeScratchpad) return this.set(byte)
    this.settle(nowMs)
    this.command = byte
    this.at = 0
    if (byte === convert) this.pending = { steps: this.steps(), doneMs: nowMs + shortestMs * 2 ** this.extraBits() }
    if (byte === copyScratchpad) this.saved = { ...this.current }
    if (byte === recall) this.current = { ...this.saved }
  }

  read(nowMs: number): number {
    this.settle(nowMs)
    if (this.command === readScratchpad) return this.scratchpad()[this.at++] ?? 0xff
    // A sensor with a power supply of its own answers 0 while it converts.
    if (this.command === convert) return this.pending ? 0 : 0xff
    return 0xff
  }

  /** Takes the next of the three bytes that can be written. */
  private set(byte: number): void {
    const names = ['high', 'low', 'config'] as const
    const name = names[this.at++]
    // Only the two bits of the resolution can be changed.
    if (name !== undefined) this.current[name] = name === 'config' ? (byte & 0x60) | 0x1f : byte
  }

  private settle(nowMs: number): void {
    if (!this.pending || nowMs < this.pending.doneMs) return
    this.measured = this.pending.steps
    this.pending = undefined
  }

  /** How many bits beyond 9 the resolution has. */
  private extraBits(): number {
    return (this.current.config >> 5) & 3
  }

  private steps(): number {
    const unused = 3 - this.extraBits()
    const steps = Math.round(Math.min(Math.max(this.temperature, -55), 125) * stepsPerDegree)
    return (steps >> unused) << unused
  }

  private scratchpad(): Uint8Array {
    const { high, low, config } = this.current
    const bytes = Uint8Array.of(this.measured & 255, (this.measured >> 8) & 255, high, low, config, 0xff, 0x0c, 0x10)
    return Uint8Array.of(...bytes, checksum(bytes))
  }
}

function signed(byte: number): number {
  return (byte << 24) >> 24
}
