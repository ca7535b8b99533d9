import { parameterError, type Answer } from './alink.ts'
import type { DeviceName } from '../../device-names/names.ts'
import type { PropertyPoint } from '../model/events.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../model/json.ts'
import type { Moment } from '../model/timeline.ts'
import { postEvent } from './events.ts'
import type { Request, RequestTable, ThingParts } from './parts.ts'
import { mostProperties, readPoint, remember, sayFault, sift, toPoints, type ReadPoint } from './properties.ts'

/** Properties and events with several values each, as a batch or as history. */
export function seriesRequests(parts: ThingParts): RequestTable {
  return {
    'thing/event/property/batch/post': (request) => takeBatch(parts, request),
    'thing/event/property/history/post': (request) => takeHistory(parts, request),
  }
}

interface Series {
  readonly properties: ReadPoint[]
  readonly events: PropertyPoint[]
}

/** `{properties: {Power: [{value, time}, ...]}, events: {Alarm: [{value: {...}, time}, ...]}}` */
function takeBatch(parts: ThingParts, request: Request): Answer {
  const { params } = request
  if (!isJsonObject(params)) return parameterError
  const now = parts.timeline()
  const [properties, events] = [readSeries(params.properties, now), readSeries(params.events, now)]
  if (properties === undefined || events === undefined) return parameterError
  if (properties.length > mostProperties) return { code: 6106, message: `more than ${mostProperties} properties` }
  return takeSeries(parts, request, { properties, events }, now)
}

/** Undefined if it is not a series. */
function readSeries(series: JsonValue | undefined, now: Moment): ReadPoint[] | undefined {
  if (series === undefined) return []
  if (!isJsonObject(series)) return undefined
  return Object.entries(series).flatMap(([name, values]) =>
    (Array.isArray(values) ? values : [values]).map((value) => readPoint(name, value, now)),
  )
}

/** `[{identity, properties: [{Power: {value, time}}], events: [{Alarm: {value, time}}]}, ...]` */
function takeHistory(parts: ThingParts, request: Request): Answer {
  const { params, device } = request
  const now = parts.timeline()
  const whole: Series = { properties: [], events: [] }
  for (const entry of Array.isArray(params) ? params : [params]) {
    if (!isJsonObject(entry) || !isAbout(entry.identity, device)) return parameterError
    for (const kind of ['properties', 'events'] as const) {
      const points = readAll(entry, kind, now)
      if (points === undefined) return parameterError
      whole[kind].push(...points)
    }
  }
  return takeSeries(parts, request, whole, now)
}

function readAll(entry: JsonObject, kind: keyof Series, now: Moment): ReadPoint[] | undefined {
  const list = entry[kind]
  const read = (Array.isArray(list) ? list : []).map((one) => readSeries(one, now))
  return read.every((points) => points !== undefined) ? read.flat() : undefined
}

/** Whether an identity is that of the device itself; only gateways may post for others. */
function isAbout(identity: JsonValue | undefined, { productKey, deviceName }: DeviceName): boolean {
  if (identity === undefined) return true
  return isJsonObject(identity) && identity.productKey === productKey && identity.deviceName === deviceName
}

function takeSeries(parts: ThingParts, request: Request, { properties, events }: Series, now: Moment): Answer {
  const { device, product } = request
  const { good, failed } = sift(properties, product, parts.rules)
  remember(parts, device, good, now)
  parts.hub.emit({ type: 'property-history', device, points: toPoints(good), failed })
  const data = Object.fromEntries(Object.entries(failed).map(([name, fault]) => [name, sayFault(name, fault)]))
  for (const event of events) {
    const fault = postEvent(parts, request, event)
    if (fault !== undefined) data[event.identifier] = fault.message
  }
  return { code: 200, data }
}
