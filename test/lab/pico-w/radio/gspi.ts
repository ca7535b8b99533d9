import type { Backplane } from './backplane.ts'
import type { GspiDevice } from './pio-bus.ts'

/** Function 2 of the bus: packets between the driver and the radio's firmware. */
export interface PacketPort {
  /** A packet from the driver. */
  sent(packet: Uint8Array): void
  /** The packet that the driver may read next. */
  next(): Uint8Array | undefined
  /** The driver has read it. */
  taken(): void
}

const bus = { control: 0x00, interrupt: 0x04, interruptMask: 0x06, status: 0x08, test: 0x14 } as const
const testPattern = 0xfeedbead
const packetAvailable = 0x20
const receiveReady = 0x20
const statusPacket = 0x100
const word32 = 1

/**
 * The registers of the CYW43439's gSPI and its command words. After power-on a word goes out as two halves, each with its
 * bytes turned round, until the driver sets the word length to 32 bits.
 */
export class Gspi implements GspiDevice {
  private registers = new Uint8Array(32)

  constructor(
    private readonly backplane: Backplane,
    private readonly packets: PacketPort,
  ) {}

  powerOn(): void {
    this.registers = new Uint8Array(32)
  }

  /** Whether the interrupt line is high. */
  get interrupts(): boolean {
    return (this.halfWord(bus.interruptMask) & packetAvailable) !== 0 && this.packets.next() !== undefined
  }

  transfer(sent: Uint32Array, wanted: number): Uint32Array {
    const isSwapped = ((this.registers[bus.control] ?? 0) & word32) === 0
    const words = isSwapped ? sent.map(swapHalves) : sent
    const [command = 0, ...data] = words
    const isWrite = command >>> 31 === 1
    const place = (command >>> 28) & 3
    const address = (command >>> 11) & 0x1ffff
    const bytes = command & 0x7ff || 2048
    if (isWrite) {
      const payload = new Uint8Array(Uint32Array.from(data).buffer)
      this.write(place, address, payload.subarray(0, Math.max(bytes, 1)))
      return new Uint32Array(0)
    }
    const answer = new Uint32Array(wanted)
    const read = this.read(place, address, bytes)
    const padding = wanted - ((bytes + 3) >> 2)
    new Uint8Array(answer.buffer).set(read.subarray(0, Math.max(0, (wanted - padding) * 4)), Math.max(0, padding) * 4)
    return isSwapped ? answer.map(swapHalves) : answer
  }

  private write(place: number, address: number, data: Uint8Array): void {
    if (place === 1) this.backplane.write(address, data)
    else if (place === 2) this.packets.sent(data)
    else if (address === bus.interrupt) return
    else if (address + data.length <= this.registers.length) this.registers.set(data, address)
  }

  private read(place: number, address: number, bytes: number): Uint8Array {
    if (place === 1) return this.backplane.read(address, bytes)
    if (place === 2) return this.readPacket(bytes)
    const registers = new Uint8Array(this.registers)
    const view = new DataView(registers.buffer)
    const length = this.packets.next()?.length
    view.setUint16(bus.interrupt, length === undefined ? 0 : packetAvailable, true)
    view.setUint32(bus.status, receiveReady | (length === undefined ? 0 : statusPacket | (length << 9)), true)
    view.setUint32(bus.test, testPattern, true)
    return registers.subarray(address, address + bytes)
  }

  private readPacket(bytes: number): Uint8Array {
    const packet = this.packets.next()
    if (!packet) return new Uint8Array(bytes)
    this.packets.taken()
    return packet.subarray(0, bytes)
  }

  private halfWord(at: number): number {
    return (this.registers[at] ?? 0) | ((this.registers[at + 1] ?? 0) << 8)
  }
}

function swapHalves(word: number): number {
  return (((word & 0x00ff00ff) << 8) | ((word >>> 8) & 0x00ff00ff)) >>> 0
}
