import { askExt, asksExt } from '../identity/credentials.ts'
import { device } from '../identity/topics.ts'
import { log } from '../log.ts'
import { encodePacket, encodeString } from '../mqtt/packet.ts'
import type { Bytes } from '../platform/platform.ts'
import { onArrival, type Arrival } from './arrivals.ts'
import { emit } from './events.ts'
import { countSeconds, seconds } from './seconds.ts'
import { ignoreOne } from './sets.ts'
import { wantFilter } from './to-link.ts'
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
/** Longest payload, bytes: it waits beside the next packet. */
const callBytes = 1024
/** So many replies are remembered, and so much of them, bytes. */
const doneMax = 4
const doneBytes = 512
/** Longest id of a RRPC, and longest name of a service that the application does not have, bytes. */
const nameBytes = 64
/** How long a call may last, s. The platform waits 8 s for a RRPC; the next second may be due at once. */
const rrpcS = 8
const asyncS = 60

let open: Call[] = []
/** Topic and id of the calls before, the newest first, and their replies: '' where that is not kept, or none was given in time. */
const keys: Bytes[] = []
let texts: Bytes[] = []
let listening: true | undefined

/** Returns whether a message was a call that it takes, which is handled then; undefined where the application has none such. */
let serve: Arrival | undefined
let respond: Arrival | undefined

/** Calls of services go to `arrival`. @seldom */
export function serveWith(arrival: Arrival): void {
  listen()
  serve = arrival
  if (asksExt) wantExt()
}

/** What is no call of a service goes to `arrival`. @seldom */
export function respondWith(arrival: Arrival): void {
  listen()
  respond = arrival
}

/** RRPC on custom topics is asked for, and with it come synchronous calls of services there. @seldom */
export function listenToExt(): void {
  askExt()
  if (serve) wantExt()
}

/** Subscribes to synchronous calls of services where the clientId asks for RRPC on custom topics. @seldom */
function wantExt(): void {
  wantFilter('/ext/rrpc/+/sys/{}/thing/service/+')
}

/** Has what calls say and seconds told, once. @seldom */
function listen(): void {
  if (!listening) onArrival(takeCall)
  listening = true
  countSeconds()
  wantFilter('/sys/{}/rrpc/request/+')
}

/**
 * Takes what may be a call. It is handled later, when what is seldom and takes a third of an ESP8266's memory has ended: at once it
 * would be there twice, and a handler on top. More than a chunk of the network never waits.
 */
function takeCall(topic: Bytes, payload: Bytes): boolean {
  const own = '/sys' + device
  const isCall =
    payload.length <= callBytes &&
    (topic.startsWith('/ext/rrpc/', 0) ||
      topic.startsWith(own + 'rrpc/request/', 0) ||
      (!!serve && topic.startsWith(own + 'thing/service/', 0)))
  if (isCall)
    board.after(() => {
      if ((serve && serve(topic, payload)) || (respond && respond(topic, payload))) return
      ignoreOne()
      emit('message', topic, payload)
    }, 0)
  return isCall
}

/** Whether a topic may have this for a level: the device publishes there, so it must be plain text and no wildcard. @seldom */
export function isName(text: Bytes): boolean {
  if (!text || text.length > nameBytes) return false
  for (let at = 0; at < text.length; at++) {
    const byte = text[at]!
    if (byte <= ' ' || byte > '~' || byte === '+' || byte === '#' || byte === '/') return false
  }
  return true
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
  const key = keyOf(call)
  const at = keys.indexOf(key)
  const text = texts[at]
  if (text && text !== payload) send(call, text, call.end)
  if (at >= 0 || open.some((each) => keyOf(each) === key)) return
  if (!call.full) open.push(call)
  return call
}

/** Calls with the same key are the same; without the names of the device, which all have. @seldom */
function keyOf({ to, id }: Call): Bytes {
  return to.split(device).join('') + id
}

/** Remembers the reply to a call. @seldom */
function remember(call: Call, text: Bytes): void {
  keys.unshift(keyOf(call))
  texts.unshift(text)
  if (keys.length > doneMax) {
    keys.pop()
    texts.pop()
  }
  let left = doneBytes
  texts = texts.map((each) => ((left -= each.length) < 0 ? '' : each))
}

/** A call has its reply, which is remembered. Returns until when it must go out. @seldom */
export function endCall(call: Call, text: Bytes): number {
  const end = call.end
  call.end = 0
  open = open.filter((each) => each !== call)
  if (!call.full) remember(call, text)
  return end
}

/** Owes the PUBLISH of a reply, unless it is `end` before it goes out. @apart */
export function send(call: Call, text: Bytes, end: number): void {
  if (seconds >= end) return logLate(call)
  oweMessage(call.to.length + text.length, () => {
    if (seconds < end) return encodePacket('0', encodeString(call.to) + text)
    logLate(call)
    return ''
  })
}

/** @seldom */
function logLate({ what }: Call): void {
  return log('W thing ' + what + ' answered too late')
}
