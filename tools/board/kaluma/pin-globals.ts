import type { Level } from '../pins/pins.ts'
import { check } from './arguments.ts'
import type { Engine } from './engine.ts'
import { modes, type Gpio } from './gpio.ts'
import { watchEvents, type Watches } from './watches.ts'

/** EINVPIN. */
const invalidPin = -140
const leastPwmHz = 13

/** Offers digitalWrite, digitalRead, pinMode, setWatch, clearWatch and their constants. */
export function offerPins(engine: Engine, gpio: Gpio, watches: Watches): void {
  const known = (pin: number): number => (gpio.isPin(pin & 255) ? pin & 255 : engine.failWith(invalidPin))
  const levelOf = (value: unknown): Level => ((Number(value) >>> 0) & 1) as Level
  /** Does something with a pin or with each of an array of pins; `index` counts from the last, as the bits of a value do. */
  const each = (pin: unknown, act: (pin: number, index: number) => void): void => {
    const list = Array.isArray(pin) ? [...(pin as unknown[])].reverse() : [pin]
    list.forEach((one, index) => {
      if (typeof one !== 'number') engine.fail('TypeError', '"pin" argument must be a number or number[]')
      act(known(one), index)
    })
  }
  engine.offer({
    ...{ HIGH: 1, LOW: 0, INPUT: modes.input, OUTPUT: modes.output },
    ...{ INPUT_PULLUP: modes.pullUp, INPUT_PULLDOWN: modes.pullDown },
    ...{ LOW_LEVEL: watchEvents.lowLevel, HIGH_LEVEL: watchEvents.highLevel },
    ...{ RISING: watchEvents.rising, FALLING: watchEvents.falling, CHANGE: watchEvents.change },
    pinMode(...args: unknown[]) {
      check(engine, args.slice(1), [['mode', 'number?']])
      each(args[0], (pin) => gpio.setMode(pin, Number(args[1] ?? modes.input), engine.now()))
    },
    digitalWrite(...args: unknown[]) {
      check(engine, args.slice(1), [['value', 'number?']])
      const isOne = !Array.isArray(args[0])
      each(args[0], (pin, index) => {
        const value = Number(args[1] ?? 0) & 255
        gpio.write(pin, isOne ? (value === 0 ? 0 : 1) : levelOf(value >>> index), engine.now())
      })
    },
    digitalRead(...args: unknown[]) {
      check(engine, args, [['pin', 'number']])
      return gpio.read(known(Number(args[0])))
    },
    digitalToggle(...args: unknown[]) {
      check(engine, args, [['pin', 'number']])
      const pin = known(Number(args[0]))
      gpio.write(pin, gpio.read(pin) === 1 ? 0 : 1, engine.now())
    },
    analogRead(...args: unknown[]) {
      check(engine, args, [['pin', 'number']])
      engine.spend(1)
      return gpio.analog(known(Number(args[0])))
    },
    analogWrite(...args: unknown[]) {
      check(engine, args, [
        ['pin', 'number'],
        ['value', 'number?'],
        ['frequency', 'number?'],
      ])
      const [pin, value = 0.5, freq = 490] = args.map(Number)
      gpio.putOut(known(Number(pin)), { value: Math.min(Math.max(value, 0), 1), freq: Math.max(freq, leastPwmHz) })
    },
    setWatch(...args: unknown[]) {
      check(engine, args, [
        ['callback', 'function'],
        ['pin', 'number'],
        ['events', 'number?'],
        ['debounce', 'number?'],
      ])
      const [callback, pin, events = watchEvents.change, debounce = 0] = args
      return watches.set(callback, known(Number(pin)), Number(events), Math.max(0, Number(debounce)))
    },
    clearWatch(...args: unknown[]) {
      check(engine, args, [['id', 'number?']])
      watches.clear(Number(args[0] ?? 0))
    },
  })
}
