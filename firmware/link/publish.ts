import type { Bytes } from '../platform/platform.ts'
import { awaitAck, type Acknowledged } from '../thing/acks.ts'
import { count } from '../thing/count.ts'
import { encodePublish, oweMessage, textFor, type PublishOptions } from '../thing/publish.ts'
import { noReply, settle, type Reply } from '../thing/requests.ts'

/**
 * Publishes to a topic; one without a leading slash stands for /{productKey}/{deviceName}/{topic}. QoS 0 unless said
 * otherwise; at QoS 1 it is not sent again where the broker does not acknowledge it. A payload that is no text goes as JSON. Up to
 * 4,096 bytes wait for the link, of which each message takes 200 more than its payload. `callback` is called once: at QoS 1 when the broker has acknowledged it,
 * at QoS 0 when it goes out; with a text where it was dropped, or not acknowledged within 10 s and in its session. Where the
 * application gives no callback, publish-once.ts or publish-any.ts stands for this. @apart
 */
export function publish(
  topic: string,
  payload: Bytes,
  given?: PublishOptions | Acknowledged | null,
  then?: Acknowledged,
): void {
  const callback = typeof given === 'function' ? given : then
  const qos = typeof given === 'object' && given && given.qos
  const told = (reply: Reply): void => callback!(reply.code ? undefined : reply.message)
  const text = textFor(payload)
  const isOwed = oweMessage(text.length, () => {
    const packet = encodePublish(topic, text, qos || 0)
    if (callback && qos) awaitAck(String.fromCharCode(255, count), told)
    else if (callback) settle([told], { code: 200 })
    return packet
  })
  if (!isOwed && callback) settle([told], noReply)
}
