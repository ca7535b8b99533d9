import type { Bytes } from '../platform.ts'

/** An Alink message (help.aliyun.com/document_detail/89301); any field may be missing or of any type. */
export interface Message {
  readonly id?: unknown
  readonly code?: unknown
  readonly params?: unknown
  readonly data?: unknown
}

/** A longer payload is looked at before it is parsed: each level of nesting costs the engine JsVars and stack. */
const shallowBytes = 256
const bracketsMax = 32

function isShallow(payload: Bytes): boolean {
  let left = bracketsMax
  for (let at = payload.indexOf('{'); left && at >= 0; at = payload.indexOf('{', at + 1)) left--
  for (let at = payload.indexOf('['); left && at >= 0; at = payload.indexOf('[', at + 1)) left--
  return left > 0
}

/** JSON -> message, or undefined when it is no JSON, no object, or nested too deep to be one of ours. */
export function parseMessage(payload: Bytes): Message | undefined {
  if (payload.length > shallowBytes && !(/*@__INLINE__*/ isShallow(payload))) return undefined
  try {
    const message = JSON.parse(payload) as unknown
    return typeof message === 'object' && message ? message : undefined
  } catch (error) {
    return undefined
  }
}

/** Text as JSON. Not JSON.stringify: the boards turn bytes from 0x7F on into escapes of another text. */
function quote(text: Bytes): Bytes {
  let json = '"'
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i)
    json +=
      character < ' ' || character === '"' || character === '\\'
        ? '\\u00' + (character.charCodeAt(0) + 256).toString(16).substr(1)
        : character
  }
  return json + '"'
}

/** A message's id as JSON text, to be echoed verbatim; '' when there is none that a reply could carry. */
export function idText(id: unknown): Bytes {
  if (typeof id === 'number') return '' + id
  if (typeof id !== 'string') return ''
  // Documented ids are decimal: those need no look at each character.
  return '' + +id === id ? '"' + id + '"' : quote(id)
}

/**
 * What is owed for a property set, short, because a burst may have to wait: `id` as idText gives it; `wrong` says which
 * parameter was not as wanted, '' for none. `replyPayload` makes the reply of it.
 */
export function replyNote(id: Bytes, wrong: Bytes): Bytes {
  return wrong ? id + ',"code":460,"message":' + quote(wrong) : id
}

/** The set_reply for a note: code 200, or 460 (parameter error) with the reason. */
export function replyPayload(note: Bytes): Bytes {
  // An id cannot hold these characters unescaped.
  return '{"id":' + note + (note.indexOf('"code":') < 0 ? ',"code":200' : '') + ',"data":{}}'
}

/** A property post: `values` is the inside of its params, such as `"PowerSwitch_1":1`. */
export function postPayload(id: number, values: Bytes): Bytes {
  return '{"id":"' + id + '","version":"1.0","params":{' + values + '},"method":"thing.event.property.post"}'
}
