import { dateTimeOf } from '../parts/format.ts'
import type { JsonValue } from '../../cloud/model/json.ts'
import type { DataType, Field, NumberSpecs, TslProperty } from '../../thing-model/tsl.ts'

/** The texts of a bool whose thing model has none, and of a value that is not known. */
export interface ValueWords {
  readonly on: string
  readonly off: string
  readonly unknown: string
}

/** The name that the thing model gives a property, else its identifier. */
export const titleOf = ({ name = '', identifier }: Field): string => (name === '' ? identifier : name)

export const isSettable = ({ accessMode }: TslProperty): boolean => accessMode !== 'r'

/** The specs of a type that is a number; undefined for any other. */
export function numberSpecsOf(type: DataType | undefined): NumberSpecs | undefined {
  const isNumber = type?.type === 'int' || type?.type === 'float' || type?.type === 'double'
  return isNumber ? (type.specs ?? {}) : undefined
}

/** The unit of a number, with a space in front where it is written so; '' for none. */
export function unitOf(type: DataType | undefined): string {
  const unit = numberSpecsOf(type)?.unit ?? ''
  return unit === '' || unit === '%' ? unit : ` ${unit}`
}

/** A value for people: the words of a bool or enum, the local time of a date, a number with its unit. */
export function sayValue(value: JsonValue | undefined, type: DataType | undefined, words: ValueWords): string {
  if (value === undefined) return words.unknown
  switch (type?.type) {
    case 'bool':
      return sayBool(value, type.specs, words)
    case 'enum':
      return type.specs?.[String(value)] || textOf(value)
    case 'date':
      return isDate(value) ? dateTimeOf(Number(value)) : textOf(value)
    default:
      return textOf(value) + (typeof value === 'number' ? unitOf(type) : '')
  }
}

function sayBool(value: JsonValue, specs: Readonly<Record<string, string>> | undefined, words: ValueWords): string {
  const bit = bitOf(value)
  if (bit === undefined) return textOf(value)
  return specs?.[bit] || (bit === 1 ? words.on : words.off)
}

/** The digits of a number that are shown: those after them come from how computers hold 0.1. */
const mostDigits = 12

function textOf(value: JsonValue): string {
  if (typeof value === 'string') return value
  return JSON.stringify(typeof value === 'number' ? Number(value.toPrecision(mostDigits)) : value)
}

/** 0 or 1 of what a device reports for a bool; undefined for anything else. */
export function bitOf(value: JsonValue | undefined): 0 | 1 | undefined {
  if (value === 1 || value === true) return 1
  return value === 0 || value === false ? 0 : undefined
}

/** The latest moment that a Date can hold, ms since 1970. */
const latestMs = 8.64e15

/** Whether a value is a date as Aliyun has it: ms since 1970 as a text of digits. */
export const isDate = (value: JsonValue | undefined): boolean =>
  typeof value === 'string' && /^\d{1,16}$/.test(value) && Number(value) <= latestMs

/** The text of an `<input type="datetime-local">`, in the browser's time, for ms since 1970. */
export function toLocalInput(timeMs: number): string {
  const utc = new Date(timeMs)
  return new Date(timeMs - utc.getTimezoneOffset() * 60_000).toISOString().slice(0, 19)
}

/** ms since 1970, as the text that Aliyun wants, of what such an input holds; undefined if that is no time. */
export function fromLocalInput(text: string): string | undefined {
  const timeMs = new Date(text).getTime()
  return Number.isNaN(timeMs) ? undefined : String(timeMs)
}

/** Whether two values are the same for the one who sets them: 1 and true are, and the order of members does not matter. */
export function isSameValue(one: JsonValue | undefined, other: JsonValue | undefined): boolean {
  return one === other || (bitOf(one) !== undefined && bitOf(one) === bitOf(other)) || inOrder(one) === inOrder(other)
}

function inOrder(value: JsonValue | undefined): string | undefined {
  if (value === undefined) return undefined
  return JSON.stringify(value, (_key, one: JsonValue) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  )
}

/** A value that fits a type, to begin with. */
export function exampleOf(type: DataType | undefined): JsonValue {
  switch (type?.type) {
    case 'int':
    case 'float':
    case 'double':
      return Number(type.specs?.min ?? 0)
    case 'enum':
      return Number(Object.keys(type.specs ?? {})[0] ?? 0)
    case 'text':
      return ''
    case 'date':
      return '0'
    case 'struct':
      return Object.fromEntries((type.specs ?? []).map((one) => [one.identifier, exampleOf(one.dataType)]))
    case 'array':
      return type.specs?.item === undefined ? [] : [exampleOf(type.specs.item)]
    default:
      return 1
  }
}

/** What a type wants, in short and the same in all languages: `int 0..255`, `{red: int, name: text 8}`, `[int] 0..10`. */
export function shapeOf(type: DataType | undefined): string {
  switch (type?.type) {
    case undefined:
      return 'JSON'
    case 'struct':
      return `{${(type.specs ?? []).map((one) => `${one.identifier}: ${shapeOf(one.dataType)}`).join(', ')}}`
    case 'array':
      return `[${shapeOf(type.specs?.item)}]${type.specs?.size === undefined ? '' : ` 0..${type.specs.size}`}`
    case 'text':
      return type.specs?.length === undefined ? 'text' : `text ${type.specs.length}`
    case 'enum':
      return `enum ${Object.keys(type.specs ?? {}).join('|')}`
    case 'bool':
      return 'bool 0|1'
    case 'date':
      return 'date "ms"'
    case 'int':
    case 'float':
    case 'double':
      return `${type.type}${rangeOf(type.specs ?? {})}`
  }
}

/** A range as ` 0..255`, with one end if there is only one. */
export function rangeOf({ min, max }: NumberSpecs): string {
  return min === undefined && max === undefined ? '' : ` ${min ?? ''}..${max ?? ''}`
}
