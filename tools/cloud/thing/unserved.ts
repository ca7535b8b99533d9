import { findId, readId, writeReply, type Answer, type RequestId } from './alink.ts'
import type { Uplink } from '../wire/connection.ts'
import { nameOf, type DeviceName } from '../../device-names/names.ts'
import { isJsonObject, readJson } from '../model/json.ts'
import type { RequestHandler, ThingParts } from './parts.ts'

/** Requests that the platform does not serve. Each is refused, as an SDK without a reply would wait for ever. */

const noGateways: Answer = {
  code: 6401,
  message: 'topology relation not exist: gateways are not part of this platform',
}
const unknown: Answer = { code: 6203, message: 'topic parse failed: no such request on this platform' }

/** What follows a device's own names in the topics of gateways' requests. */
const ofGateways = /^thing\/(topo\/|sub\/|proxy\/|list\/|(disable|enable|delete)$|event\/property\/pack\/post$)/
/** Topics that have no reply. */
const unanswered = /_reply$|^thing\/model\/up_raw$/

/**
 * The handler of a system topic that nothing else serves; undefined if it is not a request. `tail` follows the names.
 */
export function unservedRequest(tail: string): RequestHandler | undefined {
  if (!/^_?thing\/./.test(tail) || unanswered.test(tail)) return undefined
  return () => (ofGateways.test(tail) ? noGateways : unknown)
}

/**
 * What follows the names in `/ext/session/{productKey}/{deviceName}/combine/...`, where gateways log sub-devices in.
 */
export function sessionTail({ productKey, deviceName }: DeviceName, topicName: string): string | undefined {
  const own = `/ext/session/${productKey}/${deviceName}/`
  const tail = topicName.startsWith(`${own}combine/`) ? topicName.slice(own.length) : undefined
  return tail === undefined || unanswered.test(tail) ? undefined : tail
}

export const sessionRequest: RequestHandler = () => noGateways

/**
 * Sends error 520, "no such session", on `/ext/error/...` to a device that published in the name of another one, as
 * gateways do for their sub-devices. Does nothing for other topics.
 */
export function answerForeign(parts: ThingParts, device: DeviceName, { topicName, payload }: Uplink): void {
  const [, productKey, deviceName] = /^\/sys\/([^/]+)\/([^/]+)\/_?thing\/./.exec(topicName) ?? []
  if (productKey === undefined || deviceName === undefined) return
  const text = payload.toString('utf8')
  const id = idOf(text)
  if (id === undefined) return
  const message = 'subdevice session error: gateways are not part of this platform'
  const answer = { code: 520, message, data: { productKey, deviceName } }
  parts.hub.emit({ type: 'replied', device: nameOf(device), topicName, id: id.text, code: 520, message })
  const errors = `/ext/error/${device.productKey}/${device.deviceName}`
  parts.downlink.send(device, errors, writeReply(id, 'error', answer), parts.rules.replyQos)
}

function idOf(text: string): RequestId | undefined {
  const content = readJson(text)
  return isJsonObject(content) ? readId(content, text) : findId(text)
}
