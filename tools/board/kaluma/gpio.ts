import { useOf, type PinUse, type PinUses } from '../pins/pin-use.ts'
import type { Level, PinEdge, Pwm } from '../pins/pins.ts'

/** GPIO0 to GPIO29; of those 23, 24, 25 and 29 belong to the radio. */
const pins = 30
/** The pin that keeps the program from starting while it is low at power-on. */
export const holdPin = 22
const radioPins = [23, 24, 25, 29]

export const modes = { input: 0, output: 1, pullUp: 2, pullDown: 3 } as const

interface Pin {
  /** How the script used it last; undefined until it does. */
  use?: PinUse['use']
  pwm?: Pwm
  latch: Level
  mode: number
  outside?: Level | undefined
  analog?: number
  /** The level on the wire after the last change. */
  wire?: Level
}

export interface GpioHooks {
  onEdge(edge: PinEdge): void
  /** The script has changed a pin of the radio, which has no defined end. */
  onRadioPin(name: string): void
  /** What `uses` returns has changed. It is called at each change, so it has to be quick. */
  onUse(): void
}

/** The pins of a Pico W. What the script set is lost at each start; what is outside, and the log of changes, are not. */
export class Gpio {
  readonly edges: PinEdge[] = []
  /** Called when the level on a pin's wire has changed, whoever changed it. */
  onWire: (pin: number) => void = () => undefined
  private readonly pins = new Map<number, Pin>()
  /** Whether something of `uses` has changed in this call. */
  private isNew = false
  /** The LED hangs on the radio chip. */
  private led: Level | undefined

  constructor(private readonly hooks: GpioHooks) {}

  /** Returns the number of GP15, undefined for LED and for what is no pin. */
  numberOf(name: string): number | undefined {
    const [, digits] = /^GP(\d+)$/.exec(name) ?? []
    return digits !== undefined && Number(digits) < pins ? Number(digits) : undefined
  }

  isPin(pin: number): boolean {
    return Number.isInteger(pin) && pin >= 0 && pin < pins
  }

  /** Returns the level that the board drives a pin to, undefined while it floats or is an input. */
  level(name: string): Level | undefined {
    if (name === 'LED') return this.led
    const state = this.at(this.needed(name))
    return state.mode === modes.output ? state.latch : undefined
  }

  /** Forgets what the script set, as when the board starts: every pin is an input, its latch 0. */
  release(): void {
    this.onWire = () => undefined
    this.led = undefined
    for (const [pin, { outside, analog }] of this.pins) {
      this.pins.set(pin, {
        ...floating,
        ...(outside !== undefined && { outside }),
        ...(analog !== undefined && { analog }),
      })
    }
    this.report(true)
  }

  /** Returns the pins that the script uses, the LED first. */
  uses(): PinUses {
    const used = [...this.pins].filter(([, { use }]) => use !== undefined).sort(([one], [other]) => one - other)
    return {
      ...(this.led !== undefined && { LED: { use: 'output', value: this.led } }),
      ...Object.fromEntries(used.map(([pin, state]) => [`GP${pin}`, usedAs(state)])),
    }
  }

  /** Returns what analogWrite puts out at a pin, undefined when nothing. */
  pwm(name: string): Pwm | undefined {
    return name === 'LED' ? undefined : this.at(this.needed(name)).pwm
  }

  putOut(pin: number, pwm: Pwm): void {
    const state = this.at(pin)
    const was = state.pwm
    state.pwm = pwm
    this.use(state, 'pwm')
    this.report(this.isNew || was?.value !== pwm.value || was.freq !== pwm.freq)
  }

  /** Makes the world outside drive a pin, or let it go (undefined). */
  drive(name: string, level: Level | undefined): void {
    this.change(this.needed(name), 0, (state) => (state.outside = level))
    this.report(true)
  }

  setAnalog(name: string, value: number): void {
    this.at(this.needed(name)).analog = value
    this.report(true)
  }

  analog(pin: number): number {
    const state = this.at(pin)
    this.use(state, 'analog')
    this.report()
    return state.analog ?? 0
  }

  /** Sets the latch, which shows only at an output. */
  write(pin: number, value: Level, atMs: number): void {
    this.change(pin, atMs, (state) => (state.latch = value))
    this.report()
  }

  setMode(pin: number, mode: number, atMs: number): void {
    if (radioPins.includes(pin)) this.hooks.onRadioPin(`GP${pin}`)
    const was = this.at(pin).mode
    this.change(pin, atMs, (state) => {
      state.mode = mode
      delete state.pwm
    })
    this.use(this.at(pin), mode === modes.output ? 'output' : 'input')
    this.report(this.isNew || was !== mode)
  }

  putLed(value: Level, atMs: number): void {
    const was = this.led
    this.led = value
    if (was === value) return
    this.report(true)
    this.tell({ pin: 'LED', value, was, atMs })
  }

  read(pin: number): Level {
    const state = this.at(pin)
    if (state.mode !== modes.output) this.use(state, 'input')
    this.report()
    return wireOf(state)
  }

  /** Whether somebody outside holds a pin low, against the pull-up that the chip puts on it for a moment at its start. */
  isHeldLow(pin: number): boolean {
    return this.at(pin).outside === 0
  }

  private change(pin: number, atMs: number, make: (state: Pin) => void): void {
    const state = this.at(pin)
    const [before, was] = [drivenBy(state), state.wire ?? wireOf(state)]
    make(state)
    const value = drivenBy(state)
    state.wire = wireOf(state)
    if (value !== undefined && value !== before) this.tell({ pin: `GP${pin}`, value, was: before, atMs })
    if (state.wire === was) return
    this.isNew = true
    this.onWire(pin)
  }

  private use(state: Pin, use: PinUse['use']): void {
    if (state.use === use) return
    state.use = use
    this.isNew = true
  }

  /** Once for each call of the program or of the world outside, when all is as the call leaves it. */
  private report(isNew = this.isNew): void {
    this.isNew = false
    if (isNew) this.hooks.onUse()
  }

  private tell(edge: PinEdge): void {
    this.edges.push(edge)
    this.hooks.onEdge(edge)
  }

  private at(pin: number): Pin {
    const known = this.pins.get(pin)
    if (known !== undefined) return known
    const state: Pin = { ...floating }
    this.pins.set(pin, state)
    return state
  }

  private needed(name: string): number {
    const number = this.numberOf(name)
    if (number === undefined) throw new Error(`the board has no pin ${name}`)
    return number
  }
}

/** The pulls, as Espruino's modes are called. */
const pullNames: Readonly<Record<number, string>> = {
  [modes.pullUp]: 'input_pullup',
  [modes.pullDown]: 'input_pulldown',
}

const floating = { latch: 0, mode: modes.input } as const

function drivenBy({ mode, latch }: Pin): Level | undefined {
  return mode === modes.output ? latch : undefined
}

function wireOf({ mode, latch, outside }: Pin): Level {
  if (mode === modes.output) return latch
  return outside ?? (mode === modes.pullUp ? 1 : 0)
}

/** How the program uses a pin. */
const usedAs = (state: Pin): PinUse => useOf({ ...state, mode: pullNames[state.mode] ?? '' }, wireOf(state))
