import type { Bytes } from '../platform.ts'
import { quote } from '../text.ts'

/** An Alink message (help.aliyun.com/document_detail/89301); any field may be missing or of any type. */
export interface Message {
  readonly id?: unknown
  readonly code?: unknown
  readonly params?: unknown
  readonly data?: unknown
}

/** A longer payload is looked at before it is parsed: each level of nesting costs the engine JsVars and stack. */
export const shallowBytes = 256
const bracketsMax = 32

/** False when a payload is nested so deep that it is none of ours, and parsing it might take all memory. */
export function isShallow(payload: Bytes): boolean {
  let left = bracketsMax
  for (let at = payload.indexOf('{'); left && at >= 0; at = payload.indexOf('{', at + 1)) left--
  for (let at = payload.indexOf('['); left && at >= 0; at = payload.indexOf('[', at + 1)) left--
  return left > 0
}

/** JSON -> message; throws when it is no JSON, null when it is no object. */
export function parseMessage(payload: Bytes): Message | null {
  return JSON.parse(payload) as Message | null
}

/** A message's params, its own only: in the engine a key "__proto__" makes others inherited. */
export function paramsOf(message: Message): unknown {
  // eslint-disable-next-line no-prototype-builtins -- the engine shows no built-in on a prototype; a message that brings its own hasOwnProperty throws, and is ignored
  return message.hasOwnProperty('params') ? message.params : undefined
}

/** A message's id as JSON text, to be echoed verbatim; '' when there is none that a reply could carry. */
export function idText(id: unknown): Bytes {
  // 1e400 is a number to JSON.parse, but Infinity is none to JSON.
  if (typeof id === 'number') return id - id === 0 ? '' + id : ''
  return typeof id === 'string' ? quote(id) : ''
}

/**
 * What is owed for a property set is kept as a note, short, because a burst may have to wait: the id, as JSON text, or
 * the whole reply when `wrong` says which parameter was not as wanted (460, parameter error).
 */
export function replyNote(id: Bytes, wrong: Bytes): Bytes {
  return '{"id":' + id + ',"code":460,"message":' + quote(wrong) + ',"data":{}}'
}

/** The set_reply's payload for a note. */
export function replyPayload(note: Bytes): Bytes {
  return note.charAt(0) === '{' ? note : '{"id":' + note + ',"code":200,"data":{}}'
}

/** A property post: `values` is the inside of its params, such as `"PowerSwitch_1":1`. */
export function postPayload(id: number, values: Bytes): Bytes {
  return '{"id":"' + id + '","version":"1.0","params":{' + values + '},"method":"thing.event.property.post"}'
}
