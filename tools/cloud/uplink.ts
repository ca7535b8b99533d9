import type { Uplink } from './connection.ts'
import { deviceKey, nameOf, type Product } from './devices.ts'
import type { DropReason, EventHub } from './events.ts'
import { isJsonObject, readJson, type JsonObject } from './json.ts'
import type { Reported } from './reported.ts'
import type { Rules } from './rules.ts'
import type { Session } from './sessions.ts'
import type { SetCalls } from './set-calls.ts'
import * as thing from './thing.ts'

export interface UplinkParts {
  readonly product: Product
  readonly hub: EventHub
  readonly reported: Reported
  readonly calls: SetCalls
  readonly forbiddenPublish: Rules['forbiddenPublish']
  /** Whether one more message of a device passes the rate limit. */
  readonly admit: (key: string) => boolean
  /** Wall clock, ms since 1970. */
  readonly wallNow: () => number
  /** Sends to the device of a session, if the session wants the topic. */
  readonly deliver: (session: Session, topicName: string, payload: string | Buffer, qos: 0 | 1) => boolean
  /** Calls back once what was emitted so far is on disk. */
  readonly whenStored: (then: () => void) => void
}

/** Takes in what devices publish: a function from a session and a message to what the platform makes of it. */
export function createUplink(parts: UplinkParts): (session: Session, message: Uplink) => void {
  const dropped = new Map<string, number>()

  function drop(session: Session, topicName: string, reason: DropReason): void {
    const key = `${deviceKey(session.device)} ${reason}`
    const total = (dropped.get(key) ?? 0) + 1
    dropped.set(key, total)
    parts.hub.emit({ type: 'dropped', device: nameOf(session.device), topicName, reason, total })
  }

  return (session, message) => {
    const { topicName, payload, qos } = message
    const device = nameOf(session.device)
    if (!parts.admit(deviceKey(device))) return drop(session, topicName, 'rate-limit')
    if (!session.rights.mayPublish(topicName)) {
      drop(session, topicName, 'forbidden-topic')
      if (parts.forbiddenPublish === 'close') void session.connection.close('protocol-error', 'forbidden topic')
      return
    }
    const topics = thing.propertyTopics(device)
    if (topicName === topics.post || topicName === topics.setReply) {
      const known = readObject(payload)
      const taken = known !== undefined && (topicName === topics.post ? takePost : takeSetReply)(parts, session, known)
      if (!taken) refuse(session, message, topicName === topics.post)
      return
    }
    parts.hub.emit({ type: 'message', device, topicName, qos, text: payload.toString('utf8') })
    if (session.rights.isEchoed(topicName)) parts.deliver(session, topicName, payload, qos === 0 ? 0 : 1)
  }

  function refuse(session: Session, { topicName, payload }: Uplink, isRequest: boolean): void {
    drop(session, topicName, 'not-json')
    const id = thing.findId(payload.toString('utf8'))
    if (id === undefined || !isRequest) return
    const isJson = readObject(payload) !== undefined
    const [code, text] = isJson ? ([460, 'request parameter error'] as const) : ([6207, 'payload is not JSON'] as const)
    const failure = thing.writeFailure(id, code, text, thing.propertyPostMethod)
    parts.deliver(session, thing.propertyTopics(session.device).postReply, failure, 0)
  }
}

function readObject(payload: Buffer): JsonObject | undefined {
  const value = readJson(payload.toString('utf8'))
  return isJsonObject(value) ? value : undefined
}

function takePost(parts: UplinkParts, session: Session, message: JsonObject): boolean {
  const post = thing.readPropertyPost(message)
  if (post === 'malformed') return false
  const device = nameOf(session.device)
  const unknown = thing.unknownIdentifiers(parts.product, post.values.keys())
  const known = new Map([...post.values].filter(([identifier]) => !unknown.includes(identifier)))
  for (const [identifier, { value, timeMs = parts.wallNow() }] of known) {
    parts.reported.remember(device, identifier, { value, timeMs })
  }
  const params = Object.fromEntries([...post.values].map(([identifier, { value }]) => [identifier, value]))
  const points = [...known].map(([identifier, { value, timeMs = parts.wallNow() }]) => ({ identifier, value, timeMs }))
  parts.hub.emit({ type: 'property-post', device, id: String(post.id), params, points, unknown, failed: {} })
  if (post.wantsReply) {
    const reply = thing.writePropertyPostReply(post.id, unknown)
    parts.whenStored(() => parts.deliver(session, thing.propertyTopics(device).postReply, reply, 0))
  }
  parts.calls.posted(device, known)
  return true
}

function takeSetReply(parts: UplinkParts, session: Session, message: JsonObject): boolean {
  const reply = thing.readSetReply(message)
  if (reply === 'malformed') return false
  const device = nameOf(session.device)
  const latencyMs = parts.calls.replied(device, reply)
  parts.hub.emit({ type: 'set-reply', device, id: reply.id, code: reply.code, latencyMs })
  return true
}
