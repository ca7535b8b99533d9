import { parameterError, type Answer } from './alink.ts'
import type { PropertyPoint } from '../model/events.ts'
import type { Product } from '../model/product.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../model/json.ts'
import { timeOf } from './properties.ts'
import { findEvent } from '../../thing-model/tsl.ts'
import { checkFields, type ValueFault } from '../model/tsl-values.ts'
import type { Request, RequestHandler, ThingParts } from './parts.ts'

/** The handler of `thing/event/{identifier}/post`; undefined for another topic. */
export function eventRequest(parts: ThingParts, tail: string): RequestHandler | undefined {
  const identifier = /^thing\/event\/([^/]+)\/post$/.exec(tail)?.[1]
  return identifier === undefined ? undefined : (request) => takeEvent(parts, identifier, request)
}

function takeEvent(parts: ThingParts, identifier: string, request: Request): Answer {
  const { params } = request
  if (!isJsonObject(params)) {
    refuse(parts, request, { identifier, value: params ?? null }, parameterError)
    return parameterError
  }
  const { value, timeMs } = readEvent(params, parts.wallNow())
  return postEvent(parts, request, { identifier, value, timeMs }) ?? { code: 200 }
}

/** Checks an event against the TSL and emits it. Returns what is wrong with it, or undefined. */
export function postEvent(
  parts: ThingParts,
  request: Request,
  { identifier, value, timeMs }: PropertyPoint,
): ValueFault | undefined {
  const { device, product, id } = request
  const fault = checkEvent(product, identifier, value)
  if (fault !== undefined) refuse(parts, request, { identifier, value }, fault)
  else parts.hub.emit({ type: 'event-post', device, id, identifier, value, timeMs })
  return fault
}

function checkEvent(product: Product, identifier: string, value: JsonValue): ValueFault | undefined {
  if (product.events === undefined) return undefined
  const event = findEvent(product, identifier)
  if (event === undefined) return { code: 5160, message: `tsl parse: event not exist -> ${identifier}` }
  if (!isJsonObject(value)) return parameterError
  return checkFields(value, event.outputData)
}

function refuse(
  { hub }: ThingParts,
  { device, id }: Request,
  event: Pick<PropertyPoint, 'identifier' | 'value'>,
  { code, message }: ValueFault,
): void {
  hub.emit({ type: 'event-refused', device, id, ...event, code, message })
}

/** `{value: {...}, time}` as documented, or only the output parameters, as an SDK in use sends them. */
function readEvent(params: JsonObject, now: number): { value: JsonValue; timeMs: number } {
  const { value, time, ...others } = params
  const timeMs = timeOf(time, now)
  const isWrapped = isJsonObject(value) && Object.keys(others).length === 0
  return isWrapped ? { value, timeMs } : { value: params, timeMs: now }
}
