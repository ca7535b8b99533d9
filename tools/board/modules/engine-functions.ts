import type { Machine } from '../language/machine.ts'
import type { Callable } from '../language/realm.ts'

/** What E can do that needs nothing of the board: numbers and colours. */
export function engineFunctions(machine: Machine): Record<string, unknown> {
  return {
    clip: (x: unknown, low: unknown, high: unknown) => Math.min(Math.max(Number(x), Number(low)), Number(high)),
    sum: (values: unknown) => numbersOf(machine, values).reduce((sum, value) => sum + value, 0),
    variance: (values: unknown, mean: unknown) =>
      numbersOf(machine, values).reduce((sum, value) => sum + (value - Number(mean)) ** 2, 0),
    reverseByte: (value: unknown) =>
      parseInt([...(Number(value) & 255).toString(2).padStart(8, '0')].reverse().join(''), 2),
    HSBtoRGB(hue: unknown, saturation: unknown, brightness: unknown, asArray: unknown) {
      const colour = rgb(Number(hue), Number(saturation), Number(brightness))
      if (asArray === true) return machine.realm.array(colour)
      return (colour[2] << 16) | (colour[1] << 8) | colour[0]
    },
    lookupNoCase(object: object, name: unknown, returnKey: unknown) {
      const key = Object.keys(object).find((each) => each.toLowerCase() === String(name).toLowerCase())
      if (key === undefined || returnKey === true) return key
      return Reflect.get(object, key) as unknown
    },
    mapInPlace(from: ArrayLike<number>, to: Record<number, unknown>, map: unknown) {
      Array.from(from, (value, index) => (to[index] = mapped(map, value, index)))
    },
  }
}

function mapped(map: unknown, value: number, index: number): unknown {
  if (typeof map === 'function') return Reflect.apply(map as Callable, undefined, [value, index])
  return map === undefined ? value : Reflect.get(map as object, value)
}

function numbersOf(machine: Machine, values: unknown): number[] {
  if (typeof values === 'string') return Array.from(values, (char) => char.charCodeAt(0))
  if (typeof values === 'object' && values !== null) return Array.from(values as ArrayLike<number>, Number)
  const type = typeof values === 'number' ? 'Number' : typeof values
  return machine.fail('Error', `First argument must be Array, not ${type}`)
}

/** Returns red, green and blue, 0 to 255, rounded as the engine does (jswrap_espruino_HSBtoRGB_int). */
function rgb(hue: number, saturation: number, brightness: number): [number, number, number] {
  const value = Math.trunc(brightness * 255)
  if (saturation === 0) return [value, value, value]
  const turn = (hue - Math.floor(hue)) * 6
  const part = turn % 1
  const share = (of: number): number => Math.trunc((1 - saturation * of) * brightness * 255)
  const [low, falling, rising] = [share(1), share(part), share(1 - part)]
  const sectors: [number, number, number][] = [
    [value, rising, low],
    [falling, value, low],
    [low, value, rising],
    [low, falling, value],
    [rising, low, value],
    [value, low, falling],
  ]
  return sectors[Math.floor(turn)] ?? [0, 0, 0]
}
