import { readReply, writeRequest } from './alink.ts'
import { nameOf, type DeviceName } from '../../device-names/names.ts'
import type { Product } from '../model/product.ts'
import { isJsonObject, readJson, type JsonObject } from '../model/json.ts'
import type { Sent, ServiceResult } from '../model/outcomes.ts'
import { findService, type TslService } from '../../thing-model/tsl.ts'
import { checkFields } from '../model/tsl-values.ts'
import type { ThingParts } from './parts.ts'
import { sendRrpc, takesCustomRrpc, type RrpcOptions } from './rrpc.ts'

/** How a service is called that the TSL says nothing of. */
export interface ServiceOptions {
  /** Default: `async`. */
  readonly callType?: TslService['callType']
  /** Whether a service is called, too, that the TSL lacks, and with input that it does not allow. */
  readonly unchecked?: boolean
}

/**
 * Calls a service as the TSL says: an asynchronous one is published and has its reply later, a synchronous one goes
 * over RRPC. If the product describes no services, any service can be called, as `options` say.
 */
export async function invokeService(
  parts: ThingParts,
  device: DeviceName,
  product: Product,
  identifier: string,
  args: JsonObject,
  { callType = 'async', unchecked = false }: ServiceOptions = {},
): Promise<ServiceResult> {
  const service = findService(product, identifier)
  // The identifier becomes a level of the topic name.
  const isName = /^[A-Za-z0-9_:.-]{1,100}$/.test(identifier)
  const isKnown = unchecked || product.services === undefined || service !== undefined
  if (!isName || !isKnown) {
    return { outcome: 'refused', code: 5161, message: `service not found: ${identifier}` }
  }
  const fault = unchecked ? undefined : checkFields(args, service?.inputData)
  if (fault !== undefined) return { outcome: 'refused', ...fault }
  return (service?.callType ?? callType) === 'sync'
    ? callSync(parts, device, identifier, args)
    : callAsync(parts, device, identifier, args)
}

function callAsync(parts: ThingParts, device: DeviceName, identifier: string, args: JsonObject): ServiceResult {
  const id = parts.nextId()
  const topicName = `/sys/${device.productKey}/${device.deviceName}/thing/service/${identifier}`
  const payload = writeRequest(id, `thing.service.${identifier}`, args)
  const sent: Sent = parts.downlink.send(device, topicName, payload, parts.rules.propertySetQos)
  if (sent !== 'sent' && sent !== 'queued') return { outcome: sent }
  parts.hub.emit({ type: 'service-call', device: nameOf(device), id, identifier, args, mode: 'async' })
  parts.sent.note(device, id)
  return { outcome: sent, id }
}

async function callSync(
  parts: ThingParts,
  device: DeviceName,
  identifier: string,
  args: JsonObject,
): Promise<ServiceResult> {
  const id = parts.nextId()
  const payload = Buffer.from(writeRequest(id, `thing.service.${identifier}`, args))
  const own = `/sys/${device.productKey}/${device.deviceName}/thing/service/${identifier}`
  const session = parts.sessions.online(device)
  const options: RrpcOptions = session !== undefined && takesCustomRrpc(session) ? { topic: own } : {}
  const end = await sendRrpc(parts, device, payload, {
    ...options,
    onSent: () => parts.hub.emit({ type: 'service-call', device: nameOf(device), id, identifier, args, mode: 'sync' }),
  })
  if (end.outcome !== 'answered') return end
  const message = readJson(end.payload.toString('utf8'))
  const reply = isJsonObject(message) ? readReply(message) : 'malformed'
  if (reply === 'malformed') return { outcome: 'refused', code: 6207, message: 'the reply is not Alink JSON' }
  const { code, data, message: text } = reply
  const { latencyMs } = end
  parts.hub.emit({ type: 'service-reply', device: nameOf(device), id, identifier, code, data, latencyMs })
  return { outcome: 'answered', id, code, data, message: text, latencyMs }
}

/** Processes a reply to an asynchronous service, whose identifier is `name`. Returns false if it is malformed. */
export function takeServiceReply(parts: ThingParts, device: DeviceName, name: string, message: JsonObject): boolean {
  const reply = readReply(message)
  if (reply === 'malformed') return false
  const { id, code, data } = reply
  const latencyMs = parts.sent.take(device, id)
  parts.hub.emit({ type: 'service-reply', device, id, identifier: name, code, data, latencyMs })
  return true
}
