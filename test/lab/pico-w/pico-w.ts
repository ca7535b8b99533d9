import type { Transport } from '../../../tools/board/network/pipe.ts'
import type { Clock } from '../../../tools/time/clock.ts'
import { Chip, type Scratch } from './chip/chip.ts'
import { Pins, type Level, type PinEdge } from './chip/pins.ts'
import { UsbConsole } from './chip/usb-console.ts'
import { flashWith } from './image.ts'
import { Lan, type LanOptions } from './network/lan.ts'
import { putProgram } from './program.ts'
import { Radio, type RadioOptions } from './radio/radio.ts'
import type { Station } from './radio/station.ts'

export type ResetCause = 'power-on' | 'watchdog'

export interface PicoWOptions {
  /** The Kaluma image: a UF2, an ELF or a .bin, or the path of one. Not needed when there is `flash`. */
  image?: Uint8Array | string
  /** Flash that exists already and outlives the board. */
  flash?: Uint8Array
  /** The user's program, put into the flash. */
  program?: string
  /** The board runs as this clock passes, a millisecond at a time. */
  clock: Clock
  /** What the hosts behind the access point do. */
  transport: Transport
  wifi?: RadioOptions
  network?: LanOptions
  /** The chip's random bits; default Math.random. */
  random?: () => number
  /** False: no terminal has the board's serial port open. Default true. */
  terminal?: boolean
  onPin?: (edge: PinEdge) => void
  /** The LED, which is at the radio. */
  onLed?: (isOn: boolean, atMs: number) => void
  onReset?: (cause: ResetCause) => void
  /** The processor stopped for good (a fault, exit()); only the watchdog or the power can start it again. */
  onHalt?: (why: string) => void
  /** What the emulator says of registers that it does not have; for whoever works on it. */
  onWarning?: (text: string) => void
  /**
   * Called before a flash sector is erased or a page programmed; what it throws passes through, so that the power can be cut
   * there.
   */
  onFlash?: (at: number, what: 'erase' | 'program') => void
}

export interface PicoW {
  powerOn(): void
  /** Cuts the power; peers get no packet. */
  powerOff(): void
  readonly isOn: boolean
  /** Why the processor stopped, undefined while it runs. */
  readonly halted: string | undefined
  readonly resets: readonly ResetCause[]
  readonly flash: Uint8Array
  /** What the console printed since the board was made, as latin1. */
  readonly output: string
  /** Called with the console's raw bytes. */
  onOutput: (bytes: Uint8Array) => void
  /** Types at the console. */
  type(text: string | Uint8Array): void
  readonly wifi: Station
  readonly network: Lan
  readonly pinEdges: readonly PinEdge[]
  /** Returns what the board puts out at a pin, undefined for an input. */
  pin(number: number): Level | undefined
  /** Drives an input; GP22 low at power-on is Kaluma's safe mode. */
  drive(number: number, level: Level | undefined): void
  /** Puts a voltage to GP26, GP27 or GP28: 0 to 1 of full scale; it outlives resets. */
  setVoltage(number: number, share: number): void
  readonly led: boolean
}

/** The pin of the converter's channel 0, and what it reads at full scale: 12 bits. */
const firstAnalogPin = 26
const adcFullScale = 4095

/** How often the board runs, ms. */
const stepMs = 1

/** Returns a Pico W with Kaluma on it, which is off. */
export function createPicoW(options: PicoWOptions): PicoW {
  return new EmulatedPicoW(options)
}

class EmulatedPicoW implements PicoW {
  readonly flash: Uint8Array
  readonly resets: ResetCause[] = []
  readonly network: Lan
  output = ''
  onOutput: (bytes: Uint8Array) => void = () => undefined
  halted: string | undefined
  private readonly radio: Radio
  private readonly pins = new Pins()
  /** By the converter's channel. */
  private readonly voltages = [0, 0, 0]
  private chip: Chip | undefined
  private console: UsbConsole | undefined
  private typed: Uint8Array[] = []
  private startedAt = 0
  private timer: number | undefined
  private scratch: Scratch | undefined

  constructor(private readonly options: PicoWOptions) {
    const { clock, transport, program, image } = options
    if (options.flash) this.flash = options.flash
    else if (image !== undefined) this.flash = flashWith(image)
    else throw new Error('a Pico W needs an image or its flash')
    if (program !== undefined) putProgram(this.flash, program)
    this.network = new Lan(clock, transport, options.network ?? {}, (frame) => this.radio.receive(frame))
    this.radio = new Radio(clock, options.wifi ?? {}, {
      sent: (frame) => this.network.sent(frame, this.wifi.joined?.dhcp),
      link: () => undefined,
    })
    this.radio.onPins = (levels) => options.onLed?.((levels & 1) !== 0, this.now())
    this.pins.onEdge = (edge) => options.onPin?.(edge)
  }

  get isOn(): boolean {
    return this.chip !== undefined
  }

  get wifi(): Station {
    return this.radio.station
  }

  get pinEdges(): readonly PinEdge[] {
    return this.pins.edges
  }

  get led(): boolean {
    return (this.radio.pins & 1) !== 0
  }

  pin(number: number): Level | undefined {
    return this.pins.level(number)
  }

  drive(number: number, level: Level | undefined): void {
    this.pins.drive(number, level)
  }

  setVoltage(number: number, share: number): void {
    this.voltages[number - firstAnalogPin] = share
    this.applyVoltages()
  }

  private applyVoltages(): void {
    const adc = this.chip?.rp2040.adc
    if (adc) this.voltages.forEach((share, channel) => (adc.channelValues[channel] = Math.round(share * adcFullScale)))
  }

  type(text: string | Uint8Array): void {
    const bytes = typeof text === 'string' ? Buffer.from(text, 'utf8') : text
    if (this.console?.isOpen) this.console.write(bytes)
    else this.typed.push(bytes)
  }

  powerOn(): void {
    if (this.chip) return
    this.start('power-on')
    this.step()
  }

  powerOff(): void {
    if (this.timer !== undefined) this.options.clock.clear(this.timer)
    this.timer = undefined
    this.scratch = undefined
    this.stop()
  }

  private start(cause: ResetCause): void {
    const { options } = this
    this.resets.push(cause)
    this.halted = undefined
    const chip = new Chip({
      flash: this.flash,
      random: options.random ?? Math.random,
      flashChanged: (at, what) => options.onFlash?.(at, what),
      halted: (why) => {
        this.halted = why
        options.onHalt?.(why)
      },
      watchdog: () => (this.scratch = chip.scratch),
      warn: (text) => options.onWarning?.(text),
    })
    this.chip = chip
    this.startedAt = options.clock.now()
    if (this.scratch) chip.restore(this.scratch)
    this.scratch = undefined
    this.pins.attach(chip.rp2040, () => this.now())
    this.applyVoltages()
    this.radio.attach(chip.rp2040, (nanos) => chip.spend(nanos))
    if (options.terminal ?? true) this.plug(chip)
  }

  private plug(chip: Chip): void {
    const console = new UsbConsole(chip.rp2040.usbCtrl)
    console.onData = (bytes) => {
      this.output += Buffer.from(bytes).toString('latin1')
      this.onOutput(bytes)
    }
    console.onOpen = () => {
      for (const bytes of this.typed.splice(0)) console.write(bytes)
    }
    this.console = console
  }

  private stop(): void {
    this.radio.detach()
    this.pins.release()
    this.chip = undefined
    this.console = undefined
  }

  /** Lets the board catch up with the clock. */
  private step(): void {
    const { clock } = this.options
    this.chip?.runTo((clock.now() - this.startedAt) * 1e6)
    if (this.scratch) {
      this.stop()
      this.options.onReset?.('watchdog')
      this.start('watchdog')
    }
    if (this.chip) this.timer = clock.set(() => this.step(), stepMs)
  }

  private now(): number {
    return this.startedAt + (this.chip?.clock.nanos ?? 0) / 1e6
  }
}
