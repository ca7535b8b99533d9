import { topicOf } from '../identity/topics.ts'
import { log } from '../log.ts'
import { encodePacket, encodeString } from '../mqtt/packet.ts'
import type { Bytes } from '../platform/platform.ts'
import { toJson } from '../text.ts'
import { nextCount } from './count.ts'
import { dropOne, owe, type News } from './outbox.ts'
import { wake } from './to-link.ts'

/** The platform keeps no retained messages, so there is no `retain` over MQTT 3.1.1. */
export interface PublishOptions {
  readonly qos?: 0 | 1
}

/** How much may wait, bytes; each message counts as `ownBytes` more than its payload, which is what it takes of an ESP8266. */
const waitingBytes = 4096
const ownBytes = 200
let waiting = 0

/** See device.ts. */
export function owePublish(topic: string, payload: Bytes, options?: PublishOptions): void {
  const size = payload.length + ownBytes
  if (waiting + size > waitingBytes) return dropOne()
  waiting += size
  owe(() => {
    waiting -= size
    return encodePublish(topic, payload, options && options.qos)
  })
}

/**
 * Owes a PUBLISH, which `encode` makes when its turn comes; `size`: length of its payload, bytes. Returns false where too much
 * waits: then it is dropped and counted. @apart
 */
export function oweMessage(size: number, encode: News): boolean {
  size += ownBytes
  if (waiting + size > waitingBytes) {
    if (size > waitingBytes) log('W mqtt message of ' + (size - ownBytes) + ' bytes not sent: too long')
    else dropOne()
    return false
  }
  waiting += size
  owe(() => {
    waiting -= size
    return encode()
  })
  wake()
  return true
}

/** Returns a payload as a text; what is none, as JSON. */
export function textFor(payload: unknown): Bytes {
  return typeof payload === 'string' ? payload : payload == null ? '' : toJson(payload)
}

/** Returns the PUBLISH packet; at QoS 1 a packetId stands before the payload. @seldom */
export function encodePublish(topic: string, payload: Bytes, qos: 0 | 1 | undefined): Bytes {
  return encodePacket(
    qos ? '2' : '0',
    encodeString(topicOf(topic)) + (qos ? String.fromCharCode(255, /*@__INLINE__*/ nextCount()) : '') + payload,
  )
}
