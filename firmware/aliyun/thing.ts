import type { Bytes } from '../platform.ts'
import { quote, quotedMax } from '../text.ts'

/** An Alink message as documented (help.aliyun.com/document_detail/89301); any field may be missing or of any other type. */
export interface Message {
  readonly id?: string
  readonly params?: Params
}
/** Values by their names, none of which is a message's. */
export interface Params {
  readonly id?: never
  readonly params?: never
}

/** A longer payload is looked at before it is parsed: each value, and each level of nesting, costs the engine JsVars. */
export const shallowBytes = 256
const bracketsMax = 32
const commasMax = 128

/**
 * False when a payload is nested so deep, or has an array of so many values, that it is none of ours, and parsing it might
 * take all memory.
 */
export function isShallow(payload: Bytes): boolean {
  let left = bracketsMax
  let at = 0
  while (left && (at = payload.indexOf('{', at) + 1)) left--
  const arrays = left
  while (left && (at = payload.indexOf('[', at) + 1)) left--
  // Each turn costs a tenth of a set of 1,900 bytes: where there is no array there are not that many values.
  if (left && left < arrays) for (left = commasMax; left && (at = payload.indexOf(',', at) + 1);) left--
  return left > 0
}

/** False when the engine may have made another number of one: of an integer it keeps the lowest 64 bits. @seldom */
export function isExact(payload: Bytes): boolean {
  let at = 0
  // NaN, where no number stands, is not over anything.
  while ((at = payload.indexOf(':', at) + 1)) if (Math.abs(parseFloat(payload.substr(at, 60))) > 9e18) return false
  return true
}

/**
 * A message's id as JSON text, to be echoed verbatim; '' when there is none that a reply could carry: none over `quotedMax`
 * (documented are strings of 10 digits), no number but 0 to 2^53 - 1: another might be read, or printed, as one that was not
 * sent. A number has a space before it: what begins with more than `"` is a string in decimal, without its quotes, which
 * 100 replies that wait would hold in 25 JsVars. @seldom
 */
export function idText(id: unknown): Bytes {
  // From 2^53 on, one more is not the next number.
  if (typeof id === 'number') return id >= 0 && id % 1 === 0 && id + 1 - id === 1 ? ' ' + id : ''
  if (typeof id !== 'string' || id.length > quotedMax) return ''
  const quoted = quote(id)
  return quoted.length > quotedMax ? '' : quoted
}

/**
 * The payload, but for its empty `data`, that answers a property set in which something was not as wanted (460, parameter
 * error); `id` as idText has it. @seldom
 */
export function replyTo(id: Bytes, wrong: Bytes): Bytes {
  return '{"id":' + (id > '#' ? '"' + id + '"' : id) + ',"code":460,"message":' + quote(wrong)
}
