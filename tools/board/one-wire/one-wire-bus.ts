import type { OneWireDevice } from '../partners/bench.ts'

export type { OneWireDevice }

const romBytes = 8
const skipRom = 0xcc
const matchRom = 0x55
const readRom = 0x33
const searchRom = 0xf0
const alarmSearch = 0xec
/** What is read where no device pulls the wire down. */
const silence = 0xff

/** The bytes that pass over a OneWire bus: a reset, a ROM command, then what the addressed devices understand. */
export class OneWireBus {
  private state: 'idle' | 'command' | 'matching' | 'reading-rom' | 'addressed' = 'idle'
  private addressed: readonly OneWireDevice[] = []
  private matched: number[] = []
  private romAt = 0

  constructor(private readonly devices: readonly OneWireDevice[]) {}

  /** Returns whether a device is there. */
  reset(): boolean {
    for (const device of this.devices) device.reset()
    this.addressed = []
    this.state = 'command'
    return this.devices.length > 0
  }

  write(byte: number, nowMs: number): void {
    if (this.state === 'command') this.command(byte)
    else if (this.state === 'matching') this.match(byte)
    else for (const device of this.addressed) device.write(byte, nowMs)
  }

  /** Several devices that answer at once pull the wire down together. */
  read(nowMs: number): number {
    if (this.state !== 'reading-rom') return this.addressed.reduce((byte, device) => byte & device.read(nowMs), silence)
    const at = this.romAt++
    return this.devices.reduce((byte, { rom }) => byte & (rom[at] ?? silence), silence)
  }

  /** Returns the numbers that were found, in the order of the search, as 16 hexadecimal digits. */
  search(command: number): string[] {
    if (!this.reset()) return []
    const found = this.devices.filter(({ hasAlarm }) => command === searchRom || (command === alarmSearch && hasAlarm))
    const byBits = found.map((device) => ({ device, bits: bitsOf(device.rom) }))
    byBits.sort((a, b) => (a.bits < b.bits ? -1 : 1))
    this.address(byBits.slice(-1).map(({ device }) => device))
    return byBits.map(({ device }) => Buffer.from(device.rom).toString('hex'))
  }

  private command(byte: number): void {
    if (byte === skipRom) return this.address(this.devices)
    this.matched = []
    this.romAt = 0
    this.state = byte === matchRom ? 'matching' : byte === readRom ? 'reading-rom' : 'idle'
  }

  private match(byte: number): void {
    this.matched.push(byte)
    if (this.matched.length < romBytes) return
    this.address(this.devices.filter(({ rom }) => rom.every((part, index) => part === this.matched[index])))
  }

  private address(devices: readonly OneWireDevice[]): void {
    this.addressed = devices
    this.state = 'addressed'
  }
}

/** Returns the bits in the order in which a search meets them: each byte's lowest first. */
function bitsOf(rom: Uint8Array): string {
  return Array.from(rom, (byte) => [...byte.toString(2).padStart(8, '0')].reverse().join('')).join('')
}

/** The checksum of OneWire: CRC-8 with the polynomial x^8 + x^5 + x^4 + 1, lowest bit first. */
export function checksum(bytes: Uint8Array): number {
  let crc = 0
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ ((crc & 1) * 0x8c)
  }
  return crc
}
