import type { Bytes } from '../platform/platform.ts'
import { parsed, quote, quotedMax } from '../text.ts'

/** An Alink message as documented (help.aliyun.com/document_detail/89301); any field may be missing or of any other type. */
export interface Message {
  readonly id?: string
  params?: Params
}
/** The values of a property set by property name: anything may be there. */
export interface Params {
  [name: string]: unknown
}

/**
 * A payload longer than this, bytes, goes through `isShallow` before it is parsed: each value and each level of nesting
 * costs the engine JsVars.
 */
export const shallowBytes = 256
const bracketsMax = 32
const commasMax = 128

/**
 * Returns false for a payload with so many brackets, or with an array of so many values, that it cannot be a property set
 * and parsing it might take all memory. @seldom
 */
export function isShallow(payload: Bytes): boolean {
  let left = bracketsMax
  let at = 0
  while (left && (at = payload.indexOf('{', at) + 1)) left--
  const arrays = left
  while (left && (at = payload.indexOf('[', at) + 1)) left--
  // Commas are counted only where there is an array: this takes a tenth of the time of a set of 1,900 bytes, and without an
  // array the payload has no room for so many values.
  if (left && left < arrays) for (left = commasMax; left && (at = payload.indexOf(',', at) + 1);) left--
  return left > 0
}

/**
 * Returns false when the engine may have read a number of the payload as another one: of an integer it keeps the lowest 64
 * bits. @seldom
 */
export function isExact(payload: Bytes): boolean {
  let at = 0
  // Where no number follows the colon, parseFloat returns NaN, which is not above the limit.
  while ((at = payload.indexOf(':', at) + 1)) if (Math.abs(parseFloat(payload.substr(at, 60))) > 9e18) return false
  return true
}

/**
 * Returns the object that a payload is, undefined where it is none, or parsing it might take all memory or misread a
 * number. @seldom
 */
export function messageOf(payload: Bytes): Message | undefined {
  if ((payload.length > shallowBytes && !isShallow(payload)) || !isExact(payload)) return
  // The engine's parser ignores what follows a value.
  const list = parsed('[' + payload + ',0]') as [Message, number] | undefined
  return list && list.length === 2 && typeof list[0] === 'object' && list[0] ? list[0] : undefined
}

/**
 * Returns a text or a number that arrived as a text, '' for all else: an object's own toString, of which the language makes a text,
 * may be anything. @seldom
 */
export function textOf(value: unknown): Bytes {
  return typeof value === 'string' || typeof value === 'number' ? '' + value : ''
}

/**
 * Returns a message's id as JSON text, which the reply echoes verbatim, or '' when a reply cannot carry it: a string longer
 * than `quotedMax` in quotes (documented are strings of 10 digits), or a number other than an integer from 0 to 2^53 - 1,
 * which the engine might read or print as another one. A number gets a leading space, because the usual id, a string of a
 * decimal number, is kept without its quotes (`onSet`; they would take 25 JsVars in 100 replies that wait), and the two
 * must differ. @seldom
 */
export function idText(id: unknown): Bytes {
  // From 2^53 on, id + 1 is not exact any more.
  if (typeof id === 'number') return id >= 0 && id % 1 === 0 && id + 1 - id === 1 ? ' ' + id : ''
  if (typeof id !== 'string' || id.length > quotedMax) return ''
  const quoted = quote(id)
  return quoted.length > quotedMax ? '' : quoted
}

/**
 * Returns the reply of failure to a property set, without its end `,"data":{}}`. `id` is a decimal string without quotes or
 * what `idText` returned: only the former is above '#'. @seldom
 */
export function replyTo(id: Bytes, code: number, message: Bytes): Bytes {
  return '{"id":' + (id > '#' ? '"' + id + '"' : id) + ',"code":' + code + ',"message":' + quote(message)
}
