import { topicOf } from '../identity/topics.ts'
import { encodePacket, encodeString } from '../mqtt/packet.ts'
import type { Bytes } from '../platform/platform.ts'
import { nextCount } from './count.ts'
import { dropOne, news } from './outbox.ts'

export interface PublishOptions {
  readonly qos?: 0 | 1
  readonly retain?: boolean
}

/** Length of all payloads that may wait, bytes. */
const waitingBytes = 4096
/** First byte of a PUBLISH of QoS 0 (MQTT 3.1.1 §3.3.1); QoS 1 adds 2, retain 1. */
const firstByte = 48

let waiting = 0

/** See device.ts. */
export function owePublish(topic: string, payload: Bytes, options?: PublishOptions): void {
  if (waiting + payload.length > waitingBytes) return dropOne()
  waiting += payload.length
  news.push(() => {
    waiting -= payload.length
    return encodePublish(topic, payload, options || {})
  })
}

/** Returns the PUBLISH packet; at QoS 1 a packetId stands before the payload. @seldom */
function encodePublish(topic: string, payload: Bytes, options: PublishOptions): Bytes {
  const qos = options.qos
  return encodePacket(
    String.fromCharCode(firstByte + (qos ? 2 : 0) + (options.retain ? 1 : 0)),
    encodeString(topicOf(topic)) + (qos ? String.fromCharCode(255, /*@__INLINE__*/ nextCount()) : '') + payload,
  )
}
