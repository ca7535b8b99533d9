import { createHash } from 'node:crypto'
import { parameterError, writeRequest, type Answer } from './alink.ts'
import { nameOf, type DeviceName } from '../../device-names/names.ts'
import { isJsonObject, type JsonObject } from '../model/json.ts'
import type { Request, RequestTable, ThingParts } from './parts.ts'

/** Requests for remote configuration: that of the product, and whether devices are to send their logs. */
export function configRequests(parts: ThingParts): RequestTable {
  return {
    'thing/config/get': (request) => answerGet(parts, request),
    'thing/config/log/get': ({ params }) =>
      isJsonObject(params) ? { code: 200, data: logConfig(parts) } : parameterError,
  }
}

function logConfig({ rules }: ThingParts): JsonObject {
  return { getType: 'content', content: { mode: rules.deviceLogs ? 1 : 0 } }
}

function answerGet({ store, registry }: ThingParts, { device, params }: Request): Answer {
  if (!isJsonObject(params)) return parameterError
  const config = configOf({ store, registry }, device.productKey)
  if (config === undefined) return { code: 6713, message: 'remote config service is off' }
  if (Object.keys(config).length === 0) return { code: 6710, message: 'no remote config' }
  return { code: 200, data: describe(device.productKey, config) }
}

/** What was pushed last, or else what the device file says. */
export function configOf({ store, registry }: Pick<ThingParts, 'store' | 'registry'>, productKey: string) {
  return store.read('config', productKey) ?? registry.product(productKey).remoteConfig
}

/**
 * What devices are told of a configuration: where it is, and its checksum. There is no object store here, so the URL
 * holds the content itself (a data: URL, RFC 2397).
 */
function describe(productKey: string, config: JsonObject): JsonObject {
  const text = JSON.stringify(config)
  const sign = createHash('sha256').update(text).digest('hex')
  return {
    configId: `${productKey}-${sign.slice(0, 16)}`,
    configSize: Buffer.byteLength(text),
    sign,
    signMethod: 'Sha256',
    url: `data:application/json;base64,${Buffer.from(text).toString('base64')}`,
    getType: 'file',
  }
}

/** Sends a product's configuration to one device. Returns false if the device does not get it. */
export function pushConfig(parts: ThingParts, device: DeviceName, config: JsonObject): boolean {
  const { productKey, deviceName } = device
  const id = parts.nextId()
  const payload = writeRequest(id, 'thing.config.push', describe(productKey, config))
  const topicName = `/sys/${productKey}/${deviceName}/thing/config/push`
  if (parts.downlink.send(device, topicName, payload, 0) !== 'sent') return false
  parts.hub.emit({ type: 'config-push', device: nameOf(device), id })
  return true
}
