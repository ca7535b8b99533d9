import { identity, newsDue, nextPublish, onPublish, onSecond, onSet, owed, owePost, topicFilter } from './control.ts'
import { connectOptions, connectPacket, host, port, tls } from './destination.ts'
import { withRestore, withTls } from './features.ts'
import { logFault } from './fault-log.ts'
import { log } from './log.ts'
import { disconnect, encodeString, encodeSubscribe, pingreq } from './mqtt/packet.ts'
import { budgetBytes, feed, resetReader, type Verdict } from './mqtt/reader.ts'
import { createSession, fail, step, tick, waitMs, type Event, type Order } from './mqtt/session.ts'
import type { Bytes, CloseArgument, Press, Socket } from './platform.ts'
import { isPress, press, restEnds, saveSwitches } from './switch.ts'
import { giveUp, join, joinOutcome, leave, resetWifi, type JoinAnswer } from './wifi.ts'

/** Aliyun drops what is above 30 PUBLISH a second, silently. 5 in a slot of 250 ms are never over 25 in any second. */
const slotMs = 250
const publishesPerSlot = 5
/** With Wi-Fi up, so many attempts that fail in a row reset it. */
const resetWifiAfter = 5

/** So long without `ready` ends in a reboot, s; 0 = never. */
let rebootAfterS: number
let socket: Socket | undefined
let out: Bytes = ''
/** PUBLISHes written in this slot, which ends by its timer, never early; below 0 only the socket is waited for. */
let published = 0
/** The first topic as it stands in a PUBLISH, length and all. */
let setHead: Bytes
let sessions = 0
let returnCode = 0
let skipped = 0
let tickTimer = 0
const session = /*@__INLINE__*/ createSession()

function onSlotEnd(): void {
  published = session.unsentS ? -published : 0
  flush()
}

/** Writes what is due: PUBLISHes only as fast as the platform and the socket take them. */
function flush(): void {
  // From memory: 8 JsVars save 12 reads of flash a set.
  'ram'
  let packet: Bytes
  if (session.at === 'ready')
    // >>> 0: below 0 is above all.
    while (published >>> 0 < publishesPerSlot && (packet = nextPublish())) {
      // The first of a slot starts its timer.
      if (!published++) board.after(onSlotEnd, slotMs)
      out += packet
    }
  if (!out || !socket) return
  socket.write(out)
  out = ''
  session.spokeS = 0
  if (!session.unsentS) session.unsentS = 1
}

/** The answer to `join`, or the event `connected` or `associated`. @seldom */
export function onJoined(answer?: JoinAnswer): void {
  const outcome = joinOutcome(answer)
  if (outcome === 'moved') happen('offline')
  if (outcome) happen(outcome === 'unjoined' ? outcome : 'online')
}

/** The event `disconnected`. @seldom */
export function onLeft(): void {
  leave()
  happen('offline')
}

/** Something happened outside: takes the step and does what follows. @seldom */
export function happen(event: Event): void {
  follow(step(session, event))
  flush()
}

/**
 * `drain`, which hands over the socket itself or nothing: all that was written is taken; the first time: it is open.
 * `close` and `error` hand over something else; a listener of their own would cost 4 JsVars. A socket that was given up
 * still tells; `this` is it.
 */
function onSocket(this: Socket, what?: Socket | CloseArgument): void {
  if (this !== socket) return
  if (what != null && what !== this) return closed(what)
  session.unsentS = 0
  if (session.at === 'opening') happen('opened')
  else if (published < 0) onSlotEnd()
}

/** `close`, or `error` before it: only builds that connect in the background have something to say there. @seldom */
function closed(error: Socket | CloseArgument): void {
  // -6 is "not found" (the engine's socketerrors.h).
  // A property of a boolean would leave the prototype of numbers behind in memory.
  const unknown = typeof error === 'object' && error.code === -6
  lose(
    session.at !== 'opening'
      ? 'socket-closed'
      : withTls && tls
        ? 'tls-failed'
        : unknown
          ? 'dns-failed'
          : 'open-refused',
  )
}

function onData(this: Socket, chunk: Bytes): void {
  'ram'
  if (this !== socket) return
  try {
    const fault = feed(chunk, onPacket)
    // Data comes before the "drain" that was queued while it came: the CONNECT is out.
    if (fault) follow(step(session, 'opened') || fault)
    if (out || owed || newsDue) flush()
  } catch (error) {
    resume('' + error)
  }
}

/**
 * CONNECT is written at once: the engine keeps it until TCP, and TLS, are through, and says "drain" when it is
 * gone. @seldom
 */
function open(): void {
  resetReader()
  const startedAt = board.now()
  try {
    socket = (withTls && tls ? board.tls : board.net).connect(connectOptions())
    socket.on('data', onData)
    socket.on('drain', onSocket)
    socket.on('close', onSocket)
    socket.on('error', onSocket)
    const names = identity()
    socket.write(connectPacket(names[1]!, names[2]!))
  } catch (error) {
    // Builds that connect blocking throw; what took longer than a refusal takes was silence.
    const dns = ('' + error).indexOf('locate') >= 0
    lose(dns ? 'dns-failed' : board.now() - startedAt > 2 ? 'open-timeout' : 'open-refused')
  }
}

/** Carries an order out. Answers '' or, when the order is a fault, that fault: the caller then gives up the attempt. @seldom */
function obey(order: Order): Verdict {
  if (order === 'join') {
    // A board without Wi-Fi (Ethernet, Linux) counts as joined.
    if (!join(onJoined)) happen('online')
  } else if (order === 'open') open()
  else if (order === 'subscribe') {
    log('I mqtt connected ' + host + ':' + port + ' session ' + ++sessions)
    // One filter each, so that a refusal names it.
    out += encodeSubscribe('\0\x01', topicFilter(false))
  } else if (order === 'ready') {
    log('I mqtt ready')
    owePost()
    out += encodeSubscribe('\0\x02', topicFilter(true))
  } else if (order === 'ping') out += pingreq
  else if (order === 'reboot') {
    log('W link not ready for ' + session.lostS + ' s: reboot')
    if (withRestore) saveSwitches()
    board.reboot()
  } else return order
  return ''
}

/** @seldom */
function follow(order: Order): void {
  lose(obey(order))
}

/** The one way out of trouble: close, then wait. '' is none. @seldom */
function lose(fault: Verdict): void {
  if (!fault || session.at === 'waiting') return
  const dead = socket
  socket = undefined
  out = ''
  fault = fail(session, fault)
  // Only where the server listens is there someone to say goodbye to; closing must not depend on it elsewhere.
  if (dead && fault === 'suback-refused') dead.end(disconnect)
  else if (dead) {
    dead.end()
    dead.clsNow = true
  }
  const wait = waitMs(session, fault, returnCode, Math.random())
  logFault(fault, returnCode, topicFilter(false), wait, session.attempt)
  // Never cancelled: the engine gives the id of a timer that has run to another. Before all that might throw.
  board.after(resume, wait)
  if (session.online && session.attempt % resetWifiAfter === 0) {
    log('W wifi reset after ' + session.attempt + ' attempts')
    session.online = false
    resetWifi()
  }
  if (fault === 'wifi-timeout') giveUp()
}

/** A packet has come. The usual one, a property set while ready, takes the short way. */
function onPacket(first: number, bytes: Bytes, from: number, to: number): Verdict | void {
  session.heardS = 0
  // At QoS 1, and bit 1 is the number 2, two bytes of packetId stand before the payload (MQTT 3.1.1 §3.3.2.2).
  const payloadAt = from + setHead.length + (first & 2)
  if ((first & 0xf1) !== 0x30 || payloadAt > to || session.at !== 'ready' || !bytes.startsWith(setHead, from))
    return onOtherPacket(first, bytes.substr(from, to - from))
  if (first & 2 && !acknowledgeSet(bytes.substr(payloadAt - 2, 2))) return 'malformed-packet'
  return onSet(bytes.substr(payloadAt, to - payloadAt))
}

/**
 * As `acknowledge`; false when there is no packetId. Here because at QoS 0 its text would be read past at each set, and not
 * shared, so that it comes first among what is seldom. @seldom
 */
function acknowledgeSet(packetId: Bytes): boolean {
  if (packetId === '\0\0') return false
  out += '\x40\x02' + packetId
  return true
}

/** Owes a PUBACK (§3.4) for the two bytes of packetId as they came; 0 is none [MQTT-2.3.1-1]. '' owes none. @seldom */
function acknowledge(packetId: Bytes): Verdict {
  if (packetId === '\0\0') return 'malformed-packet'
  if (packetId) out += '\x40\x02' + packetId
  return ''
}

/** @seldom */
function onOtherPacket(first: number, content: Bytes): Verdict {
  const type = first >> 4
  if (type === 3) {
    const topicEnd = 2 + ((content.charCodeAt(0) << 8) | content.charCodeAt(1))
    const payloadAt = topicEnd + (first & 2)
    if (topicEnd < 3 || payloadAt > content.length) return 'malformed-packet'
    const fault = obey(step(session, 'publish')) || acknowledge(content.substr(topicEnd, first & 2))
    if (!fault) onPublish(content.substr(2, topicEnd - 2), content.substr(payloadAt), !!(first & 1))
    return fault
  }
  if (!type) {
    skipped++
    return obey(step(session, 'publish')) || acknowledge(content)
  }
  // PINGRESP has no content, SUBACK of one filter three bytes, CONNACK and PUBACK two.
  if (content.length !== (type === 13 ? 0 : type === 9 ? 3 : 2)) return 'malformed-packet'
  if (type === 13) return obey(step(session, 'pingresp'))
  if (type === 4) return obey(step(session, 'puback'))
  // As in onData.
  if (session.at === 'opening') step(session, 'opened')
  const low = content.charCodeAt(1)
  if (type === 2) {
    if (content.charCodeAt(0) > 1) return 'malformed-packet'
    returnCode = low
    return obey(step(session, 'connack', low))
  }
  const second = session.at === 'ready'
  if (content.charCodeAt(0) || low !== (second ? 2 : 1)) return 'unexpected-packet'
  const code = content.charCodeAt(2)
  if (second && code > 2) log('W mqtt refused, going on without: ' + topicFilter(true))
  return obey(step(session, 'suback', code))
}

function onTick(): void {
  tickTimer = board.after(onTick, 1000)
  try {
    const order = /*@__INLINE__*/ tick(session, rebootAfterS, withTls && tls)
    if (order) follow(order)
    if (withRestore && /*@__INLINE__*/ restEnds()) saveSwitches()
    if (skipped) log('W mqtt ' + skipped + ' packets over ' + budgetBytes + ' bytes skipped')
    skipped = 0
    onSecond()
    flush()
    board.kick()
  } catch (error) {
    resume('' + error)
  }
}

/**
 * What wakes the firmware now and then, in one function, because each that is handed over costs 5 JsVars. Without a cause:
 * the backoff is over. A press of a button. An error, or the engine's flags: out of memory it drops the running handler or
 * timer, a save's too; all are made anew. @seldom
 */
export function resume(cause?: string | readonly string[] | Press): void {
  if (!cause) return happen('retry')
  if (/*@__INLINE__*/ isPress(cause)) {
    press(cause.pin)
    owePost()
    return flush()
  }
  board.errorFlags()
  // Flags, but none that drops anything: a full input buffer, say.
  if (typeof cause !== 'string' && cause.indexOf('MEMORY') < 0 && cause.indexOf('CALLBACK') < 0) return
  log('E link bug ' + cause)
  board.cancel(tickTimer)
  tickTimer = board.after(onTick, 1000)
  published = 0
  if (withRestore) saveSwitches()
  lose('bug')
}

/** Starts the link for good: it joins, opens, greets, subscribes, and after every loss does so again. */
export function startLink(reboot: number): void {
  rebootAfterS = reboot
  setHead = encodeString(topicFilter(false))
  tickTimer = board.after(onTick, 1000)
  follow('join')
}
