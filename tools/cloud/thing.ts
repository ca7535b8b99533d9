import type { DeviceName, Product } from './devices.ts'
import { isJsonObject, type JsonObject, type JsonValue } from './json.ts'

/** Alink, the JSON protocol of the thing model: payloads in and out, without a thought for who carries them. */

export const propertyPostMethod = 'thing.event.property.post'
export const propertySetMethod = 'thing.service.property.set'

/** The topics of the property part for one device. */
export function propertyTopics({ productKey, deviceName }: DeviceName) {
  const own = `/sys/${productKey}/${deviceName}/thing`
  return {
    post: `${own}/event/property/post`,
    postReply: `${own}/event/property/post_reply`,
    set: `${own}/service/property/set`,
    setReply: `${own}/service/property/set_reply`,
  } as const
}

/** A request's or reply's id: documented as a decimal text, in the wild anything; it goes back exactly as it came. */
type MessageId = string | number

function readId(message: JsonObject): MessageId | undefined {
  const { id } = message
  return typeof id === 'string' || typeof id === 'number' ? id : undefined
}

export interface PropertyPost {
  readonly id: MessageId
  readonly wantsReply: boolean
  /** Identifiers and values; `time` in ms since 1970 where the device gave one. */
  readonly values: ReadonlyMap<string, { readonly value: JsonValue; readonly timeMs?: number }>
}

/** Reads the payload of a property post: `params` maps identifiers to a bare value or to `{value, time}`. */
export function readPropertyPost(message: JsonObject): PropertyPost | 'malformed' {
  const id = readId(message)
  const { params, sys } = message
  if (id === undefined || !isJsonObject(params)) return 'malformed'
  const values = new Map<string, { value: JsonValue; timeMs?: number }>()
  for (const [identifier, given] of Object.entries(params)) {
    const wrapped = isJsonObject(given) && given.value !== undefined ? given : { value: given }
    const { value = null, time } = wrapped
    values.set(identifier, typeof time === 'number' ? { value, timeMs: time } : { value })
  }
  return { id, values, wantsReply: !(isJsonObject(sys) && sys.ack === 0) }
}

/** The identifiers a product does not have; none when its properties are not described. */
export function unknownIdentifiers(product: Product, identifiers: Iterable<string>): string[] {
  if (product.properties === undefined) return []
  const known = new Set(product.properties.map((property) => property.identifier))
  return [...identifiers].filter((identifier) => !known.has(identifier))
}

/** The answer to a property post. Unknown identifiers are no failure: code 200, and a text each (observed). */
export function writePropertyPostReply(id: MessageId, unknown: readonly string[]): string {
  const data = Object.fromEntries(unknown.map((name) => [name, `tsl parse: params not exist -> ${name}`]))
  return JSON.stringify({ code: 200, data, id, message: 'success', method: propertyPostMethod, version: '1.0' })
}

/** The answer to a request that is not JSON or lacks its parts, when an id can be found in it. */
export function writeFailure(id: MessageId, code: number, message: string, method: string): string {
  return JSON.stringify({ code, data: {}, id, message, method, version: '1.0' })
}

/** Finds an id in a payload that may be broken, so that the failure can be answered. */
export function findId(text: string): string | undefined {
  return /"id"\s*:\s*"([^"\\]{1,64})"/.exec(text)?.[1]
}

export function writePropertySet(id: string, params: JsonObject): string {
  return JSON.stringify({ method: propertySetMethod, id, params, version: '1.0.0' })
}

export interface SetReply {
  readonly id: string
  readonly code: number
  readonly data: JsonValue
  readonly message: string
}

/** Reads the payload of a set_reply; only id and code are required. */
export function readSetReply(message: JsonObject): SetReply | 'malformed' {
  const id = readId(message)
  const { code, data = {}, message: text } = message
  if (id === undefined || typeof code !== 'number') return 'malformed'
  return { id: String(id), code, data, message: typeof text === 'string' ? text : '' }
}
