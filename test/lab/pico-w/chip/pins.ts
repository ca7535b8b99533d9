import { GPIOPinState, type GPIOPin, type RP2040 } from 'rp2040js'
import { radioPins } from '../radio/pio-bus.ts'

export type Level = 'high' | 'low'

/** A change of what the board puts out at a pin; `level` is undefined when the pin became an input. */
export interface PinEdge {
  pin: number
  level: Level | undefined
  /** Since the board was made, ms. */
  atMs: number
}

const ownPins: readonly number[] = Object.values(radioPins)

/**
 * The pins of the board: what it puts out, and what is put in, which outlives resets. A pin that nobody drives follows its
 * pull-up or pull-down, and is low without either.
 */
export class Pins {
  readonly edges: PinEdge[] = []
  onEdge: (edge: PinEdge) => void = () => undefined
  private readonly driven = new Map<number, boolean>()
  private readonly levels = new Map<number, Level | undefined>()
  private chip: RP2040 | undefined
  private now: () => number = () => 0

  attach(chip: RP2040, now: () => number): void {
    this.chip = chip
    this.now = now
    chip.gpio.forEach((gpio, pin) => {
      if (ownPins.includes(pin)) return
      gpio.addListener(() => this.changed(gpio, pin))
      this.apply(gpio, pin)
    })
  }

  /** The power is cut, or the chip is reset: it puts nothing out any more. */
  release(): void {
    for (const pin of this.levels.keys()) this.note(pin, undefined)
    this.chip = undefined
  }

  /** Drives an input, such as a button does; undefined lets it go. */
  drive(pin: number, level: Level | undefined): void {
    if (level === undefined) this.driven.delete(pin)
    else this.driven.set(pin, level === 'high')
    const gpio = this.chip?.gpio[pin]
    if (gpio) this.apply(gpio, pin)
  }

  /** Returns what the board puts out, undefined for an input. */
  level(pin: number): Level | undefined {
    return this.levels.get(pin)
  }

  private changed(gpio: GPIOPin, pin: number): void {
    const { value } = gpio
    this.note(pin, value === GPIOPinState.High ? 'high' : value === GPIOPinState.Low ? 'low' : undefined)
    this.apply(gpio, pin)
  }

  private note(pin: number, level: Level | undefined): void {
    if (this.levels.get(pin) === level) return
    this.levels.set(pin, level)
    const edge = { pin, level, atMs: this.now() }
    this.edges.push(edge)
    this.onEdge(edge)
  }

  private apply(gpio: GPIOPin, pin: number): void {
    const { value } = gpio
    if (value === GPIOPinState.High || value === GPIOPinState.Low) gpio.setInputValue(value === GPIOPinState.High)
    else gpio.setInputValue(this.driven.get(pin) ?? value === GPIOPinState.InputPullUp)
  }
}
