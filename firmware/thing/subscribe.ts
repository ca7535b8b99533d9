import { log } from '../log.ts'
import type { Bytes } from '../platform/platform.ts'
import { quote } from '../text.ts'
import { awaitSuback, leaving, onAsked, takeWaiting } from './acks.ts'
import { noReply, settle, type Reply } from './requests.ts'
import { textFor } from './publish.ts'
import { askFor, filters, hole } from './to-link.ts'

/** As MQTT.js has it: `granted` has the topic filter and the QoS that the broker grants, 128 where it refuses. */
export type Subscribed = (
  problem?: string,
  granted?: readonly { readonly topic: Bytes; readonly qos: number }[],
) => void

/** Aliyun's limit for a device (help.aliyun.com/document_detail/30527). */
const filtersMax = 100

/**
 * Subscribes to a topic filter at QoS 1, in each session anew; what arrives is the event `message`. `callback` is called once:
 * `granted` has the QoS, 128 where the broker refuses; with a text where no answer came within 10 s or in the session. At most
 * 100 filters. Where the application only calls it at its top level and without a callback, that of link.ts stands for it. @seldom
 */
export function subscribe(filter: Bytes, callback?: Subscribed): void {
  if (typeof filter !== 'string' || filter <= hole) {
    log('W mqtt not subscribed, no topic filter: ' + quote(textFor(filter)))
    if (callback) settle([() => callback('no-filter')], noReply)
    return
  }
  let at = filters.indexOf(filter)
  if (at < 0) for (at = 0; at < filters.length && (filters[at] !== hole || leaving[at]);) at++
  const told = (reply: Reply): void =>
    callback!(reply.code ? undefined : reply.message, reply.code ? [{ topic: filter, qos: +reply.data! }] : undefined)
  if (at >= filtersMax) {
    log('W mqtt not subscribed, ' + filtersMax + ' topic filters are the most: ' + filter)
    if (callback) settle([told], noReply)
    return
  }
  filters[at] = filter
  const before = takeWaiting(at)
  if (before) settle([before], noReply)
  if (callback) awaitSuback(at, told)
  if (askFor(at)) onAsked(at)
}
