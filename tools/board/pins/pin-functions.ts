import type { Machine } from '../language/machine.ts'
import type { Callable, Constructor } from '../language/realm.ts'
import { pinModes, type Level, type Pins } from './pins.ts'
import type { Pulses } from './pulses.ts'
import type { Watches } from './watches.ts'

export interface PinParts {
  pins: Pins
  watches: Watches
  pulses: Pulses
}

/** Offers digitalWrite, digitalRead, pinMode, setWatch, Pin, D0 ... to a machine. */
export function offerPins(machine: Machine, parts: PinParts): void {
  const { builtins } = machine.realm
  const { pins: count, pinNames } = machine.profile
  for (let pin = 0; pin < count; pin++) builtins[`D${pin}`] = pin
  Object.assign(builtins, pinNames, { HIGH: 1, LOW: 0 })
  const functions = pinFunctions(machine, parts)
  for (const [name, callable] of Object.entries(functions)) builtins[name] = machine.native(callable)
  builtins['Pin'] = pinConstructor(machine, parts.pins)
  offerMethods(machine, parts, functions)
}

type Functions = Record<'pinMode' | 'getPinMode' | 'digitalPulse' | 'analogRead' | 'analogWrite', Callable>

function pinFunctions(machine: Machine, { pins, watches, pulses }: PinParts): Functions & Record<string, Callable> {
  const number = (pin: unknown): number => pins.numberOf(pin) ?? machine.fail('Error', 'Invalid pin')
  return {
    ...digitalFunctions(machine, pins),
    pinMode(pin, mode, automatic) {
      const known = pinModes.includes(String(mode))
      if (known) return pins.setMode(number(pin), String(mode), automatic !== true)
      pins.setAutomatic(number(pin))
      if (mode !== undefined && mode !== 'auto') machine.fail('Error', 'Unknown pin mode')
    },
    getPinMode: (pin) => pins.mode(number(pin)),
    digitalPulse(pin, value, times) {
      const target = number(pin)
      const lengths = pulseLengths(machine, times)
      if (lengths.length === 1 && lengths[0] === 0) machine.loop.spend(pulses.leftMs())
      pulses.add(target, levelOf(value), lengths)
    },
    analogRead(pin) {
      if (machine.profile.analogPins.length > 0) return pins.analog(pins.numberOf(pin) ?? defaultAnalog(machine))
      machine.complain('Analog is not supported on this device.')
      return 0
    },
    analogWrite(pin, value, options) {
      const target = pins.numberOf(pin)
      if (target === undefined) return
      const { freq } = (typeof options === 'object' ? (options ?? {}) : {}) as { freq?: unknown }
      const hertz = Number(freq) > 0 ? Number(freq) : undefined
      pins.putOut(target, { value: Math.min(Math.max(Number(value) || 0, 0), 1), freq: hertz })
    },
    setWatch: (task, pin, options) => watches.set(task, pins.numberOf(pin), options),
    clearWatch: (...ids) => watches.clear(ids),
  }
}

/** An ESP8266 has one converter, so its script need not name the pin. */
function defaultAnalog({ profile }: Machine): number {
  return profile.analogPins.length === 1 ? (profile.analogPins[0] ?? NaN) : NaN
}

function digitalFunctions(machine: Machine, pins: Pins): Record<string, Callable> {
  const number = (pin: unknown): number => pins.numberOf(pin) ?? machine.fail('Error', 'Invalid pin')
  /** Returns a method of an object that stands for a pin, such as one of a port expander. */
  const methodOf = (pin: unknown, name: 'read' | 'write'): Callable | undefined => {
    if (typeof pin !== 'object' || pin === null || pins.numberOf(pin) !== undefined) return undefined
    const method = (pin as Record<string, unknown>)[name]
    return typeof method === 'function' ? (method as Callable) : undefined
  }
  const write = (pin: unknown, value: unknown): void => {
    const method = methodOf(pin, 'write')
    if (method) Reflect.apply(method, pin, [value])
    else pins.write(number(pin), levelOf(value), machine.loop.now())
  }
  return {
    digitalWrite(pin, value) {
      if (!Array.isArray(pin)) return write(pin, value)
      // The last pin of an array takes the lowest bit.
      pin.forEach((each, index) => write(each, (Number(value) >> (pin.length - 1 - index)) & 1))
    },
    digitalRead(pin) {
      const method = methodOf(pin, 'read')
      if (method) return Number(Reflect.apply(method, pin, []))
      if (!Array.isArray(pin)) return pins.read(number(pin))
      return pin.reduce((bits: number, each) => (bits << 1) | pins.read(number(each)), 0)
    },
  }
}

function levelOf(value: unknown): Level {
  return Number(value) !== 0 && !Number.isNaN(Number(value)) ? 1 : 0
}

function pulseLengths(machine: Machine, times: unknown): number[] {
  if (typeof times === 'number' && !(times >= 0))
    return machine.fail('Error', 'Pulse Time is less than 0 or not a number')
  if (typeof times === 'number') return [times]
  if (typeof times === 'string') return Array.from(times, Number)
  if (typeof times === 'object' && times !== null) return Object.values(times).map(Number)
  return machine.fail('Error', `Expecting Number or Array, got ${times === null ? 'null' : typeof times}`)
}

/** Pin('D2') returns a number; `new` can only make an object, which acts as that number. */
function pinConstructor(machine: Machine, pins: Pins): unknown {
  const numberClass = machine.realm.intrinsics['Number'] as Constructor
  return machine.realm.native(function (name: unknown): unknown {
    const pin = pins.numberOf(name)
    return new.target && pin !== undefined ? new numberClass(pin) : pin
  })
}

/** D2.write(1) and the like: a simulated pin is a number, so numbers get these methods. */
function offerMethods(machine: Machine, { pins }: PinParts, functions: Functions): void {
  const number = (self: unknown): number => pins.numberOf(self) ?? machine.fail('Error', 'Invalid pin')
  const write = (self: unknown, value: Level): void => pins.write(number(self), value, machine.loop.now())
  const toFunction = (callable: Callable): Callable =>
    function (...args) {
      return Reflect.apply(callable, undefined, [number(this), ...args])
    }
  const methods: Record<string, Callable> = {
    write(value) {
      write(this, levelOf(value))
    },
    set() {
      write(this, 1)
    },
    reset() {
      write(this, 0)
    },
    read() {
      return pins.read(number(this)) === 1
    },
    toggle() {
      const level = pins.wire(number(this)) === 1 ? 0 : 1
      write(this, level)
      return level === 1
    },
    getInfo() {
      const pin = number(this)
      const port = pins.nameOf(pin).charAt(0)
      const mode = pins.mode(pin)
      return machine.object({ port, num: pin, mode, output: pins.wire(pin), functions: machine.object({}) })
    },
    mode: toFunction(functions.pinMode),
    getMode: toFunction(functions.getPinMode),
    pulse: toFunction(functions.digitalPulse),
    analog: toFunction(functions.analogRead),
    pwm: toFunction(functions.analogWrite),
  }
  const prototype = (machine.realm.intrinsics['Number'] as { prototype: object }).prototype
  for (const [name, method] of Object.entries(methods)) {
    Object.defineProperty(prototype, name, { value: machine.native(method), writable: true, configurable: true })
  }
}
