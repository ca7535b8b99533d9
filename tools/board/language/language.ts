import { trimBuiltins } from './builtins.ts'
import { offerDate } from './date.ts'
import { jsonText } from './json-text.ts'
import { parseJson } from './json-parse.ts'
import type { Machine } from './machine.ts'
import { offerPromise } from './promise.ts'
import type { Callable, Constructor } from './realm.ts'

/** JSON.stringify indents by so many spaces at most. */
const mostSpaces = 10

/** Makes the language behave as the engine's: byte strings, its JSON, its Math, the board's time. */
export function offerLanguage(machine: Machine): void {
  offerJson(machine)
  offerStrings(machine)
  offerMath(machine)
  trimBuiltins(machine.realm)
  offerDate(machine)
  offerPromise(machine)
}

function replace(machine: Machine, target: object, name: string, callable: Callable): void {
  const value = machine.native(callable)
  Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable: false })
}

function offerJson(machine: Machine): void {
  const json = machine.realm.intrinsics['JSON'] as object
  replace(machine, json, 'parse', (source) => parseJson(machine, String(source)))
  replace(machine, json, 'stringify', (value, _replacer, space) => jsonText(value, spaceOf(space)))
}

/** Returns what indents a level, given JSON.stringify's third argument. */
function spaceOf(space: unknown): string | undefined {
  if (typeof space === 'string' && space !== '') return space
  return typeof space === 'number' && space > 0 ? ' '.repeat(Math.min(space, mostSpaces)) : undefined
}

function offerStrings(machine: Machine): void {
  const { String: text, Object: object } = machine.realm.intrinsics as unknown as {
    String: Constructor
    Object: Constructor
  }
  const prototype = text.prototype as Record<string, unknown>
  const split = prototype['split'] as Callable
  replace(machine, text, 'fromCharCode', (...codes) => String.fromCharCode(...codes.map((code) => Number(code) & 255)))
  replace(machine, prototype, 'toUpperCase', function () {
    return String(this).replace(/[a-z]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 32))
  })
  replace(machine, prototype, 'toLowerCase', function () {
    return String(this).replace(/[A-Z]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 32))
  })
  // The engine ignores the second argument, a limit.
  replace(machine, prototype, 'split', function (separator) {
    return Reflect.apply(split, this, separator === undefined ? [] : [separator])
  })
  const create = (object as unknown as { create: Callable }).create
  replace(machine, object, 'create', (prototype, properties) => {
    if (properties !== undefined) machine.fail('Error', 'propertiesObject is not supported yet')
    return Reflect.apply(create, object, [prototype])
  })
  for (const name of ['__defineGetter__', '__defineSetter__']) Reflect.deleteProperty(object.prototype as object, name)
}

function offerMath(machine: Machine): void {
  const math = machine.realm.intrinsics['Math'] as object
  replace(machine, math, 'random', () => machine.host.random())
  replace(machine, math, 'randInt', (range) => {
    const random = machine.host.random()
    return range === undefined ? Math.floor((random - 0.5) * 2 ** 32) : Math.floor(random * Number(range))
  })
  // Below zero it stays there, whatever the engine's reference says.
  replace(machine, math, 'wrap', (value, range) => ((Number(value) / Number(range)) % 1) * Number(range))
  // The engine rounds halves away from zero.
  replace(machine, math, 'round', (value) => Math.sign(Number(value)) * Math.round(Math.abs(Number(value))) + 0)
  replace(machine, math, 'pow', (base, exponent) => inexact(Math.pow(Number(base), Number(exponent))))
  replace(machine, math, 'clip', (x, low, high) => Math.min(Math.max(Number(x), Number(low)), Number(high)))
}

/** Returns a power as inexact as the engine's, whose last bits are wrong from 2^31 on. */
function inexact(power: number): number {
  return power < 2 ** 31 ? power : power * (1 + 2 ** -50)
}
