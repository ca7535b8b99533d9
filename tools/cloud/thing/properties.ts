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

/** Property post: what devices report. Batches and history are in series.ts. */
export function propertyRequests(parts: ThingParts): RequestTable {
  return {
    'thing/event/property/post': (request) => takePost(parts, request),
  }
}

/** When something happened, ms since 1970: as the device says, but never later than now, or nothing newer could follow. */
export function timeOf(time: unknown, nowMs: number): number {
  return typeof time === 'number' && time >= 0 && time < nowMs ? time : nowMs
}

/** One identifier of a post: a bare value, or `{value, time}` with ms since 1970. */
export function readPoint(identifier: string, given: JsonValue, nowMs: number): PropertyPoint {
  const wrapped = isJsonObject(given) && given.value !== undefined ? given : { value: given }
  const { value = null, time } = wrapped
  return { identifier, value, timeMs: timeOf(time, nowMs) }
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

export function sift(
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
  hub.emit({ type: 'property-post', device, id, params: posted, points: good, unknown, failed })
  parts.sets.posted(device, new Map(good.map((point) => [point.identifier, point])))
  const data = Object.fromEntries(Object.entries(failed).map(([name, fault]) => [name, sayFault(name, fault)]))
  return { code: 200, data }
}

/** In a reply an unknown identifier has the older text whatever its code (observed). */
export function sayFault(name: string, { code, message }: ValueFault): string {
  return code === 5092 ? unknownIdentifier(name, 6304).message : message
}

/** Keeps the newest value of each: a post may carry an older time than what is there. */
export function remember({ store }: ThingParts, device: DeviceName, points: readonly PropertyPoint[]): void {
  if (points.length === 0) return
  const key = deviceKey(device)
  const reported: Record<string, ReportedValue> = { ...store.read('reported', key) }
  for (const { identifier, value, timeMs } of points) {
    const before = reported[identifier]
    if (before === undefined || before.timeMs <= timeMs) reported[identifier] = { value, timeMs }
  }
  store.write('reported', key, reported)
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
