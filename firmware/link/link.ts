import { withTls } from '../boot/features.ts'
import { connectOptions, connectPacket, host, port, tls } from '../identity/destination.ts'
import { namesOfDevice, topicOf } from '../identity/topics.ts'
import { onKeepSecond, saveKept } from '../keep/keep.ts'
import { log } from '../log.ts'
import { disconnect, encodeString, encodeSubscribe, pingreq } from '../mqtt/packet.ts'
import { budgetBytes, feed, resetReader, type Verdict } from '../mqtt/reader.ts'
import { createSession, fail, step, tick, waitMs, type Event, type Order } from '../mqtt/session.ts'
import { onReady } from '../platform/espruino.ts'
import type { Bytes, CloseArgument, Socket } from '../platform/platform.ts'
import { emit } from '../thing/events.ts'
import { logDropped, news, nextPublish, owed } from '../thing/outbox.ts'
import { endRequests, onRequestsSecond } from '../thing/requests.ts'
import { onSecond } from '../thing/seconds.ts'
import { logIgnored, onPublish, onSet, setTopic } from '../thing/sets.ts'
import { logState, oweState, stateDue } from '../thing/state.ts'
import { hearAck, hearSuback, onAsked, otherRebootS, serveFeatures, tellReboot, withHoles } from '../thing/to-link.ts'
import { logBlocked, ranNow } from './blocked.ts'
import { logFault } from './fault-log.ts'
import { publishesPerSlot, resetWifiAfter, slotMs } from './limits.ts'
import { giveUp, join, joinOutcome, leave, resetWifi, type JoinAnswer } from './wifi.ts'

let rebootAfterS: number // After so many seconds without `ready` the board reboots; 0 = never.
let socket: Socket | undefined
let out: Bytes = '' // Bytes to write at the next `flush`.
let published = 0 // PUBLISHes written in this slot; negative: it is over, but the socket has not taken all: nothing until `drain`.
let setHead: Bytes // The topic of a property set as it stands in a PUBLISH, with its length.
let sessions = 0
let returnCode = 0
let skipped = 0
let tickTimer = 0
const filters: Bytes[] = [] // What the application subscribes to, as it gave it, at each `ready`; some products lack them.
const session = /*@__INLINE__*/ createSession()

function onSlotEnd(): void {
  published = session.unsentS ? -published : 0
  flush()
}

/** Writes what is due: PUBLISHes only as fast as the platform and the socket take them. */
export function flush(): void {
  'ram' // 8 JsVars save 12 reads of flash a property set (docs/firmware-size.md). As >>> 0, a negative number is above any limit.
  let packet: Bytes
  if (session.at === 'ready')
    while (published >>> 0 < publishesPerSlot && (packet = nextPublish())) {
      if (!published++) board.after(onSlotEnd, slotMs) // The first PUBLISH of a slot starts the slot's timer.
      out += packet
    }
  if (!out || !socket) return
  socket.write(out)
  out = ''
  session.spokeS = 0
  if (!session.unsentS) session.unsentS = 1
}

/** Callback of `join`, and listener of the events `connected` and `associated`. @seldom */
export function onJoined(answer?: JoinAnswer): void {
  const outcome = joinOutcome(answer)
  if (outcome === 'moved') happen('offline')
  if (outcome) happen(outcome === 'unjoined' ? outcome : 'online')
}

/** Listener of the event `disconnected`. @seldom */
export function onLeft(): void {
  leave()
  return happen('offline')
}

/** Something happened outside: takes the session's step and carries out its order. @seldom */
export function happen(event: Event): void {
  follow(step(session, event))
  flush()
}

// The one listener of `drain`, `close` and `error`, as three cost more JsVars. `drain`, without argument or with the socket, says
// that all is taken, the first time that the socket is open. `this` may be a socket that was given up before.
function onSocket(this: Socket, what?: Socket | CloseArgument): void {
  if (this !== socket) return
  if (what != null && what !== this) return closed(what)
  session.unsentS = 0
  if (session.at === 'opening') happen('opened')
  else if (published < 0) onSlotEnd()
}

/** The socket's `close`, or the `error` before it, which only builds have that connect in the background. @seldom */
function closed(error: Socket | CloseArgument): void {
  lose(
    session.at !== 'opening'
      ? 'socket-closed'
      : withTls && tls
        ? 'tls-failed'
        : typeof error === 'object' && error.code === board.noAddress
          ? 'dns-failed'
          : 'open-refused',
  )
}

function onData(this: Socket, chunk: Bytes): void {
  'ram'
  if (this !== socket) return
  try {
    const fault = feed(chunk, onPacket)
    if (fault) follow(step(session, 'opened') || fault) // Data may come before its `drain`: the CONNECT must be counted.
    if (out || owed || stateDue || news) flush()
  } catch (error) {
    resume('' + error)
  }
}

/** Opens a socket and writes CONNECT, which the engine sends as soon as it can, and then reports `drain`. @seldom */
function open(): void {
  resetReader()
  const startedAt = board.now()
  try {
    socket = (withTls && tls ? board.tls : board.net).connect(connectOptions())
    socket.on('data', onData)
    socket.on('drain', onSocket)
    socket.on('close', onSocket)
    socket.on('error', onSocket)
    const names = namesOfDevice()
    socket.write(connectPacket(names[1]!, names[2]!))
  } catch (error) {
    const dns = ('' + error).indexOf(board.noSuchHost) >= 0 // Builds that block throw; what took long was a timeout.
    lose(dns ? 'dns-failed' : board.now() - startedAt > 2 ? 'open-timeout' : 'open-refused')
  }
  ranNow()
}

/** Carries out an order. Returns '' or, when the order is a fault, that fault: the caller then ends the attempt. @seldom */
function obey(order: Order): Verdict {
  if (order === 'join') {
    if (!join(onJoined)) happen('online') // A board without Wi-Fi (Ethernet, Linux) counts as joined.
  } else if (order === 'open') open()
  else if (order === 'subscribe') {
    log('I mqtt connected ' + host + ':' + port + ' session ' + ++sessions)
    out += encodeSubscribe('\0\x01', setTopic()) // One topic filter a SUBSCRIBE: a refusal tells which one it means.
  } else if (order === 'ready') {
    log('I mqtt ready')
    /*@__INLINE__*/ onReady()
    /*@__INLINE__*/ oweState()
    emit('connect')
    for (let at = 0; at < filters.length; at++) if (!withHoles || filters[at] !== withHoles) sendSubscribe(at)
  } else if (order === 'ping') out += pingreq
  else if (order === 'reboot') {
    log('W link not ready for ' + session.lostS + ' s: reboot')
    tellReboot()
    saveKept()
    board.reboot()
  } else return order
  return ''
}

/** Carries out an order; when it is a fault, ends the attempt. @seldom */
function follow(order: Order): void {
  lose(obey(order))
}

/** Ends the attempt, unless `fault` is '': closes the socket, then waits. The one way out of trouble. @seldom */
function lose(fault: Verdict): void {
  if (!fault || session.at === 'waiting') return
  if (session.at === 'ready') emit('close')
  endRequests()
  const dead = socket
  socket = undefined
  out = ''
  fault = fail(session, fault)
  // DISCONNECT only where the server is sure to listen: `end` with bytes closes when the peer has taken them.
  if (dead && fault === 'suback-refused') dead.end(disconnect)
  else if (dead) {
    dead.end()
    dead[board.closeNow] = true
  }
  const wait = waitMs(session, fault, returnCode, Math.random())
  logFault(fault, returnCode, setTopic(), wait, session.attempt)
  board.after(resume, wait) // Never cancelled: once run, its id is given to another timer. Before what might throw.
  if (session.online && session.attempt % resetWifiAfter === 0) {
    log('W wifi reset after ' + session.attempt + ' attempts')
    session.online = false
    resetWifi()
  }
  if (fault === 'wifi-timeout') giveUp()
}

/** Handles a packet (see `Handle`). The usual one, a property set while ready, takes the short way. */
function onPacket(first: number, bytes: Bytes, from: number, to: number): Verdict | void {
  // `first & 2` is 2 at QoS 1 and 0 at QoS 0: just the bytes of packetId before the payload (MQTT 3.1.1 §3.3.2.2).
  const payloadAt = from + setHead.length + (first & 2)
  session.heardS = 0
  if ((first & 0xf1) !== 0x30 || payloadAt > to || session.at !== 'ready' || !bytes.startsWith(setHead, from))
    return onOtherPacket(first, bytes.substr(from, to - from))
  return (first & 2 && acknowledge(bytes.substr(payloadAt - 2, 2))) || onSet(bytes.substr(payloadAt, to - payloadAt))
}

/** Owes a PUBACK (§3.4) for the two bytes of packetId; 0 is malformed [MQTT-2.3.1-1]. @seldom */
function acknowledge(packetId: Bytes): Verdict {
  if (packetId === '\0\0') return 'malformed-packet'
  out += '\x40\x02' + packetId
  return ''
}

/** The same where `packetId` may be '': a PUBLISH at QoS 0 has none. @seldom */
function acknowledgeAny(packetId: Bytes): Verdict {
  return packetId ? acknowledge(packetId) : ''
}

/** Handles any packet but a property set while ready; a first byte of 0 is a PUBLISH that is skipped. @seldom */
function onOtherPacket(first: number, content: Bytes): Verdict {
  const type = first >> 4
  if (type === 3) {
    const topicEnd = 2 + ((content.charCodeAt(0) << 8) | content.charCodeAt(1))
    const payloadAt = topicEnd + (first & 2)
    if (topicEnd < 3 || payloadAt > content.length) return 'malformed-packet'
    const fault = obey(step(session, 'publish')) || acknowledgeAny(content.substr(topicEnd, first & 2))
    if (!fault) onPublish(content.substr(2, topicEnd - 2), content.substr(payloadAt), !!(first & 1))
    return fault
  }
  if (!type) {
    skipped++
    return obey(step(session, 'publish')) || acknowledgeAny(content)
  }
  // PINGRESP has no content, SUBACK of one topic filter three bytes, CONNACK and PUBACK two.
  if (content.length !== (type === 13 ? 0 : type === 9 ? 3 : 2)) return 'malformed-packet'
  if (type === 13) return obey(step(session, 'pingresp'))
  if (type === 4) hearAck(content)
  if (type === 4) return obey(step(session, 'puback'))
  if (session.at === 'opening') step(session, 'opened') // The CONNACK may be handed over before `drain`, see onData.
  const low = content.charCodeAt(1)
  if (type === 2) {
    if (content.charCodeAt(0) > 1) return 'malformed-packet'
    returnCode = low
    return obey(step(session, 'connack', low))
  }
  const filter = session.at === 'ready' && filters[low - 2]
  if (content.charCodeAt(0) || !(filter || (session.at === 'subscribing' && low === 1))) return 'unexpected-packet'
  const code = content.charCodeAt(2)
  hearSuback(low - 2, code)
  if (filter && code > 2) log('W mqtt refused, going on without: ' + topicOf(filter))
  return obey(step(session, 'suback', code))
}

function onTick(): void {
  tickTimer = board.after(onTick, 1000)
  try {
    const order = /*@__INLINE__*/ tick(session, otherRebootS ?? rebootAfterS, withTls && tls)
    if (order) follow(order)
    onKeepSecond()
    if (skipped) log('W mqtt ' + skipped + ' packets over ' + budgetBytes + ' bytes skipped')
    skipped = 0
    logBlocked()
    logIgnored()
    logDropped()
    logState()
    onRequestsSecond()
    onSecond()
    flush()
    board.kick()
  } catch (error) {
    resume('' + error)
  }
}

/** Sends SUBSCRIBE for one of `filters`; its packetId is 2 and more. @seldom */
function sendSubscribe(at: number): void {
  out += encodeSubscribe(String.fromCharCode(0, at + 2), topicOf(filters[at]!))
  if (onAsked) onAsked(at)
}

/** See device.ts. @seldom */
export function subscribe(filter: Bytes): void {
  const at = filters.push(filter) - 1
  if (session.at === 'ready') sendSubscribe(at)
  return flush()
}

/**
 * Callback of what happens now and then, one for all as each costs 5 JsVars. No `cause`: the backoff is over. A text: what was
 * thrown. A list: the engine's error flags; out of memory it drops what runs, be it tick, slot's end or save: done anew. @seldom
 */
export function resume(cause?: string | readonly string[]): void {
  if (!cause) return happen('retry')
  board.errorFlags()
  if (typeof cause !== 'string' && cause.indexOf(board.outOfMemory) < 0 && cause.indexOf(board.callbackLost) < 0) return
  log('E link bug ' + cause)
  board.cancel(tickTimer)
  tickTimer = board.after(onTick, 1000)
  published = 0
  saveKept()
  lose('bug')
}

/** Starts the link: it joins, opens, greets, subscribes, and does so again after every fault. `reboot`: rebootAfterS. */
export function startLink(reboot: number): void {
  rebootAfterS = reboot
  setHead = encodeString(setTopic())
  tickTimer = board.after(onTick, 1000)
  follow('join')
}

const isReady = (): boolean => session.at === 'ready'
serveFeatures(filters, flush, isReady, (bytes) => void (out += bytes))
