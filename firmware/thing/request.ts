import { device, thingTopic } from '../identity/topics.ts'
import { log } from '../log.ts'
import { encodePacket, encodeString } from '../mqtt/packet.ts'
import type { Bytes } from '../platform/platform.ts'
import { quote } from '../text.ts'
import { onArrival } from './arrivals.ts'
import { count, nextCount } from './count.ts'
import { oweMessage } from './publish.ts'
import { awaitReply, noReply, onReply, settle, type Callback } from './requests.ts'

let heard: true | undefined

/** So much of a refusal reaches the log, bytes. */
const logBytes = 60

/**
 * Owes a request to the platform: topic /sys/{productKey}/{deviceName}/{tail}, method `tail` with dots in place of slashes
 * and without an underscore in front; `params` is JSON. `callback` gets the reply once, or `noReply`: 10 s after the request
 * went out, at the end of its session, or at once where too much waits. @seldom
 */
export function request(tail: Bytes, params: Bytes, callback?: Callback): void {
  hearReplies()
  const isOwed = oweMessage(params.length, () => {
    const method = tail.split('/').join('.')
    const packet = encodePacket(
      '0',
      encodeString('/sys' + device + tail) +
        '{"id":"' +
        nextCount() +
        '","version":"1.0","params":' +
        params +
        ',"method":"' +
        method +
        '"}',
    )
    if (callback) awaitReply(count, [callback])
    return packet
  })
  if (!isOwed && callback) settle([callback], noReply)
}

/** Replies go to whom they are for from now on. @seldom */
export function hearReplies(): void {
  if (!heard) onArrival(takeReply)
  heard = true
}

/**
 * A reply to a request goes to whom it is for. What is no success is logged. That to a post of properties has a way of its
 * own.
 */
function takeReply(topic: Bytes, payload: Bytes): boolean {
  const head = '/sys' + device
  if (!topic.startsWith(head, 0) || topic.substr(-6) !== '_reply' || topic === thingTopic('event/property/post_reply'))
    return false
  onReply(payload)
  if (payload.indexOf('"code":200') < 0)
    log('W ' + topic.substr(head.length).split('/').join(' ') + ' ' + quote(payload.substr(0, logBytes)))
  return true
}
