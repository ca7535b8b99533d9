import { parameterError, type Answer } from './alink.ts'
import { deviceKey } from '../model/device.ts'
import type { DeviceName } from '../../identity/names.ts'
import type { Product } from '../model/product.ts'
import type { CheckFailures, PropertyPoint } from '../model/events.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../model/json.ts'
import type { Rules } from '../model/rules.ts'
import type { ReportedValue } from '../model/documents.ts'
import type { Moment } from '../model/timeline.ts'
import { findProperty } from '../model/tsl.ts'
import { checkValue, unknownIdentifier, type ValueFault } from '../model/tsl-values.ts'
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

/** A value of a post with all that tells which of two is the newer one. */
export interface ReadPoint extends Required<PropertyPoint> {
  /** The device gave the time. */
  readonly isOwn: boolean
}

/** One identifier of a post: a bare value, or `{value, time}` with ms since 1970. */
export function readPoint(identifier: string, given: JsonValue, now: Moment): ReadPoint {
  const wrapped = isJsonObject(given) && given.value !== undefined ? given : { value: given }
  const { value = null, time } = wrapped
  const timeMs = timeOf(time, now.timeMs)
  return { identifier, value, timeMs, orderMs: timeMs + now.orderMs - now.timeMs, isOwn: timeMs !== now.timeMs }
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
  points: readonly ReadPoint[],
  product: Product,
  rules: Rules,
): { good: ReadPoint[]; failed: CheckFailures; unknown: string[] } {
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
  const now = parts.timeline()
  const given = Object.entries(params).map(([name, value]) => readPoint(name, value, now))
  if (given.length > mostProperties) return { code: 6106, message: `more than ${mostProperties} properties` }
  const { good, failed, unknown } = sift(given, product, rules)
  const [wrong] = Object.entries(failed).filter(([name]) => !unknown.includes(name))
  if (wrong !== undefined && rules.wrongValues === 'refuse') return { ...wrong[1], data: {} }
  remember(parts, device, good, now)
  const posted = Object.fromEntries(given.map(({ identifier, value }) => [identifier, value]))
  hub.emit({ type: 'property-post', device, id, params: posted, points: toPoints(good), unknown, failed })
  parts.sets.posted(device, new Map(good.map((point) => [point.identifier, point])))
  const data = Object.fromEntries(Object.entries(failed).map(([name, fault]) => [name, sayFault(name, fault)]))
  return { code: 200, data }
}

/** In a reply an unknown identifier has the older text whatever its code (observed). */
export function sayFault(name: string, { code, message }: ValueFault): string {
  return code === 5092 ? unknownIdentifier(name, 6304).message : message
}

/** As the rest of the platform sees them. The device's own times are in its own order. */
export function toPoints(points: readonly ReadPoint[]): PropertyPoint[] {
  return points.map(({ identifier, value, timeMs, orderMs, isOwn }) => ({
    ...{ identifier, value, timeMs },
    ...(isOwn || orderMs === timeMs ? {} : { orderMs }),
  }))
}

/** Keeps the newest value of each: a post may carry an older time than what is there. */
export function remember(
  { store }: ThingParts,
  device: DeviceName,
  points: readonly ReadPoint[],
  { timeMs: nowMs }: Moment,
): void {
  if (points.length === 0) return
  const key = deviceKey(device)
  const changed = new Map<string, ReportedValue>()
  for (const point of points) {
    const { identifier, value, timeMs, orderMs, isOwn } = point
    if (!replaces(changed.get(identifier) ?? store.field('reported', key, identifier), point, nowMs)) continue
    const order = orderMs === timeMs ? {} : { orderMs }
    changed.set(identifier, { value, timeMs, ...order, ...(isOwn ? { isOwn } : {}) })
  }
  store.merge('reported', key, Object.fromEntries(changed))
}

/**
 * What the platform stamps is newer than all that came before. Two times of the device's own are compared as they are,
 * but one that is still to come shows that the computer's clock was set back: then, as beside one of the platform's,
 * the order counts.
 */
function replaces(before: ReportedValue | undefined, point: ReadPoint, nowMs: number): boolean {
  if (before === undefined || !point.isOwn) return true
  if (before.isOwn === true && before.timeMs <= nowMs) return before.timeMs <= point.timeMs
  return (before.orderMs ?? before.timeMs) <= point.orderMs
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
