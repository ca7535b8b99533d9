import { findNodeAtLocation, parseTree } from 'jsonc-parser'
import type { DeviceName } from '../../device-names/names.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../model/json.ts'
import type { DeviceReply } from '../model/outcomes.ts'

/** Alink, the JSON protocol of the thing model: reads and writes its messages, whatever transports them. */

/** The topics of a device's properties. */
export function propertyTopics({ productKey, deviceName }: DeviceName) {
  const own = `/sys/${productKey}/${deviceName}/thing`
  return {
    post: `${own}/event/property/post`,
    postReply: `${own}/event/property/post_reply`,
    set: `${own}/service/property/set`,
    setReply: `${own}/service/property/set_reply`,
  } as const
}

/** A request's id: documented as a decimal string, in practice anything. It is sent back exactly as it came. */
export interface RequestId {
  /** For people to read. */
  readonly text: string
  /** As it was in the request: parsing a number of more than 15 digits would change it. */
  readonly json: string
}

/** `source` is the text that `message` was read from. */
export function readId({ id }: JsonObject, source: string): RequestId | undefined {
  if (typeof id === 'string') return { text: id, json: JSON.stringify(id) }
  if (typeof id !== 'number') return undefined
  const root = parseTree(source)
  const node = root && findNodeAtLocation(root, ['id'])
  const literal = node === undefined ? String(id) : source.slice(node.offset, node.offset + node.length)
  return { text: literal, json: literal }
}

/** Whether a request wants a reply: always, unless it has `sys: {ack: 0}`. */
export function wantsReply({ sys }: JsonObject): boolean {
  return !(isJsonObject(sys) && sys.ack === 0)
}

/** The reply to a request. `message` defaults to the usual text of the code. */
export interface Answer {
  readonly code: number
  readonly data?: JsonValue
  readonly message?: string
}

export const success: Answer = { code: 200 }
export const parameterError: Answer & { readonly message: string } = { code: 460, message: 'request parameter error' }

/** Writes the platform's reply, with its keys and their order as observed. */
export function writeReply({ json }: RequestId, method: string, { code, data = {}, message }: Answer): string {
  const rest = { message: message ?? (code === 200 ? 'success' : 'request error'), method, version: '1.0' }
  return `{"code":${code},"data":${JSON.stringify(data)},"id":${json},${JSON.stringify(rest).slice(1)}`
}

/** Writes a request of the platform to a device. Real ones have the version `1.0.0`. */
export function writeRequest(id: string, method: string, params: JsonValue): string {
  return JSON.stringify({ method, id, params, version: '1.0.0' })
}

/** The method that belongs to a topic: what follows the device's names, with dots for slashes. */
export function methodOf(tail: string): string {
  return tail.replaceAll('/', '.')
}

/** Finds an id in a payload that may be broken, so that the device gets a reply that says so. */
export function findId(text: string): RequestId | undefined {
  const id = /"id"\s*:\s*"([^"\\]{1,64})"/.exec(text)?.[1]
  return id === undefined ? undefined : { text: id, json: JSON.stringify(id) }
}

/** Reads a device's reply; only id and code are required. */
export function readReply(message: JsonObject): DeviceReply | 'malformed' {
  const { id, code, data = {}, message: text } = message
  if ((typeof id !== 'string' && typeof id !== 'number') || typeof code !== 'number') return 'malformed'
  return { id: String(id), code, data, message: typeof text === 'string' ? text : '' }
}
