import { createHash } from 'node:crypto'
import { parameterError, writeRequest, type Answer } from './alink.ts'
import { nameOf } from '../../device-names/names.ts'
import { isJsonObject, type JsonObject } from '../model/json.ts'
import type { Sent } from '../model/outcomes.ts'
import type { Session } from '../session/sessions.ts'
import { logConfig, postsLogs } from './device-log.ts'
import type { Request, RequestTable, ThingParts } from './parts.ts'

/** Requests for remote configuration: that of the product, and whether devices are to send their logs. */
export function configRequests(parts: ThingParts): RequestTable {
  return {
    'thing/config/get': (request) => answerGet(parts, request),
    'thing/config/log/get': ({ device, params }) =>
      isJsonObject(params) ? { code: 200, data: logConfig(postsLogs(parts, device)) } : parameterError,
  }
}

function answerGet(parts: ThingParts, { device, params, session }: Request): Answer {
  if (!isJsonObject(params)) return parameterError
  const config = configOf(parts, device.productKey)
  return faultOf(config) ?? { code: 200, data: describe(parts, session, config ?? {}) }
}

/** Why there is no configuration to give; undefined if there is one. */
export function faultOf(config: JsonObject | undefined): { code: number; message: string } | undefined {
  if (config === undefined) return { code: 6713, message: 'remote config service is off' }
  return Object.keys(config).length === 0 ? { code: 6710, message: 'no remote config' } : undefined
}

/** What was pushed last, or else what the device file says. */
export function configOf({ store, registry }: Pick<ThingParts, 'store' | 'registry'>, productKey: string) {
  return store.read('config', productKey) ?? registry.product(productKey).remoteConfig
}

/**
 * What a device is told of a configuration: where it is, and its checksum. The link is to the port that the device has reached
 * already. Where that speaks no HTTP, or by a rule, the URL holds the content itself (a data: URL, RFC 2397).
 */
function describe({ files, rules }: ThingParts, { device, connection }: Session, config: JsonObject): JsonObject {
  const text = JSON.stringify(config)
  const sign = createHash('sha256').update(text).digest('hex')
  const { origin } = connection
  return {
    configId: `${device.productKey}-${sign.slice(0, 16)}`,
    configSize: Buffer.byteLength(text),
    sign,
    signMethod: 'Sha256',
    url:
      origin === undefined || rules.configUrl === 'data'
        ? `data:application/json;base64,${Buffer.from(text).toString('base64')}`
        : origin + files.put(text),
    getType: 'file',
  }
}

/** Sends a product's configuration to one device that is online, which replies to the id. */
export function pushConfig(parts: ThingParts, session: Session, config: JsonObject): { sent: Sent; id: string } {
  const { device } = session
  const { productKey, deviceName } = device
  const id = parts.nextId()
  const payload = writeRequest(id, 'thing.config.push', describe(parts, session, config))
  const topicName = `/sys/${productKey}/${deviceName}/thing/config/push`
  const sent = parts.downlink.send(device, topicName, payload, 0)
  if (sent === 'sent') parts.hub.emit({ type: 'config-push', device: nameOf(device), id })
  return { sent, id }
}
