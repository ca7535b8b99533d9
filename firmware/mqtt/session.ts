import type { Fault } from '../platform.ts'
import { backoffMs, ceilingMs } from './backoff.ts'

/**
 * The session's states. `offline`: no Wi-Fi yet, joining; `waiting`: the backoff timer runs; `opening`: TCP (and TLS),
 * until the socket has taken the CONNECT; `greeting`: no CONNACK yet; `subscribing`: no SUBACK yet; `ready`: property sets arrive.
 */
export type At = 'offline' | 'waiting' | 'opening' | 'greeting' | 'subscribing' | 'ready'

/**
 * One record a device, changed in place: a step allocates nothing, so a tick costs no memory. Times count ticks of one
 * second: deadlines are timers, never clock subtraction, because setTime() moves the clock.
 */
export interface Session {
  at: At
  /** Wi-Fi is joined. */
  online: boolean
  /** The backoff has run out. */
  due: boolean
  /** Attempts that failed since the link was last stable: the exponent of the backoff. */
  attempt: number
  /** In this state. */
  ageS: number
  /** I must hear: since the last complete packet came. */
  heardS: number
  /** I must speak: since the last packet was written; hearing PUBLISH must not postpone the ping the server needs. */
  spokeS: number
  /** Since PINGREQ was written; 0 when no answer is owed. */
  pingS: number
  /** Since bytes were written that the socket has not taken; 0 when it has taken all. */
  unsentS: number
  /** Without `ready`. */
  lostS: number
  /** CONNECTs that may still be written, in seconds of credit. */
  creditS: number
  /** Sessions that the server ended, one after the other, none but the first after a minute or more. */
  kicks: number
}

/** What happened; `connack` and `suback` come with their return code. `puback` and `publish` ask: may it come now? */
export type Event =
  'online' | 'offline' | 'unjoined' | 'retry' | 'opened' | 'connack' | 'suback' | 'pingresp' | 'publish' | 'puback'

/** What is to be done about it: nothing, one action, or a fault, which always means: close, then wait. */
export type Order = '' | 'join' | 'open' | 'subscribe' | 'ready' | 'ping' | 'reboot' | Fault

/** How long each may last before it counts as a fault, s. */
export const deadlines = {
  joining: 30,
  opening: 15,
  tls: 20,
  greeting: 10,
  subscribing: 10,
  pingIdle: 24,
  pingResp: 15,
  unsent: 20,
  /** Longer than the longest wait: its timer was lost to a full heap. */
  waiting: 125,
} as const

/** So long in `ready` and the backoff starts anew: not at CONNACK, or a server that kicks gets a storm. */
export const stableS = 60

/** Aliyun takes 5 CONNECTs in 60 s: 3 at once and one more each 30 s are never over 5 in any 60 s, nor 13 in 5 min. */
const connectCostS = 30
export const creditMaxS = 90

/** One a device. */
export function createSession(): Session {
  return {
    at: 'offline',
    online: false,
    due: false,
    attempt: 0,
    ageS: 0,
    heardS: 0,
    spokeS: 0,
    pingS: 0,
    unsentS: 0,
    lostS: 0,
    creditS: creditMaxS,
    kicks: 0,
  }
}

/** @seldom */
function go(session: Session, at: At, order: Order): Order {
  session.at = at
  session.ageS = session.pingS = session.unsentS = 0
  return order
}

/** Opens if Wi-Fi is there, else joins. A CONNECT too many waits for its credit. @seldom */
function start(session: Session): Order {
  if (!session.online) return go(session, 'offline', 'join')
  return session.creditS < connectCostS ? '' : go(session, 'opening', 'open')
}

/** (session, event) -> session and what to do. Does no I/O, reads no clock. @seldom */
export function step(session: Session, event: Event, returnCode?: number): Order {
  const at = session.at
  if (event === 'online') {
    session.online = true
    return at === 'offline' ? start(session) : ''
  }
  if (event === 'offline') {
    session.online = false
    return at === 'offline' || at === 'waiting' ? '' : 'wifi-lost'
  }
  if (event === 'unjoined') return at === 'offline' ? 'wifi-timeout' : ''
  if (event === 'retry') {
    session.due = true
    return at === 'waiting' ? start(session) : ''
  }
  if (event === 'opened') {
    if (at !== 'opening') return ''
    session.creditS -= connectCostS
    return go(session, 'greeting', '')
  }
  if (event === 'connack' && at === 'greeting')
    return returnCode ? 'connack-refused' : go(session, 'subscribing', 'subscribe')
  if (event === 'suback' && at === 'subscribing') {
    if (returnCode! > 2) return 'suback-refused'
    session.lostS = session.heardS = session.spokeS = 0
    return go(session, 'ready', 'ready')
  }
  // With automatic subscription a PUBLISH may come before the SUBACK.
  const mayCome = event !== 'connack' && (at === 'ready' || (at === 'subscribing' && event !== 'pingresp'))
  return mayCome ? '' : 'unexpected-packet'
}

function tickReady(session: Session): Order {
  // Any complete packet counts as life, not only PINGRESP.
  if (!session.heardS++) session.pingS = 0
  session.spokeS++
  if (session.ageS === stableS) session.attempt = session.kicks = 0
  if (session.pingS) return ++session.pingS > deadlines.pingResp ? 'pingresp-timeout' : ''
  if (session.heardS < deadlines.pingIdle && session.spokeS < deadlines.pingIdle) return ''
  session.pingS = 1
  return 'ping'
}

/** One second has passed. `rebootAfterS`: so long without `ready` asks for a reboot; 0 = never. `tls`: how it opens. */
export function tick(session: Session, rebootAfterS: number, tls: boolean): Order {
  const ageS = ++session.ageS
  const at = session.at
  if (session.creditS < creditMaxS) session.creditS++
  if (session.unsentS && ++session.unsentS > deadlines.unsent) return 'write-stalled'
  if (at === 'ready') return /*@__INLINE__*/ tickReady(session)
  const lateS = ++session.lostS - rebootAfterS
  // A boot does not know of the CONNECTs before it. So it must come a minute after the last: no other is written until then.
  if (rebootAfterS && (!lateS ? session.creditS === creditMaxS : lateS === creditMaxS)) return 'reboot'
  if (!lateS) session.creditS -= 2 * creditMaxS
  if (at === 'waiting') return session.due || ageS > deadlines.waiting ? start(session) : ''
  // Joined, but without credit for a CONNECT until now.
  if (at === 'offline') return session.online ? start(session) : ageS > deadlines.joining ? 'wifi-timeout' : ''
  if (at === 'opening') {
    if (ageS <= (tls ? deadlines.tls : deadlines.opening)) return ''
    return tls ? 'tls-timeout' : 'open-timeout'
  }
  if (at === 'greeting') return ageS > deadlines.greeting ? 'connack-timeout' : ''
  return ageS > deadlines.subscribing ? 'suback-timeout' : ''
}

/**
 * Ends the attempt: the one way out of trouble. Answers the fault's name, which three quick kicks in a row make
 * `identity-stolen`; the session then waits `waitMs(session, ...)`. @seldom
 */
export function fail(session: Session, fault: Fault): Fault {
  // The end of a stable session counts, too: so two boards of one identity take turns to be thrown out, and both say so.
  if (fault === 'socket-closed' && (session.at === 'ready' || session.at === 'subscribing') && ++session.kicks > 2) {
    session.kicks = 0
    fault = 'identity-stolen'
  }
  session.due = false
  session.attempt++
  go(session, 'waiting', '')
  return fault
}

/** How long to wait after `fault`, ms: the ceiling where only a person can mend it, else the jittered backoff. @seldom */
export function waitMs(session: Session, fault: Fault, returnCode: number, random: number): number {
  // Return code 3 is "server unavailable": that mends itself (MQTT 3.1.1 §3.2.2.3).
  const stubborn = fault === 'suback-refused' || (fault === 'connack-refused' && returnCode !== 3)
  // Two boards of one identity must not come back in step: each would have the other thrown out for ever.
  if (fault === 'identity-stolen') return ceilingMs * (1 + random)
  return stubborn ? ceilingMs : /*@__INLINE__*/ backoffMs(session.attempt - 1, random)
}
