import type { Machine } from './language/machine.ts'
import type { Callable, Constructor } from './language/realm.ts'

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

/** The pins of a board. Levels are lost at each start; the log of changes is not. */
export class Pins {
  readonly edges: PinEdge[] = []
  private levels = new Map<number, Level>()
  private modes = new Map<number, string>()
  private watches = new Map<number, () => void>()

  constructor(private readonly onEdge: (edge: PinEdge) => void) {}

  /** Returns the level that a pin is driven to, undefined while it floats. */
  level(pin: string): Level | undefined {
    return this.levels.get(Number(pin.slice(1)))
  }

  /** Makes every pin float, as when the board starts. */
  release(): void {
    this.levels.clear()
    this.modes.clear()
    this.watches.clear()
  }

  /** Presses and releases a button between a pin and ground. Debounced: the watch is called once. */
  press(pin: string): void {
    this.watches.get(Number(pin.slice(1)))?.()
  }

  /** Offers digitalWrite, digitalRead, pinMode, Pin, D0 ... to a machine. */
  offer(machine: Machine): void {
    const { builtins } = machine.realm
    const { profile } = machine
    const offer = (name: string, callable: Callable): void => {
      builtins[name] = machine.native(callable)
    }
    for (let pin = 0; pin < profile.pins; pin++) builtins[`D${pin}`] = pin
    for (const [name, pin] of Object.entries(profile.pinNames)) builtins[name] = pin
    const number = (pin: unknown): number => numberOf(machine, pin) ?? machine.fail('Error', 'Invalid pin')
    const write = (pin: unknown, value: unknown): void => this.write(machine, number(pin), value)
    offer('digitalWrite', (pins, value) => {
      if (!Array.isArray(pins)) return write(pins, Number(value))
      // The last pin of an array takes the lowest bit.
      pins.forEach((pin, index) => write(pin, (Number(value) >> (pins.length - 1 - index)) & 1))
    })
    offer('digitalRead', (pins) => {
      if (!Array.isArray(pins)) return this.read(machine, number(pins))
      return pins.reduce((bits: number, pin) => (bits << 1) | this.read(machine, number(pin)), 0)
    })
    offer('pinMode', (pin, mode) => void this.modes.set(number(pin), String(mode)))
    offer('setWatch', (task, pin, options) => {
      const { edge, repeat } = (options ?? {}) as { edge?: unknown; repeat?: unknown }
      const pulledUp = this.modes.get(number(pin)) === 'input_pullup'
      // The only kind of watch that is simulated: a button to ground.
      if (edge !== 'falling' || repeat === undefined || !pulledUp) machine.fail('Error', 'Not simulated')
      this.watches.set(number(pin), () => {
        const time = machine.timeMs() / 1000
        machine.call(task, undefined, [machine.object({ state: false, time, lastTime: time, pin: number(pin) })])
        machine.loop.wake()
      })
      return this.watches.size
    })
    offer('getPinMode', (pin) => this.modes.get(number(pin)) ?? 'undefined')
    builtins['Pin'] = pinConstructor(machine)
    offerMethods(
      machine,
      (pin, value) => write(pin, value),
      (pin) => this.read(machine, number(pin)),
    )
  }

  private write(machine: Machine, pin: number, value: unknown): void {
    const level: Level = Number(value) !== 0 && !Number.isNaN(Number(value)) ? 1 : 0
    const was = this.levels.get(pin)
    this.levels.set(pin, level)
    if (!this.modes.has(pin)) this.modes.set(pin, 'output')
    if (was === level) return
    const edge: PinEdge = { pin: `D${pin}`, value: level, was, atMs: machine.loop.now() }
    this.edges.push(edge)
    this.onEdge(edge)
  }

  private read(machine: Machine, pin: number): Level {
    return machine.profile.readsBackPins ? (this.levels.get(pin) ?? 0) : 0
  }
}

/** Returns the number of a pin that is given as a number, by name, or as made by `new Pin`; undefined for no pin of the board. */
function numberOf(machine: Machine, pin: unknown): number | undefined {
  const { pins, pinNames } = machine.profile
  if (typeof pin === 'string') {
    const named = pinNames[pin] ?? (/^D\d+$/.test(pin) ? Number(pin.slice(1)) : undefined)
    return named !== undefined && named < pins ? named : undefined
  }
  const number = typeof pin === 'number' || typeof pin === 'object' ? Number(pin ?? NaN) : NaN
  return Number.isInteger(number) && number >= 0 && number < pins ? number : undefined
}

/** Pin('D2') returns a number; `new` can only make an object, which acts as that number. */
function pinConstructor(machine: Machine): unknown {
  const numberClass = machine.realm.intrinsics['Number'] as Constructor
  return machine.realm.native(function (name: unknown): unknown {
    const pin = numberOf(machine, name)
    return new.target && pin !== undefined ? new numberClass(pin) : pin
  })
}

/** D2.write(1) and the like: a simulated pin is a number, so numbers get these methods. */
function offerMethods(
  machine: Machine,
  write: (pin: unknown, value: Level) => void,
  read: (pin: unknown) => Level,
): void {
  const methods: Record<string, Callable> = {
    write(this: unknown, value: unknown): void {
      write(Number(this), Number(value) === 0 ? 0 : 1)
    },
    set(this: unknown): void {
      write(Number(this), 1)
    },
    reset(this: unknown): void {
      write(Number(this), 0)
    },
    read(this: unknown): boolean {
      return read(Number(this)) === 1
    },
  }
  const prototype = (machine.realm.intrinsics['Number'] as { prototype: object }).prototype
  for (const [name, method] of Object.entries(methods)) {
    Object.defineProperty(prototype, name, { value: machine.native(method), writable: true, configurable: true })
  }
}
