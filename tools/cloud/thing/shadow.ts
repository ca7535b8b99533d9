import { isDeepStrictEqual } from 'node:util'
import { deviceKey } from '../model/device.ts'
import type { DeviceName } from '../../device-names/names.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../model/json.ts'
import type { ShadowRecord } from '../model/documents.ts'
import type { ThingParts } from './parts.ts'

const mostAttributes = 128

type ShadowError = { errorcode: string; errormessage: string }

/** The error codes of the shadow: 400 to 408 in the words of the SDK's header, 409 from memory. */
const errors = {
  400: 'incorrect json format',
  401: 'method not found',
  402: 'state not found',
  403: 'invalid version',
  404: 'reported not found',
  405: 'reported is empty',
  406: 'invalid method',
  407: 'shadow is empty',
  408: 'too many attributes',
  409: 'version conflict',
} as const

function failure(code: keyof typeof errors): ShadowError {
  return { errorcode: String(code), errormessage: errors[code] }
}

const emptyShadow: ShadowRecord = { version: 0, reported: {}, desired: {}, times: { reported: {}, desired: {} } }

export function shadowTopics({ productKey, deviceName }: DeviceName) {
  const own = `${productKey}/${deviceName}`
  return { update: `/shadow/update/${own}`, get: `/shadow/get/${own}` } as const
}

/** Processes a message on `/shadow/update/...` (undefined: not JSON), and replies on `/shadow/get/...`. */
export function takeShadow(parts: ThingParts, device: DeviceName, message: JsonObject | undefined): void {
  const content = message === undefined ? failure(400) : answer(parts, device, message)
  const clientToken = message?.clientToken
  const token = clientToken === undefined ? {} : { clientToken }
  if ('errorcode' in content) tell(parts, device, { method: 'reply', payload: { status: 'error', content } }, token)
  else tell(parts, device, { method: 'reply', ...content }, token)
}

/** Sends what `message` says, with the time in s. Who asked gets its token back. */
function tell(parts: ThingParts, device: DeviceName, message: JsonObject, token: JsonObject = {}): void {
  const text = JSON.stringify({ ...message, timestamp: seconds(parts), ...token })
  parts.downlink.send(device, shadowTopics(device).get, text, parts.rules.replyQos)
}

const seconds = ({ wallNow }: Pick<ThingParts, 'wallNow'>): number => Math.floor(wallNow() / 1000)

function read({ store }: Pick<ThingParts, 'store'>, device: DeviceName): ShadowRecord | undefined {
  return store.read('shadow', deviceKey(device))
}

function save(parts: ThingParts, device: DeviceName, shadow: ShadowRecord, by: 'application' | 'device'): void {
  parts.store.write('shadow', deviceKey(device), shadow)
  parts.hub.emit({ type: 'shadow', device, by, version: shadow.version })
}

/**
 * What a message is answered with. The version stands inside the payload after a change, beside it where the shadow was asked
 * for, and nowhere in an error (documented).
 */
function answer(parts: ThingParts, device: DeviceName, message: JsonObject): JsonObject | ShadowError {
  const shadow = read(parts, device)
  switch (message.method) {
    case undefined:
      return failure(401)
    case 'get':
      return shadow === undefined ? failure(407) : describe(shadow)
    case 'update':
    case 'delete': {
      const changed = change(parts, shadow ?? emptyShadow, message)
      if ('errorcode' in changed) return changed
      save(parts, device, changed, 'device')
      return { payload: { status: 'success', version: changed.version } }
    }
    default:
      return failure(406)
  }
}

/** A version must be above the stored one; 0 and -1 start again from 0. */
function nextVersion(shadow: ShadowRecord, version: JsonValue | undefined): number | ShadowError {
  if (typeof version !== 'number' || !Number.isSafeInteger(version) || version < -1) return failure(403)
  if (version <= 0) return 0
  return version > shadow.version ? version : failure(409)
}

function change(parts: ThingParts, shadow: ShadowRecord, message: JsonObject): ShadowRecord | ShadowError {
  const { state } = message
  if (!isJsonObject(state)) return failure(402)
  const version = nextVersion(shadow, message.version)
  if (typeof version !== 'number') return version
  // The string "null" deletes all of `desired`.
  const kept = state.desired === 'null' ? { ...shadow, desired: {}, times: { ...shadow.times, desired: {} } } : shadow
  const { reported } = state
  if (message.method === 'delete') return { ...removeReported(kept, reported), version }
  if (reported === undefined && state.desired === undefined) return failure(404)
  if (reported === undefined) return { ...kept, version }
  if (!isJsonObject(reported) || Object.keys(reported).length === 0) return failure(405)
  const merged = { ...kept.reported, ...reported }
  if (Object.keys(merged).length > mostAttributes) return failure(408)
  const times = { ...kept.times, reported: stamp(kept.times.reported, reported, seconds(parts)) }
  return { ...kept, reported: merged, times, version }
}

function stamp(times: Record<string, number>, changed: JsonObject, now: number): Record<string, number> {
  return { ...times, ...Object.fromEntries(Object.keys(changed).map((name) => [name, now])) }
}

/** The string "null" deletes: all of `reported`, or the attributes that have it as their value. */
function removeReported(shadow: ShadowRecord, reported: JsonValue | undefined): ShadowRecord {
  if (reported === 'null') return { ...shadow, reported: {}, times: { ...shadow.times, reported: {} } }
  if (!isJsonObject(reported)) return shadow
  const isKept = ([name]: [string, unknown]): boolean => reported[name] !== 'null'
  const kept = Object.fromEntries(Object.entries(shadow.reported).filter(isKept))
  const times = Object.fromEntries(Object.entries(shadow.times.reported).filter(isKept))
  return { ...shadow, reported: kept, times: { ...shadow.times, reported: times } }
}

function describe({ reported, desired, times, version }: ShadowRecord): JsonObject {
  const state: JsonObject = { ...part('reported', reported), ...part('desired', desired) }
  const metadata: JsonObject = {
    ...part('reported', stampsOf(times.reported)),
    ...part('desired', stampsOf(times.desired)),
  }
  return { payload: { status: 'success', state, metadata }, version }
}

function part(name: string, values: JsonObject): JsonObject {
  return isDeepStrictEqual(values, {}) ? {} : { [name]: values }
}

function stampsOf(times: Record<string, number>): JsonObject {
  return Object.fromEntries(Object.entries(times).map(([name, timestamp]) => [name, { timestamp }]))
}

/**
 * Changes the desired part for an application, and tells the device. Returns false if `version` is not above the stored
 * one.
 */
export function controlShadow(parts: ThingParts, device: DeviceName, desired: JsonObject, version: number): boolean {
  const shadow = read(parts, device) ?? emptyShadow
  if (version <= shadow.version) return false
  const times = { ...shadow.times, desired: stamp(shadow.times.desired, desired, seconds(parts)) }
  save(parts, device, { ...shadow, desired: { ...shadow.desired, ...desired }, times, version }, 'application')
  tellShadow(parts, device)
  return true
}

/** Sends the control message, with the desired part: after each change of it, and at each login while there is one. */
export function tellShadow(parts: ThingParts, device: DeviceName): void {
  const shadow = read(parts, device)
  if (shadow === undefined || Object.keys(shadow.desired).length === 0) return
  tell(parts, device, { method: 'control', ...describe(shadow) })
}
