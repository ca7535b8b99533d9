import { parameterError, type Answer } from '../alink.ts'
import { deviceKey, type DeviceName, type Product } from '../devices.ts'
import type { CheckFailures, PropertyPoint } from '../events.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts'
import type { Rules } from '../rules.ts'
import type { ReportedValue } from '../store.ts'
import { findProperty } from '../tsl.ts'
import { checkValue, unknownIdentifier, type ValueFault } from '../tsl-values.ts'
import type { Request, RequestTable, ThingParts } from './parts.ts'

/** Properties in one post, documented. */
export const mostProperties = 200

/** Property post, batch and history: what devices report. */
export function propertyRequests(parts: ThingParts): RequestTable {
  return {
    'thing/event/property/post': (request) => takePost(parts, request),
    'thing/event/property/batch/post': (request) => takeBatch(parts, request),
    'thing/event/property/history/post': (request) => takeHistory(parts, request),
  }
}

/** One identifier of a post: a bare value, or `{value, time}` with ms since 1970. */
function readPoint(identifier: string, given: JsonValue, nowMs: number): PropertyPoint {
  const wrapped = isJsonObject(given) && given.value !== undefined ? given : { value: given }
  const { value = null, time } = wrapped
  return { identifier, value, timeMs: typeof time === 'number' ? time : nowMs }
}

/** What the product's TSL has against a value; nothing where the product describes no properties. */
export function checkProperty(
  product: Product,
  identifier: string,
  value: JsonValue,
  rules: Pick<Rules, 'unknownIdentifierCode'>,
): ValueFault | undefined {
  if (product.properties === undefined) return undefined
  const property = findProperty(product, identifier)
  if (property === undefined) return unknownIdentifier(identifier, rules.unknownIdentifierCode)
  return checkValue(identifier, value, property.dataType)
}

function sift(
  points: readonly PropertyPoint[],
  product: Product,
  rules: Rules,
): { good: PropertyPoint[]; failed: CheckFailures; unknown: string[] } {
  const failed: CheckFailures = {}
  const unknown: string[] = []
  const good = points.filter(({ identifier, value }) => {
    const fault = checkProperty(product, identifier, value, rules)
    if (fault === undefined) return true
    failed[identifier] = fault
    if (findProperty(product, identifier) === undefined) unknown.push(identifier)
    return false
  })
  return { good, failed, unknown }
}

function takePost(parts: ThingParts, { device, product, id, params }: Request): Answer {
  if (!isJsonObject(params)) return parameterError
  const { rules, hub } = parts
  const now = parts.wallNow()
  const given = Object.entries(params).map(([name, value]) => readPoint(name, value, now))
  if (given.length > mostProperties) return { code: 6106, message: `more than ${mostProperties} properties` }
  const { good, failed, unknown } = sift(given, product, rules)
  const [wrong] = Object.entries(failed).filter(([name]) => !unknown.includes(name))
  if (wrong !== undefined && rules.wrongValues === 'refuse') return { ...wrong[1], data: {} }
  remember(parts, device, good)
  const posted = Object.fromEntries(given.map(({ identifier, value }) => [identifier, value]))
  hub.emit({ type: 'property-post', device, id: String(id), params: posted, points: good, unknown, failed })
  parts.sets.posted(device, new Map(good.map((point) => [point.identifier, point])))
  const data = Object.fromEntries(Object.entries(failed).map(([name, fault]) => [name, sayFault(name, fault)]))
  return { code: 200, data }
}

/** In a reply an unknown identifier has the older text whatever its code (observed). */
function sayFault(name: string, { code, message }: ValueFault): string {
  return code === 5092 ? unknownIdentifier(name, 6304).message : message
}

/** Keeps the newest value of each: a post may carry an older time than what is there. */
function remember({ store }: ThingParts, device: DeviceName, points: readonly PropertyPoint[]): void {
  if (points.length === 0) return
  const key = deviceKey(device)
  const reported: Record<string, ReportedValue> = { ...store.read('reported', key) }
  for (const { identifier, value, timeMs } of points) {
    const before = reported[identifier]
    if (before === undefined || before.timeMs <= timeMs) reported[identifier] = { value, timeMs }
  }
  store.write('reported', key, reported)
}

function takeBatch(parts: ThingParts, { device, product, params }: Request): Answer {
  if (!isJsonObject(params)) return parameterError
  const points = readSeries(params.properties, parts.wallNow())
  if (points === undefined) return parameterError
  if (points.length > mostProperties) return { code: 6106, message: `more than ${mostProperties} properties` }
  return takeSeries(parts, device, product, points)
}

/** `{Power: [{value, time}, ...]}`; undefined when it is something else. */
function readSeries(series: JsonValue | undefined, now: number): PropertyPoint[] | undefined {
  if (series === undefined) return []
  if (!isJsonObject(series)) return undefined
  return Object.entries(series).flatMap(([name, values]) =>
    (Array.isArray(values) ? values : [values]).map((value) => readPoint(name, value, now)),
  )
}

function takeHistory(parts: ThingParts, { device, product, params }: Request): Answer {
  const entries = Array.isArray(params) ? params : [params]
  const points: PropertyPoint[] = []
  for (const entry of entries) {
    if (!isJsonObject(entry) || !isAbout(entry.identity, device)) return parameterError
    for (const one of Array.isArray(entry.properties) ? entry.properties : []) {
      const read = readSeries(one, parts.wallNow())
      if (read === undefined) return parameterError
      points.push(...read)
    }
  }
  return takeSeries(parts, device, product, points)
}

/** A device that is no gateway speaks for itself alone. */
function isAbout(identity: JsonValue | undefined, { productKey, deviceName }: DeviceName): boolean {
  if (identity === undefined) return true
  return isJsonObject(identity) && identity.productKey === productKey && identity.deviceName === deviceName
}

function takeSeries(parts: ThingParts, device: DeviceName, product: Product, points: PropertyPoint[]): Answer {
  const { good, failed } = sift(points, product, parts.rules)
  remember(parts, device, good)
  parts.hub.emit({ type: 'property-history', device, points: good, failed })
  const data = Object.fromEntries(Object.entries(failed).map(([name, fault]) => [name, sayFault(name, fault)]))
  return { code: 200, data }
}

/** What the TSL has against values to be set: one that is unknown, only reported (`r`), or wrong. */
export function checkSettable(product: Product, params: JsonObject, rules: Rules): ValueFault | undefined {
  for (const [name, value] of Object.entries(params)) {
    const fault = checkProperty(product, name, value, rules)
    if (fault !== undefined) return fault
    if (findProperty(product, name)?.accessMode === 'r') {
      return { code: 6331, message: `tsl parse: property is read only -> ${name}` }
    }
  }
  return undefined
}
