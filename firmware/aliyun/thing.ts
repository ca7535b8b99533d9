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
export const plainBytes = 256
const bracketsMax = 32
const commasMax = 128

/**
 * False when a payload is none of ours: so deep or of so many values that parsing it might take all memory, or with a
 * number that the engine would make another of: it keeps the lowest 64 bits of an integer. @seldom
 */
export function isPlain(payload: Bytes): boolean {
  let left = bracketsMax
  let at = 0
  while (left && (at = payload.indexOf('{', at) + 1)) left--
  while (left && (at = payload.indexOf('[', at) + 1)) left--
  if (!left) return false
  for (left = commasMax; left && (at = payload.indexOf(',', at) + 1);) left--
  // NaN, where no number stands, is not over anything.
  while (left && (at = payload.indexOf(':', at) + 1)) if (Math.abs(parseFloat(payload.substr(at, 60))) > 9e18) left = 0
  return left > 0
}

/**
 * A message's id as JSON text, to be echoed verbatim; '' when there is none that a reply could carry: none over `quotedMax`
 * (documented are 10 digits). A number has a space before it: what begins with more than `"` is a string in decimal,
 * without its quotes, which 100 replies that wait would hold in 25 JsVars. @seldom
 */
export function idText(id: unknown): Bytes {
  // 1e400 is a number to JSON.parse, but Infinity is none to JSON.
  if (typeof id === 'number') return id - id === 0 ? ' ' + id : ''
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
