import { parameterError, type Answer } from './alink.ts'
import type { PropertyPoint } from '../model/events.ts'
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
  if (!isJsonObject(params)) return parameterError
  const { value, timeMs } = readEvent(params, parts.wallNow())
  return postEvent(parts, request, { identifier, value, timeMs }) ?? { code: 200 }
}

/** Checks an event against the TSL and emits it. Returns what is wrong with it, or undefined. */
export function postEvent(
  { hub }: ThingParts,
  { device, product, id }: Request,
  { identifier, value, timeMs }: PropertyPoint,
): ValueFault | undefined {
  if (product.events !== undefined) {
    const event = findEvent(product, identifier)
    if (event === undefined) return { code: 5160, message: `tsl parse: event not exist -> ${identifier}` }
    if (!isJsonObject(value)) return { code: 460, message: 'request parameter error' }
    const fault = checkFields(value, event.outputData)
    if (fault !== undefined) return fault
  }
  hub.emit({ type: 'event-post', device, id, identifier, value, timeMs })
  return undefined
}

/** `{value: {...}, time}` as documented, or only the output parameters, as an SDK in use sends them. */
function readEvent(params: JsonObject, now: number): { value: JsonValue; timeMs: number } {
  const { value, time, ...others } = params
  const timeMs = timeOf(time, now)
  const isWrapped = isJsonObject(value) && Object.keys(others).length === 0
  return isWrapped ? { value, timeMs } : { value: params, timeMs: now }
}
