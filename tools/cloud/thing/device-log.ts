import { parameterError, writeRequest, type Answer } from './alink.ts'
import { nameOf, type DeviceName } from '../../device-names/names.ts'
import { deviceKey } from '../model/device.ts'
import type { NetworkReading } from '../model/events.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../model/json.ts'
import type { Sent } from '../model/outcomes.ts'
import type { Request, RequestTable, ThingParts } from './parts.ts'
import { timeOf } from './properties.ts'

const levels = ['FATAL', 'ERROR', 'WARN', 'INFO', 'DEBUG']

/** A device's own log, and the state of its network. */
export function logRequests(parts: ThingParts): RequestTable {
  return {
    'thing/log/post': (request) => takeLog(parts, request),
    '_thing/diag/post': (request) => takeNetwork(parts, request),
  }
}

/** Whether a device is to post its log: as it was switched, or else as the rule has it. */
export function postsLogs({ store, rules }: Pick<ThingParts, 'store' | 'rules'>, device: DeviceName): boolean {
  return store.read('logs', deviceKey(device))?.isOn ?? rules.deviceLogs
}

/** What a device is told about that. */
export function logConfig(isOn: boolean): JsonObject {
  return { getType: 'content', content: { mode: isOn ? 1 : 0 } }
}

/** Switches the log post of a device. It is told at once; one that is offline asks when it is back. */
export function switchLogs(parts: ThingParts, device: DeviceName, isOn: boolean): Sent {
  parts.store.write('logs', deviceKey(device), { isOn })
  parts.hub.emit({ type: 'log-switch', device, isOn })
  const payload = writeRequest(parts.nextId(), 'thing.config.log.push', logConfig(isOn))
  return parts.downlink.send(device, `/sys/${device.productKey}/${device.deviceName}/thing/config/log/push`, payload, 0)
}

function takeLog(parts: ThingParts, { device, params }: Request): Answer {
  if (!postsLogs(parts, device)) return { code: 6718, message: 'log service is off' }
  if (!Array.isArray(params) || params.length === 0) return parameterError
  const entries = params.filter(isJsonObject)
  const areGood = entries.every(
    ({ logLevel, logContent }) =>
      typeof logLevel === 'string' && levels.includes(logLevel) && typeof logContent === 'string',
  )
  if (entries.length < params.length || !areGood) return parameterError
  parts.hub.emit({ type: 'device-log', device, entries })
  return { code: 200 }
}

/** `{p: {wifi: {rssi, snr, ...}, _time}, model}`, or several of `p` in an array, oldest first. */
function takeNetwork({ hub, wallNow }: ThingParts, { device, params }: Request): Answer {
  if (!isJsonObject(params) || params.p === undefined) return parameterError
  const given = Array.isArray(params.p) ? params.p : [params.p]
  const readings = given.flatMap((one) => readNetwork(one, wallNow()))
  if (readings.length > 0) hub.emit({ type: 'network', device: nameOf(device), readings })
  return { code: 200 }
}

function readNetwork(one: JsonValue, nowMs: number): NetworkReading[] {
  if (!isJsonObject(one)) return []
  const { _time: time, ...bearers } = one
  const timeMs = timeOf(time, nowMs)
  return Object.entries(bearers).flatMap(([bearer, values]) =>
    isJsonObject(values) ? [{ timeMs, bearer, values }] : [],
  )
}
