import { device } from '../identity/topics.ts'
import { encodePacket, encodeString } from '../mqtt/packet.ts'
import type { Bytes } from '../platform/platform.ts'
import { messageOf, textOf } from './alink.ts'
import { onArrival } from './arrivals.ts'
import { on } from './events.ts'
import { settle } from './requests.ts'
import { setTimeMs, timeMs } from './time.ts'
import { isReady, wantFilter } from './to-link.ts'
import { oweMessage } from './waiting.ts'

/** Gets ms since 1970 (UTC), 0 where the platform has not told them. */
type Told = (ms: number) => void

const answerWithinMs = 10_000
/** No session ends, and is followed by another one, in this time. */
const justNowMs = 500
const callbacksMax = 8
/** From 2020 to 2100: what else comes is garbage. Both have 13 digits, as all times between them. */
const leastMs = 1_577_836_800_000
const mostMs = 4_102_444_800_000
const digits = 13

/** Undefined until the clock is asked for. */
let callbacks: Told[] | undefined
/** A request waits for the link. */
let owed = false
/** The time that our request left with, the device's own, ms: it comes back with the answer. '' while there is no request. */
let sent = ''

/**
 * Asks the platform for the time (NTP over MQTT), now or as soon as the link is up, and again at each connect: https://help.aliyun.com/document_detail/102509.html.
 * `callback` gets ms since 1970, or 0 where no answer came within 10 s after the request went out; once. Sets no clock but
 * that of `clockMs`. @seldom
 */
export function syncClock(callback?: (ms: number) => void): void {
  if (!callbacks) {
    onArrival(takeAnswer)
    wantFilter('/ext/ntp/{}/response')
    on('connect', ask)
  }
  callbacks = callbacks || []
  if (callback) {
    if (callbacks.length < callbacksMax) callbacks.push(callback)
    else settle([callback], 0)
  }
  // A request that is on its way answers this one, too.
  if (isReady() && !sent) ask()
}

/** Returns ms since 1970 (UTC), or 0 while the platform has not told the time. An application that calls setTime() moves it. */
export function clockMs(): number {
  return timeMs()
}

/** Owes a request, unless one is owed, or has left just now: a call at `connect`, which asks by itself, too. */
function ask(): void {
  if (owed || (sent && board.now() * 1000 - +sent < justNowMs)) return
  // Before, since it may go out at once.
  owed = true
  if (oweMessage(2 * digits, encodeRequest)) return
  owed = false
  end(0)
}

/** Returns the PUBLISH of the request, whose time begins now. */
function encodeRequest(): Bytes {
  owed = false
  const own = (sent = '' + Math.round(board.now() * 1000))
  board.after(() => {
    if (sent === own) end(0)
  }, answerWithinMs)
  return encodePacket('0', encodeString('/ext/ntp' + device + 'request') + '{"deviceSendTime":"' + own + '"}')
}

/** Tells all who wait. @seldom */
function end(ms: number): void {
  sent = ''
  settle(callbacks!, ms)
  callbacks = []
}

/** An answer counts when it has the time that our request left with, and times that can be. */
function takeAnswer(topic: Bytes, payload: Bytes): boolean {
  if (topic !== '/ext/ntp' + device + 'response') return false
  const answer = messageOf(payload) as { readonly [key: string]: unknown } | undefined
  const tookMs = board.now() * 1000 - +sent
  if (sent && answer && textOf(answer['deviceSendTime']) === sent && tookMs >= -1 && tookMs <= answerWithinMs) {
    const received = timeOf(answer['serverRecvTime'])
    const left = timeOf(answer['serverSendTime'])
    // The way there is taken for as long as the way back.
    const ms = Math.round((received + left + tookMs) / 2)
    if (received && left && Math.abs(left - received) <= answerWithinMs) {
      setTimeMs(ms)
      end(ms)
    }
  }
  return true
}

/** Returns a time in ms, which comes as a decimal text, or 0 for what is none. @seldom */
function timeOf(value: unknown): number {
  const text = textOf(value)
  const ms = text.length === digits ? +text : 0
  return ms >= leastMs && ms <= mostMs && '' + ms === text ? ms : 0
}
