import { thingTopic } from '../identity/topics.ts'
import { encodePacket, encodeString } from '../mqtt/packet.ts'
import type { Bytes } from '../platform/platform.ts'
import { idText, messageOf, textOf, type Message } from './alink.ts'
import { onArrival } from './arrivals.ts'
import { request } from './request.ts'
import type { Callback } from './requests.ts'
import { wantFilter } from './to-link.ts'
import { oweMessage } from './waiting.ts'

type Handler = (message: Message) => void

const handlers: Handler[] = []
/** Id and checksum of the last push: it may come twice. */
let last: Bytes

/** Asks for the remote configuration of the product (help.aliyun.com/document_detail/89308). @seldom */
export function askConfig(callback: Callback): void {
  request('thing/config/get', '{"configScope":"product","getType":"file"}', callback)
}

/** Has `handler` called with each configuration that is pushed, later: what it throws ends nothing else. @seldom */
export function onConfigPush(handler: Handler): void {
  if (!handlers.length) {
    onArrival(takePush)
    wantFilter('/sys/{}/thing/config/push')
  }
  handlers.push(handler)
}

/** Replies to a push, and hands it on unless it is the last one again. What has no id that a reply can carry is none. */
function takePush(topic: Bytes, payload: Bytes): boolean {
  const message = topic === thingTopic('config/push') && messageOf(payload)
  const id = message && idText(message.id)
  if (!id) return false
  oweMessage(id.length, () =>
    encodePacket('0', encodeString(thingTopic('config/push_reply')) + '{"id":' + id + ',"code":200,"data":{}}'),
  )
  // With the checksum, since a platform that was started anew may begin its ids anew.
  const now = id + textOf(((message as Message).params || {})['sign'])
  if (now !== last) handlers.forEach((handler) => board.after(() => handler(message as Message), 0))
  last = now
  return true
}
