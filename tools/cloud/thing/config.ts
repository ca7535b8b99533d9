import { createHash } from 'node:crypto'
import { parameterError, readReply, writeRequest, type Answer } from './alink.ts'
import { nameOf, type DeviceName } from '../../device-names/names.ts'
import { isJsonObject, type JsonObject } from '../model/json.ts'
import type { Session } from '../session/sessions.ts'
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

function answerGet(parts: ThingParts, { device, params, session }: Request): Answer {
  if (!isJsonObject(params)) return parameterError
  const config = configOf(parts, device.productKey)
  if (config === undefined) return { code: 6713, message: 'remote config service is off' }
  if (Object.keys(config).length === 0) return { code: 6710, message: 'no remote config' }
  return { code: 200, data: describe(parts, session, config) }
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

/** Sends a product's configuration to one device that is online. Returns false if the device does not get it. */
export function pushConfig(parts: ThingParts, session: Session, config: JsonObject): boolean {
  const { productKey, deviceName } = session.device
  const id = parts.nextId()
  const payload = writeRequest(id, 'thing.config.push', describe(parts, session, config))
  const topicName = `/sys/${productKey}/${deviceName}/thing/config/push`
  if (parts.downlink.send(session.device, topicName, payload, 0) !== 'sent') return false
  parts.hub.emit({ type: 'config-push', device: nameOf(session.device), id })
  return true
}

/** A device replied to a configuration that was pushed. Returns false if the reply is malformed. */
export function takePushReply({ hub }: ThingParts, device: DeviceName, message: JsonObject): boolean {
  const reply = readReply(message)
  if (reply === 'malformed') return false
  hub.emit({ type: 'config-push-reply', device, id: reply.id, code: reply.code })
  return true
}
