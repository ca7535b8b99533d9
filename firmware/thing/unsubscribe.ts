import { topicOf } from '../identity/topics.ts'
import { encodeUnsubscribe } from '../mqtt/packet.ts'
import { expectUnsuback } from '../mqtt/reader.ts'
import type { Bytes } from '../platform/platform.ts'
import { awaitAck, leaving, takeWaiting, type Acknowledged } from './acks.ts'
import { noReply, settle, type Reply } from './requests.ts'
import { allowHoles, filters, hole, send } from './to-link.ts'

/**
 * Gives a topic filter up, now and in later sessions. `callback` is called once: when the broker has confirmed it, at once where there
 * is no session, and with a text where no answer came within 10 s or in the session. @seldom
 */
export function unsubscribe(filter: Bytes, callback?: Acknowledged): void {
  const at = filters.indexOf(filter)
  const told = (reply: Reply): void => {
    delete leaving[at]
    if (callback) callback(reply.code ? undefined : reply.message)
  }
  allowHoles()
  expectUnsuback()
  if (at >= 0) {
    filters[at] = hole
    const packetId = String.fromCharCode(1, at)
    const before = takeWaiting(at)
    if (before) settle([before], noReply)
    if (send(encodeUnsubscribe(packetId, topicOf(filter)))) {
      leaving[at] = true
      return awaitAck(packetId, told)
    }
  }
  // A session that does not exist has no subscription, and the next one begins without this one.
  if (callback) settle([told], { code: 200 })
}
