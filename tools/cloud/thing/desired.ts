import { parameterError, type Answer } from './alink.ts'
import { deviceKey } from '../model/device.ts'
import type { DeviceName } from '../../device-names/names.ts'
import type { Product } from '../model/product.ts'
import { isJsonObject, type JsonObject } from '../model/json.ts'
import type { DesiredResult } from '../model/outcomes.ts'
import type { DesiredValue } from '../model/documents.ts'
import type { Session } from '../session/sessions.ts'
import type { Request, RequestTable, ThingParts } from './parts.ts'
import { checkSettable, mostProperties } from './properties.ts'

const tooMany: Answer = { code: 6104, message: `more than ${mostProperties} properties` }

/** The requests of devices about desired properties. */
export function desiredRequests(parts: ThingParts): RequestTable {
  return {
    'thing/property/desired/get': (request) => answerGet(parts, request),
    'thing/property/desired/delete': (request) => answerDelete(parts, request),
  }
}

export function desiredOf({ store }: Pick<ThingParts, 'store'>, device: DeviceName): Record<string, DesiredValue> {
  return { ...store.read('desired', deviceKey(device)) }
}

function answerGet(parts: ThingParts, { device, params, session }: Request): Answer {
  if (!Array.isArray(params)) return parameterError
  noteAsking(parts, session)
  if (params.length > mostProperties) return tooMany
  const data: JsonObject = {}
  for (const name of params) {
    const known = typeof name === 'string' ? parts.store.field('desired', deviceKey(device), name) : undefined
    if (known?.value !== undefined) data[String(name)] = { value: known.value, version: known.version }
  }
  return { code: 200, data }
}

/** Only what is set for a device that asks comes true when it is back: the console promises it to no other. */
function noteAsking({ registry }: ThingParts, session: Session): void {
  session.asksDesired = true
  if (registry.find(session.device)?.asksDesired !== true) registry.note(session.device, { asksDesired: true })
}

/** A version, if given, must be the current one; without one the value is removed whatever its version. */
function answerDelete(parts: ThingParts, { device, params }: Request): Answer {
  if (!isJsonObject(params)) return parameterError
  if (Object.keys(params).length > mostProperties) return tooMany
  const changed: Record<string, DesiredValue> = {}
  for (const [name, wish] of Object.entries(params)) {
    const known = parts.store.field('desired', deviceKey(device), name)
    if (known === undefined) continue
    const version = isJsonObject(wish) ? wish.version : undefined
    if (version !== undefined && version !== known.version) return { code: 6661, message: `version of ${name} is old` }
    changed[name] = { version: known.version + 1, timeMs: parts.wallNow() }
  }
  save(parts, device, changed, 'device')
  return { code: 200 }
}

function save(
  parts: ThingParts,
  device: DeviceName,
  changed: Record<string, DesiredValue>,
  by: 'application' | 'device',
): void {
  if (Object.keys(changed).length === 0) return
  parts.store.merge('desired', deviceKey(device), changed)
  parts.hub.emit({ type: 'desired', device, by, changed })
}

/**
 * Sets desired values. A version, if given, must be the current one (0 for a property without a desired value); if one
 * is not, nothing is set. `send` sends the values to a device that is online, and returns the id of that property set.
 */
export function setDesired(
  parts: ThingParts,
  device: DeviceName,
  product: Product,
  wish: { values: JsonObject; versions: Readonly<Record<string, number>> },
  send: () => string | null,
): DesiredResult {
  const { values, versions } = wish
  const fault = checkSettable(product, values, parts.rules)
  if (fault !== undefined) return { outcome: 'refused', ...fault }
  const changed: Record<string, DesiredValue> = {}
  for (const [name, value] of Object.entries(values)) {
    const present = parts.store.field('desired', deviceKey(device), name)?.version ?? 0
    const wanted = Object.hasOwn(versions, name) ? versions[name] : undefined
    if (wanted !== undefined && wanted !== present) {
      return { outcome: 'refused', code: 6661, message: `version of ${name} is ${present}, not ${wanted}` }
    }
    changed[name] = { value, version: present + 1, timeMs: parts.wallNow() }
  }
  save(parts, device, changed, 'application')
  const now = Object.entries(changed).map(([name, { version }]) => [name, version] as const)
  return { outcome: 'changed', versions: Object.fromEntries(now), id: send() }
}
