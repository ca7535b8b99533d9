import { parameterError, type Answer } from './alink.ts'
import { deviceKey } from '../model/device.ts'
import type { DeviceName } from '../../device-names/names.ts'
import type { Product } from '../model/product.ts'
import type { CheckFailures, PropertyPoint } from '../model/events.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../model/json.ts'
import type { Rules } from '../model/rules.ts'
import type { ReportedValue } from '../model/documents.ts'
import type { Moment } from '../model/timeline.ts'
import { findProperty } from '../../thing-model/tsl.ts'
import { checkValue, unknownIdentifier, type ValueFault } from '../model/tsl-values.ts'
import type { Request, RequestTable, ThingParts } from './parts.ts'

/** The most properties in one post (documented). */
export const mostProperties = 200

/** Property post: what devices report. Batches and history are in series.ts. */
export function propertyRequests(parts: ThingParts): RequestTable {
  return {
    'thing/event/property/post': (request) => takePost(parts, request),
  }
}

/**
 * When something happened, ms since 1970: as the device says, but not in the future, or newer values would count as
 * older.
 */
export function timeOf(time: unknown, nowMs: number): number {
  return typeof time === 'number' && time >= 0 && time < nowMs ? time : nowMs
}

/** A value of a post, with what is needed to tell which of two is newer. */
export interface ReadPoint extends Required<PropertyPoint> {
  /** Whether the time came from the device. */
  readonly isOwn: boolean
}

/** One identifier of a post: a bare value, or `{value, time}` with ms since 1970. */
export function readPoint(identifier: string, given: JsonValue, now: Moment): ReadPoint {
  const wrapped = isJsonObject(given) && given.value !== undefined ? given : { value: given }
  const { value = null, time } = wrapped
  const timeMs = timeOf(time, now.timeMs)
  return { identifier, value, timeMs, orderMs: timeMs + now.orderMs - now.timeMs, isOwn: timeMs !== now.timeMs }
}

/** What is wrong with a value by the product's TSL; undefined if nothing is, or the product describes no properties. */
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

/** In a reply an unknown identifier has the older text, whatever its code is (observed). */
export function sayFault(name: string, { code, message }: ValueFault): string {
  return code === 5092 ? unknownIdentifier(name, 6304).message : message
}

/** Points for the rest of the platform. Those with the device's own time are ordered by that time. */
export function toPoints(points: readonly ReadPoint[]): PropertyPoint[] {
  return points.map(({ identifier, value, timeMs, orderMs, isOwn }) => ({
    ...{ identifier, value, timeMs },
    ...(isOwn || orderMs === timeMs ? {} : { orderMs }),
  }))
}

/** Keeps the newest value of each property: a post may be older than what is stored. */
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
 * Whether a point replaces the stored value. One with the platform's time is newer than all before it. Two times of the
 * device are compared as they are, unless the stored one is in the future, which shows that the computer's clock was
 * set back. In that case, and against a time of the platform, `orderMs` decides.
 */
function replaces(before: ReportedValue | undefined, point: ReadPoint, nowMs: number): boolean {
  if (before === undefined || !point.isOwn) return true
  if (before.isOwn === true && before.timeMs <= nowMs) return before.timeMs <= point.timeMs
  return (before.orderMs ?? before.timeMs) <= point.orderMs
}

/**
 * The first value that must not be set by the TSL: unknown, only reported (`r`), or wrong. Undefined if there is none.
 */
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
