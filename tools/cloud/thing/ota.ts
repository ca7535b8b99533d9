import type { Answer } from './alink.ts'
import { deviceKey } from '../model/device.ts'
import { nameOf, type DeviceName } from '../../device-names/names.ts'
import { isJsonObject, type JsonObject } from '../model/json.ts'
import type { FirmwareRecord } from '../model/documents.ts'
import type { Request, RequestTable, ThingParts } from './parts.ts'

export interface FirmwareOffer {
  readonly module?: string
  readonly version: string
  readonly url: string
  readonly size: number
  readonly md5: string
  readonly extData?: JsonObject
}

const defaultModule = 'default'

export function otaRequests(parts: ThingParts): RequestTable {
  return { 'thing/ota/firmware/get': (request) => answerGet(parts, request) }
}

export function firmwareOf({ store }: Pick<ThingParts, 'store'>, device: DeviceName): FirmwareRecord {
  return store.read('firmware', deviceKey(device)) ?? { versions: {} }
}

function save({ store }: ThingParts, device: DeviceName, record: FirmwareRecord): void {
  store.write('firmware', deviceKey(device), record)
}

function moduleOf(params: JsonObject): string {
  return typeof params.module === 'string' && params.module !== '' ? params.module : defaultModule
}

/** Processes a message on `/ota/device/inform/...`, in which a device reports its version. It has no reply. */
export function takeInform(parts: ThingParts, device: DeviceName, message: JsonObject): boolean {
  const { params } = message
  const version = isJsonObject(params) ? params.version : undefined
  if (!isJsonObject(params) || typeof version !== 'string') return false
  const module = moduleOf(params)
  const { versions, pending } = firmwareOf(parts, device)
  const isDone = pending !== undefined && pending.module === module && pending.data.version === version
  const rest = pending === undefined || isDone ? {} : { pending }
  save(parts, device, { versions: { ...versions, [module]: version }, ...rest })
  parts.hub.emit({ type: 'ota-version', device, module, version })
  return true
}

/** Processes a message on `/ota/device/progress/...`: 1 to 100 per cent, or a negative error code. */
export function takeProgress(parts: ThingParts, device: DeviceName, message: JsonObject): boolean {
  const { params } = message
  if (!isJsonObject(params)) return false
  const step = typeof params.step === 'string' ? Number(params.step) : params.step
  if (typeof step !== 'number' || !Number.isInteger(step)) return false
  const text = typeof params.desc === 'string' ? params.desc : ''
  parts.hub.emit({ type: 'ota-progress', device, module: moduleOf(params), step, text })
  return true
}

/** Replies with the pending firmware, or with empty data if there is none. */
function answerGet(parts: ThingParts, { device, params }: Request): Answer {
  const { pending } = firmwareOf(parts, device)
  const module = isJsonObject(params) ? moduleOf(params) : defaultModule
  return { code: 200, data: pending?.module === module ? pending.data : {} }
}

export function offerFirmware(parts: ThingParts, device: DeviceName, offer: FirmwareOffer): void {
  const { module = defaultModule, version, url, size, md5, extData = {} } = offer
  // The SDKs' parsers want the sign method in this case.
  const sums = { md5, sign: md5, signMethod: 'Md5' }
  const named = module === defaultModule ? {} : { module }
  const data: JsonObject = { size, version, isDiff: 0, url, ...sums, ...named, extData }
  const { versions } = firmwareOf(parts, device)
  save(parts, device, { versions, pending: { module, data } })
  pushFirmware(parts, device)
}

/** Pushes the pending firmware, if there is one: when it is offered, and at each login. */
export function pushFirmware(parts: ThingParts, device: DeviceName): void {
  const { pending } = firmwareOf(parts, device)
  if (pending === undefined) return
  const { productKey, deviceName } = device
  // Here `code` is a string and `id` a number (documented).
  const message = { code: '1000', data: pending.data, id: parts.wallNow(), message: 'success' }
  const topicName = `/ota/device/upgrade/${productKey}/${deviceName}`
  if (parts.downlink.send(device, topicName, JSON.stringify(message), 1) !== 'sent') return
  const version = String(pending.data.version)
  parts.hub.emit({ type: 'ota-push', device: nameOf(device), module: pending.module, version })
}
