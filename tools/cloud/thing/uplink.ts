import { findId, readId, readReply, wantsReply, writeReply, methodOf, type Answer } from './alink.ts'
import type { Uplink } from '../wire/connection.ts'
import { deviceKey } from '../model/device.ts'
import { nameOf, type DeviceName } from '../../device-names/names.ts'
import { isJsonObject, readJson, type JsonObject } from '../model/json.ts'
import type { Session } from '../session/sessions.ts'
import { configRequests, takePushReply } from './config.ts'
import { desiredRequests } from './desired.ts'
import { logRequests } from './device-log.ts'
import { eventRequest } from './events.ts'
import { modelRequests } from './model.ts'
import { answerNtp } from './ntp.ts'
import { otaRequests, takeInform, takeProgress } from './ota.ts'
import type { RequestHandler, RequestTable, ThingParts } from './parts.ts'
import { propertyRequests } from './properties.ts'
import { takeRrpcReply } from './rrpc.ts'
import { seriesRequests } from './series.ts'
import { takeServiceReply } from './services.ts'
import { shadowTopics, takeShadow } from './shadow.ts'
import { tagRequests } from './tags.ts'
import { answerForeign, sessionRequest, sessionTail, unservedRequest } from './unserved.ts'

export interface UplinkParts extends ThingParts {
  /** Whether one more message of a device passes the rate limits. */
  readonly admit: (key: string, qos: number) => boolean
}

/**
 * Processes what devices publish. `acknowledge` is called once, after everything that the message changes is stored,
 * and before anything is sent because of it.
 */
export type TakeUplink = (session: Session, message: Uplink, acknowledge: () => void) => void

/**
 * Processes a message that is not an Alink request (undefined: not a JSON object). Returns false if it is malformed.
 */
type Taker = (session: Session, message: JsonObject | undefined) => boolean

export function createUplink(parts: UplinkParts): TakeUplink {
  const requests: RequestTable = {
    ...propertyRequests(parts),
    ...seriesRequests(parts),
    ...desiredRequests(parts),
    ...tagRequests(parts),
    ...configRequests(parts),
    ...otaRequests(parts),
    ...logRequests(parts),
    ...modelRequests(),
  }
  return (session, message, acknowledge) => {
    const { topicName, qos } = message
    const { device } = session
    if (!parts.admit(deviceKey(device), qos)) return parts.drops.drop(device, topicName, 'rate-limit')
    if (!session.rights.mayPublish(topicName)) return forbid(parts, session, message, acknowledge)
    const tail = tailOf(device, topicName)
    const asked = tail === undefined ? askedOfSession(device, topicName) : askedOf(requests, parts, tail)
    if (asked !== undefined) return answerRequest(parts, session, { message, ...asked, acknowledge })
    acknowledge()
    takeOther(parts, session, message, tail)
  }
}

/** What follows the device's own names in a system topic. */
function tailOf({ productKey, deviceName }: DeviceName, topicName: string): string | undefined {
  const own = `/sys/${productKey}/${deviceName}/`
  return topicName.startsWith(own) ? topicName.slice(own.length) : undefined
}

/** A request: what follows the device's names in its topic, and its handler. */
interface Asked {
  readonly tail: string
  readonly handler: RequestHandler
}

/** Undefined if the topic is not that of a request. */
function askedOf(requests: RequestTable, parts: ThingParts, tail: string): Asked | undefined {
  const handler = Object.hasOwn(requests, tail) ? requests[tail] : (eventRequest(parts, tail) ?? unservedRequest(tail))
  return handler === undefined ? undefined : { tail, handler }
}

function askedOfSession(device: DeviceName, topicName: string): Asked | undefined {
  const tail = sessionTail(device, topicName)
  return tail === undefined ? undefined : { tail, handler: sessionRequest }
}

function forbid(parts: UplinkParts, session: Session, message: Uplink, acknowledge: () => void): void {
  const { drops, rules } = parts
  drops.drop(session.device, message.topicName, 'forbidden-topic')
  if (rules.forbiddenPublish === 'close') return void session.connection.close('protocol-error', 'forbidden topic')
  acknowledge()
  answerForeign(parts, session.device, message)
}

interface Carried extends Asked {
  readonly message: Uplink
  readonly acknowledge: () => void
}

function answerRequest(parts: UplinkParts, session: Session, { message, tail, handler, acknowledge }: Carried): void {
  const text = message.payload.toString('utf8')
  const content = readObject(text)
  const id = content === undefined ? findId(text) : readId(content, text)
  const device = nameOf(session.device)
  if (content === undefined || id === undefined) parts.drops.drop(device, message.topicName, 'not-json')
  if (id === undefined) return acknowledge()
  const { product } = session
  const answer: Answer =
    content === undefined
      ? { code: 6207, message: 'payload is not JSON' }
      : handler({ device, product, session, id: id.text, params: content.params, message: content })
  acknowledge()
  parts.hub.emit({ type: 'replied', device, topicName: message.topicName, id: id.text, ...said(answer) })
  if (content !== undefined && !wantsReply(content)) return
  const reply = writeReply(id, methodOf(tail), answer)
  parts.downlink.send(device, `${message.topicName}_reply`, reply, parts.rules.replyQos)
}

/** The reply as the log shows it: with the reason of a refusal. */
function said({ code, message }: Answer): { code: number; message?: string } {
  return code === 200 || message === undefined ? { code } : { code, message }
}

function takeOther(parts: UplinkParts, session: Session, message: Uplink, tail: string | undefined): void {
  const { topicName, payload, qos } = message
  const device = nameOf(session.device)
  if (takeRrpcReply(parts, device, topicName, payload)) return
  const text = payload.toString('utf8')
  const taker = takerFor(parts, device, topicName, tail)
  if (taker !== undefined) {
    if (!taker(session, readObject(text))) parts.drops.drop(device, topicName, 'not-json')
    return
  }
  parts.hub.emit({ type: 'message', device, topicName, qos, text })
  if (session.rights.isEchoed(topicName)) parts.downlink.send(device, topicName, payload, qos === 0 ? 0 : 1)
}

function takerFor(
  parts: ThingParts,
  device: DeviceName,
  topicName: string,
  tail: string | undefined,
): Taker | undefined {
  const { productKey, deviceName } = device
  const given = (take: (message: JsonObject) => boolean): Taker => {
    return (_session, message) => message !== undefined && take(message)
  }
  if (tail === 'thing/service/property/set_reply') return given((message) => takeSetReply(parts, device, message))
  if (tail === 'thing/config/push_reply') return given((message) => takePushReply(parts, device, message))
  const service = /^thing\/service\/(.+)_reply$/.exec(tail ?? '')?.[1]
  if (service !== undefined) return given((message) => takeServiceReply(parts, device, service, message))
  switch (topicName) {
    case `/ext/ntp/${productKey}/${deviceName}/request`:
      return given((message) => answerNtp(parts, device, message))
    case `/ota/device/inform/${productKey}/${deviceName}`:
      return given((message) => takeInform(parts, device, message))
    case `/ota/device/progress/${productKey}/${deviceName}`:
      return given((message) => takeProgress(parts, device, message))
    case shadowTopics(device).update:
      // For bad JSON the shadow has an error code of its own.
      return (_session, message) => (takeShadow(parts, device, message), true)
    default:
      return undefined
  }
}

function takeSetReply({ sets, hub }: ThingParts, device: DeviceName, message: JsonObject): boolean {
  const reply = readReply(message)
  if (reply === 'malformed') return false
  hub.emit({
    type: 'set-reply',
    device,
    id: reply.id,
    code: reply.code,
    latencyMs: sets.replied(device, reply),
  })
  return true
}

function readObject(text: string): JsonObject | undefined {
  const value = readJson(text)
  return isJsonObject(value) ? value : undefined
}
