import type { Fault } from '../platform/platform.ts'
import { backoffMs, ceilingMs } from './backoff.ts'

/**
 * The session's states. `offline`: no Wi-Fi yet, joining; `waiting`: the backoff timer runs; `opening`: TCP (and TLS),
 * until the socket has taken the CONNECT; `greeting`: no CONNACK yet; `subscribing`: no SUBACK yet; `ready`: property sets arrive.
 */
export type At = 'offline' | 'waiting' | 'opening' | 'greeting' | 'subscribing' | 'ready'

/**
 * One record a device, changed in place: a step allocates nothing, so a tick costs no memory. Times are counted in ticks of
 * one second, never as differences of the clock, because setTime() moves the clock.
 */
export interface Session {
  at: At
  /** Wi-Fi is joined. */
  online: boolean
  /** The backoff's wait is over. */
  due: boolean
  /** Attempts that failed since the link was last stable: the exponent of the backoff. */
  attempt: number
  /** Time in this state. */
  ageS: number
  /** Time since the last complete packet came: too long, and the server may be dead. */
  heardS: number
  /**
   * Time since the last packet was written: too long, and the server takes this device for dead. Apart from `heardS`,
   * because PUBLISHes that come must not postpone the ping that the server needs.
   */
  spokeS: number
  /** Time since PINGREQ was written; 0 when no PINGRESP is owed. */
  pingS: number
  /** Time since bytes were written that the socket has not taken; 0 when it has taken all. */
  unsentS: number
  /** Time without `ready`. */
  lostS: number
  /** Credit for CONNECTs: each costs `connectCostS`, and a second earns one. */
  creditS: number
  /**
   * How many sessions in a row the server has closed. The third makes the fault `identity-stolen`: most likely another device
   * logs in with this identity, and the server closes the older session each time. 60 s of `ready` set it to 0.
   */
  kicks: number
}

/**
 * What happened. `connack` and `suback` come with their return code; `puback` and `publish` only ask whether the packet may
 * come in this state.
 */
export type Event =
  'online' | 'offline' | 'unjoined' | 'retry' | 'opened' | 'connack' | 'suback' | 'pingresp' | 'publish' | 'puback'

/** What is to be done about it: nothing, one action, or a fault, which always means to close and then wait. */
export type Order = '' | 'join' | 'open' | 'subscribe' | 'ready' | 'ping' | 'reboot' | Fault

/** How long each may last, s: pingIdle until a ping is due, all others until it counts as a fault. */
export const deadlines = {
  joining: 30,
  opening: 15,
  tls: 20,
  greeting: 10,
  subscribing: 10,
  pingIdle: 24,
  pingResp: 15,
  unsent: 20,
  /** Longer than the longest wait: when it is over, the wait's timer was lost because memory was full. */
  waiting: 125,
} as const

/**
 * After so long in `ready` the backoff starts anew, s. Not already at CONNACK: a server that closes each session soon would
 * get a storm of CONNECTs.
 */
export const stableS = 60

/** Aliyun takes 5 CONNECTs in 60 s: 3 at once and one more every 30 s are never over 5 in any 60 s, nor 13 in 5 min. */
const connectCostS = 30
export const creditMaxS = 90

/** Returns the session as it is after power-on. */
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

/** Enters a state, and returns `order`. @seldom */
function go(session: Session, at: At, order: Order): Order {
  session.at = at
  session.ageS = session.pingS = session.unsentS = 0
  return order
}

/** Opens if Wi-Fi is joined, else joins. Without credit for a CONNECT it does nothing: `tick` tries again. @seldom */
function start(session: Session): Order {
  if (!session.online) return go(session, 'offline', 'join')
  return session.creditS < connectCostS ? '' : go(session, 'opening', 'open')
}

/** Changes the session after an event and returns what to do. Does no I/O, reads no clock. @seldom */
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
  // When the platform subscribes the device itself (_ss=1), a PUBLISH may come before the SUBACK.
  const mayCome = event !== 'connack' && (at === 'ready' || (at === 'subscribing' && event !== 'pingresp'))
  return mayCome ? '' : 'unexpected-packet'
}

/** One second has passed in `ready`. */
function tickReady(session: Session): Order {
  // Any complete packet shows that the server lives, not only PINGRESP.
  if (!session.heardS++) session.pingS = 0
  session.spokeS++
  if (session.ageS === stableS) session.attempt = session.kicks = 0
  if (session.pingS) return ++session.pingS > deadlines.pingResp ? 'pingresp-timeout' : ''
  if (session.heardS < deadlines.pingIdle && session.spokeS < deadlines.pingIdle) return ''
  session.pingS = 1
  return 'ping'
}

/**
 * One second has passed. After `rebootAfterS` without `ready` it returns `reboot`; 0 = never. `tls`: whether the socket opens
 * with TLS.
 */
export function tick(session: Session, rebootAfterS: number, tls: boolean): Order {
  const ageS = ++session.ageS
  const at = session.at
  if (session.creditS < creditMaxS) session.creditS++
  if (session.unsentS && ++session.unsentS > deadlines.unsent) return 'write-stalled'
  if (at === 'ready') return /*@__INLINE__*/ tickReady(session)
  const lateS = ++session.lostS - rebootAfterS
  // After a reboot the credit is full, whatever was spent before it, so CONNECTs before and after it could be more than 5 in
  // a minute. If it is full anyway, the board reboots at once. If not, taking 180 s away keeps it too low for a CONNECT for
  // the next 90 s, and the board reboots when those are over.
  if (rebootAfterS && (!lateS ? session.creditS === creditMaxS : lateS === creditMaxS)) return 'reboot'
  if (!lateS) session.creditS -= 2 * creditMaxS
  if (at === 'waiting') return session.due || ageS > deadlines.waiting ? start(session) : ''
  // When Wi-Fi is joined, only credit for a CONNECT was missing.
  if (at === 'offline') return session.online ? start(session) : ageS > deadlines.joining ? 'wifi-timeout' : ''
  if (at === 'opening') {
    if (ageS <= (tls ? deadlines.tls : deadlines.opening)) return ''
    return tls ? 'tls-timeout' : 'open-timeout'
  }
  if (at === 'greeting') return ageS > deadlines.greeting ? 'connack-timeout' : ''
  return ageS > deadlines.subscribing ? 'suback-timeout' : ''
}

/**
 * Ends the attempt; the session then waits `waitMs(session, ...)`. Returns the fault, or `identity-stolen` when the server
 * has closed three sessions in a row (see `kicks`). @seldom
 */
export function fail(session: Session, fault: Fault): Fault {
  // The end of a stable session counts as the first: two boards of one identity close each other's sessions in turn, and so
  // both of them report it.
  if (fault === 'socket-closed' && (session.at === 'ready' || session.at === 'subscribing') && ++session.kicks > 2) {
    session.kicks = 0
    fault = 'identity-stolen'
  }
  session.due = false
  session.attempt++
  go(session, 'waiting', '')
  return fault
}

/** Returns how long to wait after `fault`, ms: the ceiling where only a person can mend it, else the jittered backoff. @seldom */
export function waitMs(session: Session, fault: Fault, returnCode: number, random: number): number {
  // Return code 3 is "server unavailable", which passes by itself (MQTT 3.1.1 §3.2.2.3).
  const stubborn = fault === 'suback-refused' || (fault === 'connack-refused' && returnCode !== 3)
  // Two boards of one identity must not come back in step: they would close each other's sessions for ever.
  if (fault === 'identity-stolen') return ceilingMs * (1 + random)
  return stubborn ? ceilingMs : /*@__INLINE__*/ backoffMs(session.attempt - 1, random)
}
