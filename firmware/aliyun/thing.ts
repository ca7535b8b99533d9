import type { Bytes } from '../platform.ts'
import { quote } from '../text.ts'

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

/** A longer payload is looked at before it is parsed: each level of nesting costs the engine JsVars and stack. */
export const shallowBytes = 256
const bracketsMax = 32

/** False when a payload is nested so deep that it is none of ours, and parsing it might take all memory. */
export function isShallow(payload: Bytes): boolean {
  let left = bracketsMax
  let at = 0
  while (left && (at = payload.indexOf('{', at) + 1)) left--
  while (left && (at = payload.indexOf('[', at) + 1)) left--
  return left > 0
}

/**
 * A message's id as JSON text, to be echoed verbatim; '' when there is none that a reply could carry. A number has a space
 * before it: what begins with more than `"` is a string in decimal, without its quotes, which 100 replies that wait would
 * hold in 25 JsVars. @seldom
 */
export function idText(id: unknown): Bytes {
  // 1e400 is a number to JSON.parse, but Infinity is none to JSON.
  if (typeof id === 'number') return id - id === 0 ? ' ' + id : ''
  return typeof id === 'string' ? quote(id) : ''
}

/**
 * The payload, but for its empty `data`, that answers a property set in which something was not as wanted (460, parameter
 * error); `id` as idText has it. @seldom
 */
export function replyTo(id: Bytes, wrong: Bytes): Bytes {
  return '{"id":' + (id > '#' ? '"' + id + '"' : id) + ',"code":460,"message":' + quote(wrong)
}
