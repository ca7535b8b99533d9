import type { RP2040, StateMachine } from 'rp2040js'

/** How the radio is wired to the chip of a Pico W. */
export const radioPins = { power: 23, data: 24, select: 25, clock: 29 } as const

/** The radio's end of the bus: words are as they lie in the board's memory. */
export interface GspiDevice {
  /** A transfer: what was sent, and how many words the board wants back. */
  transfer(sent: Uint32Array, wanted: number): Uint32Array
}

const ctrl = 0
const fdebugTxStallAt = 24
/** A word on the bus, at the divider that the SDK sets, ns. */
const wordNanos = 1024

/**
 * Stands in for the state machine that drives the radio's bus: the one whose data pin and clock pin are the radio's. Its
 * program is not run. After a restart its first two words are the lengths, in bits less one, that it is made to take; what
 * comes then goes to the radio, and the radio's answer lies ready to be read.
 */
export function connectBus(chip: RP2040, device: GspiDevice, spend: (nanos: number) => void): void {
  for (const pio of chip.pio) {
    const lines = pio.machines.map((machine) => new BusMachine(chip, machine, device, spend))
    const writeRegister = pio.writeUint32.bind(pio)
    pio.writeUint32 = (offset, value) => {
      if (offset !== ctrl) return writeRegister(offset, value)
      const ours = lines.reduce((mask, line, i) => (line.isOurs ? mask | (1 << i) : mask), 0)
      const restarted = (value >> 4) & ours
      const enabled = value & ours
      writeRegister(offset, value & ~(ours | (ours << 8)))
      lines.forEach((line, i) => {
        if (restarted & (1 << i)) line.restart()
        if (ours & (1 << i)) line.machine.enabled = (enabled & (1 << i)) !== 0
        line.tellStall()
      })
      if (!lines.some((line) => line.machine.enabled && !line.isOurs)) pio.stopped = true
    }
  }
}

class BusMachine {
  private lengths = 2
  private sent: Uint32Array = new Uint32Array(0)
  private count = 0
  private answer: Uint32Array = new Uint32Array(0)
  private read = 0

  constructor(
    private readonly chip: RP2040,
    readonly machine: StateMachine,
    private readonly device: GspiDevice,
    private readonly spend: (nanos: number) => void,
  ) {
    const put = machine.writeFIFO.bind(machine)
    machine.writeFIFO = (value) => {
      if (!this.isOurs || this.lengths < 2) {
        this.lengths++
        put(value)
      } else {
        this.take(swap(value))
      }
    }
    const get = machine.readFIFO.bind(machine)
    machine.readFIFO = () => (this.isOurs ? this.give() : get())
  }

  get isOurs(): boolean {
    return this.machine.outBase === radioPins.data && this.machine.sidesetBase === radioPins.clock
  }

  /** Whether all of what was announced has been sent. */
  get isSent(): boolean {
    return this.count > 0 && this.count === this.sent.length
  }

  restart(): void {
    this.lengths = 0
    this.count = 0
    this.sent = new Uint32Array(0)
    this.answer = new Uint32Array(0)
    this.read = 0
    this.chip.dma.clearDREQ(this.machine.dreqRx)
  }

  /** The machine waits for more to send: how the driver finds out that all is sent. */
  tellStall(): void {
    const { enabled, pio, index } = this.machine
    if (this.isOurs && enabled && this.isSent) pio.fdebug |= 1 << (fdebugTxStallAt + index)
  }

  private take(word: number): void {
    const { machine } = this
    if (this.count === 0) this.sent = new Uint32Array((machine.x + 1) >>> 5)
    this.sent[this.count++] = word
    if (!this.isSent) return
    this.tellStall()
    const wanted = (machine.y + 1) >>> 5
    this.answer = this.device.transfer(this.sent, wanted)
    this.spend((this.sent.length + wanted) * wordNanos)
    if (this.answer.length > 0) this.chip.dma.setDREQ(machine.dreqRx)
  }

  private give(): number {
    const word = this.answer[this.read++] ?? 0
    if (this.read >= this.answer.length) this.chip.dma.clearDREQ(this.machine.dreqRx)
    return swap(word)
  }
}

/** The DMA channels of the driver turn the bytes of a word round on their way. */
function swap(word: number): number {
  return ((word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24)) >>> 0
}
