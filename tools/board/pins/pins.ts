import type { Profile } from '../profile.ts'
import { useOf, type PinUse, type PinUses } from './pin-use.ts'

export type Level = 0 | 1

/** A change of a pin's level. `was` is undefined when the pin was not driven before (after a start, it floats). */
export interface PinEdge {
  /** D0, D1 ... */
  pin: string
  value: Level
  was: Level | undefined
  /** Board time on the clock's scale, ms. */
  atMs: number
}

/** What analogWrite puts out. */
export interface Pwm {
  /** The share of the time that the pin is high, 0 to 1. */
  value: number
  /** Hz; undefined when the script gave none, and the board's own applies. */
  freq: number | undefined
}

export const pinModes = [
  ...['analog', 'input', 'input_pullup', 'input_pulldown', 'output', 'opendrain', 'opendrain_pullup'],
  ...['af_output', 'af_opendrain'],
]

interface Pin {
  /** How the script used it last; undefined until it does. */
  use?: PinUse['use']
  /** A wire of a bus: no lamp, and nothing to move. */
  isBus?: boolean
  /** What the script last wrote; undefined before that. */
  latch?: Level
  /** As getPinMode names it; undefined until the pin is used. */
  mode?: string
  /** Whether pinMode set it; otherwise reading and writing change it. */
  isManual?: boolean
  pwm?: Pwm
  /** What the world outside drives the pin to. */
  outside?: Level | undefined
  /** The voltage at an analog input, as a share of the reference. */
  analog?: number
  /** The level on the wire after the last change. */
  wire?: Level
}

export interface PinsHooks {
  onEdge(edge: PinEdge): void
  onPwm(pin: string, pwm: Pwm): void
  /** What `uses` returns has changed. It is called at each change, so it has to be quick. */
  onUse(): void
}

/** The pins of a board. What the script set is lost at each start; the log of changes, and what is outside, are not. */
export class Pins {
  readonly edges: PinEdge[] = []
  /** Called when the level on a pin's wire has changed, whoever changed it. */
  onWire: (pin: number, level: Level) => void = () => undefined
  private readonly pins = new Map<number, Pin>()
  /** Whether something of `uses` has changed in this call. */
  private isNew = false

  constructor(
    private readonly profile: Profile,
    private readonly hooks: PinsHooks,
  ) {}

  /** Returns the number of a pin that is given as a number, a name or as made by `new Pin`; undefined for no pin of the board. */
  numberOf(pin: unknown): number | undefined {
    const { pins, pinNames } = this.profile
    if (typeof pin === 'string') {
      const named = pinNames[pin] ?? (/^D\d+$/.test(pin) ? Number(pin.slice(1)) : undefined)
      return pinNames[pin] ?? (named !== undefined && named < pins ? named : undefined)
    }
    const number = typeof pin === 'number' || typeof pin === 'object' ? Number(pin ?? NaN) : NaN
    const isPin = Number.isInteger(number) && number >= 0 && number < pins
    return isPin || Object.values(pinNames).includes(number) ? number : undefined
  }

  /** Returns D2 for 2, and the name of a pin that has no such number. */
  nameOf(pin: number): string {
    const { pins, pinNames } = this.profile
    return pin < pins ? `D${pin}` : (Object.keys(pinNames).find((name) => pinNames[name] === pin) ?? `D${pin}`)
  }

  /** Returns the level that the script drives a pin to, undefined before it does. */
  level(pin: string): Level | undefined {
    return this.named(pin).latch
  }

  /** Returns what analogWrite puts out at a pin, undefined when nothing. */
  pwm(pin: string): Pwm | undefined {
    return this.named(pin).pwm
  }

  /** Makes the world outside drive a pin, or let it go (undefined). */
  drive(pin: string, level: Level | undefined): void {
    this.change(this.numberAt(pin), (state) => (state.outside = level))
    this.report(true)
  }

  setAnalog(pin: string, value: number): void {
    this.named(pin).analog = value
    this.report(true)
  }

  /** Returns the pins that the script uses, but for the wires of its buses. */
  uses(): PinUses {
    const used = [...this.pins]
      .filter(([, { use, isBus }]) => use !== undefined && isBus !== true)
      .sort(([one], [other]) => one - other)
    return Object.fromEntries(used.map(([pin, state]) => [this.nameOf(pin), useOf(state, this.onPin(state))]))
  }

  /** Forgets what the script set, as when the board starts. */
  release(): void {
    this.onWire = () => undefined
    for (const [pin, { outside, analog }] of this.pins) {
      this.pins.set(pin, { ...(outside !== undefined && { outside }), ...(analog !== undefined && { analog }) })
    }
    this.report(true)
  }

  /** Another script begins, and reads nothing yet; what is put out stays. */
  forgetReads(): void {
    for (const state of this.pins.values()) if (state.use === 'input' || state.use === 'analog') delete state.use
    this.report(true)
  }

  /** digitalWrite: a pin that pinMode left alone becomes an output. */
  write(pin: number, value: Level, atMs: number): void {
    const state = this.at(pin)
    const was = state.latch
    this.change(pin, () => {
      state.latch = value
      delete state.pwm
      if (state.isManual !== true) state.mode = 'output'
    })
    if (state.mode?.startsWith('input') !== true) this.use(state, 'output')
    this.report(this.isNew || was !== value)
    if (was === value) return
    const edge: PinEdge = { pin: this.nameOf(pin), value, was, atMs }
    this.edges.push(edge)
    this.hooks.onEdge(edge)
  }

  /** digitalRead: a pin that pinMode left alone becomes an input, an output too. */
  read(pin: number): Level {
    const state = this.at(pin)
    if (state.isManual !== true) this.change(pin, () => (state.mode = 'input'))
    // An open drain that the script has let go can be read as a button.
    const { mode = '', latch } = state
    if (!mode.endsWith('output') && !(mode.includes('opendrain') && latch === 0)) this.use(state, 'input')
    this.report()
    return this.onPin(state)
  }

  mode(pin: number): string | undefined {
    return this.at(pin).mode
  }

  setMode(pin: number, mode: string, isManual: boolean, isBus = false): void {
    const was = this.at(pin).mode
    this.change(pin, (state) => {
      state.mode = mode
      state.isManual = isManual
      delete state.pwm
      state.isBus = isBus
    })
    this.use(this.at(pin), mode === 'analog' ? 'analog' : mode.startsWith('input') ? 'input' : 'output')
    this.report(this.isNew || was !== mode)
  }

  /** Makes a pin a wire of a bus, with the mode if one is given, until pinMode or analogWrite make it another one. */
  setBus(pin: number, mode?: string): void {
    if (mode !== undefined) return this.setMode(pin, mode, false, true)
    const state = this.at(pin)
    const wasShown = state.isBus !== true && state.use !== undefined
    state.isBus = true
    this.report(wasShown)
  }

  /** Makes reading and writing change the mode again. */
  setAutomatic(pin: number): void {
    this.at(pin).isManual = false
  }

  /** Returns the voltage as the converter reads it; NaN at a pin without one. */
  analog(pin: number): number {
    const { analogPins, analogSteps } = this.profile
    if (!analogPins.includes(pin)) return NaN
    const state = this.at(pin)
    this.use(state, 'analog')
    this.report()
    const step = Math.floor((state.analog ?? 0) * analogSteps)
    return Math.min(Math.max(step, 0), analogSteps - 1) / analogSteps
  }

  putOut(pin: number, pwm: Pwm): void {
    const state = this.at(pin)
    const { value, freq } = state.pwm ?? {}
    state.pwm = pwm
    delete state.isBus
    this.use(state, 'pwm')
    this.report(this.isNew || value !== pwm.value || freq !== pwm.freq)
    this.hooks.onPwm(this.nameOf(pin), pwm)
  }

  /** Returns the level that a script reads at a pin, without making it an input. */
  wire(pin: number): Level {
    return this.onPin(this.at(pin))
  }

  private onPin({ mode = '', latch, outside }: Pin): Level {
    if (mode.startsWith('opendrain') || mode === 'af_opendrain') {
      if (latch === 0) return 0
      return outside ?? (mode === 'opendrain' ? 0 : 1)
    }
    const kept = this.profile.readsBackPins ? (latch ?? 0) : 0
    if (mode.endsWith('output')) return kept
    if (outside !== undefined) return outside
    // A pin that nobody drives keeps, for a while, what it had.
    return mode === 'input_pullup' ? 1 : mode === 'input_pulldown' ? 0 : kept
  }

  private change(pin: number, make: (state: Pin) => void): void {
    const state = this.at(pin)
    const was = state.wire ?? this.onPin(state)
    make(state)
    state.wire = this.onPin(state)
    if (state.wire === was) return
    this.isNew = true
    this.onWire(pin, state.wire)
  }

  private use(state: Pin, use: PinUse['use']): void {
    if (state.use === use) return
    state.use = use
    this.isNew = true
  }

  /** Once for each call of the script or of the world outside, when all is as the call leaves it. */
  private report(isNew = this.isNew): void {
    this.isNew = false
    if (isNew) this.hooks.onUse()
  }

  private at(pin: number): Pin {
    const known = this.pins.get(pin)
    if (known) return known
    const state: Pin = {}
    this.pins.set(pin, state)
    return state
  }

  private named(pin: string): Pin {
    return this.at(this.numberAt(pin))
  }

  private numberAt(pin: string): number {
    const number = this.numberOf(pin)
    if (number === undefined) throw new Error(`the board has no pin ${pin}`)
    return number
  }
}
