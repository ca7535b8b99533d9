import { types } from 'node:util'
import { dataOf } from '../../storage/bytes.ts'
import { consoleText } from './console-text.ts'
import type { Machine } from './machine.ts'
import type { Callable } from './realm.ts'

const naming = { nameOf: () => undefined, isNative: () => false, isPlainToString: () => true }

/**
 * Returns the bytes of a value that the engine can go through: a number, a string, an array of such, {data, count} or
 * {callback} (jsvIterateCallback in jsvar.c). Throws the engine's TypeError for what it cannot.
 */
export function iterated(machine: Machine, value: unknown): Uint8Array {
  const plain = dataOf(value)
  if (plain) return plain
  if (Array.isArray(value)) return Buffer.concat(value.map((item) => iterated(machine, item)))
  if (typeof value === 'function') return new Uint8Array(0)
  if (typeof value !== 'object' || value === null)
    return machine.fail('TypeError', `Expecting Number or iterable, got ${typeName(value)}`)
  const { data, count, callback } = value as { data?: unknown; count?: unknown; callback?: unknown }
  if (typeof callback === 'function') return iterated(machine, Reflect.apply(callback as Callable, undefined, []))
  if (data === undefined || count === undefined) {
    const got = consoleText(value, naming)
    const wanted = '{data : ..., count : N} or {callback : fn}'
    return machine.fail('TypeError', `If specifying an object, it must be of the form ${wanted} - got ${got}`)
  }
  const bytes = iterated(machine, data)
  return Buffer.concat(Array.from({ length: Number(count) }, () => bytes))
}

/**
 * Returns the options that a script gives, none for undefined. Throws where they are no object, and at an option of another
 * name (jsvReadConfigObject in jsvar.c).
 */
export function readOptions<Name extends string>(
  machine: Machine,
  options: unknown,
  names: readonly Name[],
): Partial<Record<Name, unknown>> {
  if (options === undefined) return {}
  const isObject = typeof options === 'object' && options !== null && !Array.isArray(options)
  if (!isObject || ArrayBuffer.isView(options) || types.isBoxedPrimitive(options))
    return machine.fail('Error', `Expecting Object or undefined, got ${typeName(options)}`)
  for (const name of Object.keys(options)) {
    if (!names.some((known) => known === name)) machine.fail('Error', `Unknown option ${JSON.stringify(name)}`)
  }
  return options as Partial<Record<Name, unknown>>
}

function typeName(value: unknown): string {
  if (value === undefined || value === null) return String(value)
  if (typeof value === 'boolean') return 'Number'
  if (typeof value === 'object') return Object.prototype.toString.call(value).slice('[object '.length, -1)
  return typeof value === 'string' ? 'String' : typeof value === 'function' ? 'Function' : 'Number'
}
