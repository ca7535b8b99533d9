import type { Bytes } from '../platform/platform.ts'
import { awaitReply, endReply, type Reply } from './requests.ts'
import { hearBroker } from './to-link.ts'

/** Gets nothing where the broker has acknowledged, else what was wrong. */
export type Acknowledged = (problem?: string) => void

/** What waits for its SUBSCRIBE to be sent, by the filter's place. */
const waiting: { [at: number]: (reply: Reply) => void } = {}

/** Places of filters whose UNSUBACK is due: until then their SUBACK may be, too, and their packetIds are in use. */
export const leaving: { [at: number]: true } = {}

/** Calls `callback` with the broker's answer `key`, its code in `data`, or with `noReply`: once. @seldom */
export function awaitAck(key: Bytes, callback: (reply: Reply) => void): void {
  hearBroker(onAsked, onAnswered)
  awaitReply(key, [callback])
}

/** The same for a filter's SUBSCRIBE, once it is sent. @seldom */
export function awaitSuback(at: number, callback: (reply: Reply) => void): void {
  hearBroker(onAsked, onAnswered)
  waiting[at] = callback
}

/** Returns who waits for a filter's SUBSCRIBE to be sent, and forgets it. @seldom */
export function takeWaiting(at: number): ((reply: Reply) => void) | undefined {
  const told = waiting[at]
  if (told) delete waiting[at]
  return told
}

/** The SUBSCRIBE of a filter was sent: from now on its answer is due. */
export function onAsked(at: number): void {
  const told = takeWaiting(at)
  if (told) awaitReply('s' + at, [told])
}

/** The broker has answered. */
function onAnswered(key: Bytes, code: number): void {
  endReply(key, { code: 200, data: code })
}
