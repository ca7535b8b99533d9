import { device } from '../identity/topics.ts'
import { log } from '../log.ts'
import { encodePacket, encodeString } from '../mqtt/packet.ts'
import type { Bytes } from '../platform/platform.ts'
import type { Arrival } from './arrivals.ts'
import { seconds } from './seconds.ts'
import { oweMessage } from './waiting.ts'

// What services and RRPC share: calls of the cloud that wait for what the application says.

/** A call that waits for its reply; its keys are short because longer ones cost JsVars. */
export interface Call {
  /** The topic of its reply. */
  readonly to: Bytes
  /** Its id as JSON, '' where the topic alone tells calls apart: topic and id once more are the same call again. */
  readonly id: Bytes
  /** What the log calls it. */
  readonly what: Bytes
  /** Too many others are open: it is in no table, but may be answered. */
  readonly full: boolean
  /** When its time is over, in `seconds`; 0 once it was answered. */
  end: number
}

const openMax = 4
/** So many replies are remembered, and so much of them, bytes. */
const doneMax = 4
const doneBytes = 512
/** Longest id of a RRPC, and longest name of a service that the application does not have, bytes. */
const nameBytes = 64
/** How long a call may last, s. The platform waits 8 s for a RRPC; the next second may be due at once. */
const rrpcS = 8
const asyncS = 60

/** Topic filters: RRPC without a topic, and services where the clientId asks for RRPC with one. */
export const rrpcFilter = '/sys/{}/rrpc/request/+'
export const extServices = '/ext/rrpc/+/sys/{}/thing/service/+'

let open: Call[] = []
/** Topic and id of the calls before, the newest first, and their replies: '' where that is not kept, or none was given in time. */
const keys: Bytes[] = []
let texts: Bytes[] = []

/** Undefined where the application has no services. Returns whether a message is a call of one, which is handled then. */
export let serve: Arrival | undefined

/** @seldom */
export function serveWith(arrival: Arrival): void {
  serve = arrival
}

/** Whether a topic may have this for a level: the device publishes there, so it must be plain text. @seldom */
export function isName(text: Bytes): boolean {
  return !!text && text.length <= nameBytes && encodeURIComponent(text) === text
}

/**
 * Returns what a message calls: '' for a RRPC without a topic, the topic of one that has one (it begins with a slash), for all
 * else the message's own topic. @seldom
 */
export function calledBy(topic: Bytes): Bytes {
  const system = '/sys' + device + 'rrpc/request/'
  if (topic.startsWith(system, 0)) return isName(topic.substr(system.length)) ? '' : topic
  const end = topic.startsWith('/ext/rrpc/', 0) ? topic.indexOf('/', 10) : 0
  return end > 0 && isName(topic.substring(10, end)) ? topic.substr(end) : topic
}

/**
 * Returns the call that a message is; `called`: see `calledBy`. Undefined where it was there before: its reply goes out again
 * where it is known, unless the message is that reply, as a broker sends it back that is not Aliyun's. @seldom
 */
export function openCall(topic: Bytes, called: Bytes, id: Bytes, what: Bytes, payload: Bytes): Call | undefined {
  open = open.filter((each) => {
    if (seconds >= each.end) remember(each, '')
    return seconds < each.end
  })
  const call: Call = {
    to: !called ? topic.split('rrpc/request').join('rrpc/response') : called === topic ? topic + '_reply' : topic,
    id: id,
    what: what,
    end: seconds + (called === topic ? asyncS : rrpcS),
    full: open.length >= openMax,
  }
  const key = call.to + id
  const at = keys.indexOf(key)
  const text = texts[at]
  if (text && text !== payload) send(call, text, call.end)
  if (at >= 0 || open.some((each) => each.to + each.id === key)) return
  if (!call.full) open.push(call)
  return call
}

/** Remembers the reply to a call. @seldom */
function remember(call: Call, text: Bytes): void {
  keys.unshift(call.to + call.id)
  texts.unshift(text)
  if (keys.length > doneMax) {
    keys.pop()
    texts.pop()
  }
  let left = doneBytes
  texts = texts.map((each) => ((left -= each.length) < 0 ? '' : each))
}

/** Answers a call that was not answered yet; later than its time nothing is sent. @seldom */
export function answer(call: Call, text: Bytes): void {
  const end = call.end
  call.end = 0
  open = open.filter((each) => each !== call)
  if (!call.full) remember(call, text)
  return send(call, text, end)
}

/** Owes the PUBLISH of a reply that must go out before `end`. */
function send(call: Call, text: Bytes, end: number): void {
  if (!isLate(call, end))
    oweMessage(call.to.length + text.length, () =>
      isLate(call, end) ? '' : encodePacket('0', encodeString(call.to) + text),
    )
}

/** @seldom */
function isLate(call: Call, end: number): boolean {
  if (seconds < end) return false
  log('W thing ' + call.what + ' answered too late')
  return true
}
