import type { Cargo, Destination } from './cargo.ts'
import { disconnect, encodePuback, encodeString, encodeSubscribe, meaningOf, pingreq } from './mqtt/packet.ts'
import { budgetBytes, feed, resetReader, type Verdict } from './mqtt/reader.ts'
import { createSession, fail, step, tick, waitMs, type Event, type Order } from './mqtt/session.ts'
import { board, type Bytes, type Fault, type Socket } from './platform.ts'
import { join, listNetworks, resetWifi } from './wifi.ts'

/** Aliyun drops what is above 30 PUBLISH a second, silently. 5 in a slot of 250 ms are never over 25 in any second. */
const slotMs = 250
const publishesPerSlot = 5
/** Replies that may wait, bytes of notes: 200 usual ones. The oldest is dropped for the newest. */
const owedBytes = 3072
/** With Wi-Fi up, so many attempts that fail in a row reset it. */
const resetWifiAfter = 5

let destination: Destination
/** So long without `ready` ends in a reboot, s; 0 = never. */
let rebootAfterS: number
let cargo: Cargo
let socket: Socket | undefined
let out: Bytes = ''
/** PUBLISHes written in this slot. It ends when its timer says so, never early, and the socket has taken them. */
let published = 0
let slotIsOver = true
/** The first topic as it stands in a PUBLISH, length and all. */
let setHead: Bytes
/** Notes of replies that must wait, each followed by a line feed. */
let owed: Bytes = ''
let dropped = 0
let sessions = 0
let returnCode = 0
let skipped = 0
let tickTimer = 0
const session = /*@__INLINE__*/ createSession()

/** Puts a PUBLISH on its way; the first of a slot starts its timer. */
function publish(packet: Bytes): void {
  if (slotIsOver && !session.unsentS) {
    slotIsOver = false
    published = 0
    board.after(flush, slotMs, true)
  }
  published++
  out += packet
}

/** Writes what is due: PUBLISHes only as fast as the platform and the socket take them. `slotEnds`: its timer says so. */
function flush(slotEnds?: boolean): void {
  if (slotEnds) slotIsOver = true
  if (slotIsOver && !session.unsentS) published = 0
  if (session.at === 'ready') {
    while (published < publishesPerSlot) {
      let packet: Bytes
      if (owed) {
        const end = owed.indexOf('\n')
        packet = cargo.reply(owed.substr(0, end))
        owed = owed.substr(end + 1)
      } else packet = cargo.nextPublish()
      if (!packet) break
      publish(packet)
    }
  }
  if (!out || !socket) return
  const bytes = out
  out = ''
  session.spokeS = 0
  if (!session.unsentS) session.unsentS = 1
  socket.write(bytes)
}

/** Something happened outside: takes the step and does what follows. */
export function happen(event: Event): void {
  const fault = obey(step(session, event, 0))
  if (fault) lose(fault)
  flush()
}

// Events of a socket that was given up still come: `this` tells them apart.
/** The socket has taken all that was written; the first time that means: it is open. */
function onDrain(this: Socket): void {
  if (this !== socket) return
  session.unsentS = 0
  if (session.at === 'opening') happen('opened')
  else if (published === publishesPerSlot) flush()
}

/** `close`, or `error` before it: only builds that connect in the background have something to say there. */
function onClose(this: Socket, error: { readonly code?: number }): void {
  if (this !== socket) return
  if (session.at !== 'opening') lose('socket-closed')
  else if (destination.tls) lose('tls-failed')
  // -6 is "not found" (the engine's socketerrors.h).
  else lose(error.code === -6 ? 'dns-failed' : 'open-refused')
}

function onData(this: Socket, chunk: Bytes): void {
  if (this !== socket) return
  try {
    const fault = feed(chunk, onPacket)
    if (fault) lose(fault)
    flush()
  } catch (error) {
    recover('' + error)
  }
}

/** CONNECT is written at once: the engine keeps it until TCP, and TLS, are through, and says "drain" when it is gone. */
function open(): void {
  resetReader()
  const startedAt = board.now()
  try {
    socket = (destination.tls ? board.tls : board.net)!.connect({ host: destination.host, port: destination.port })
    socket.on('data', onData)
    socket.on('drain', onDrain)
    socket.on('close', onClose)
    socket.on('error', onClose)
    socket.write(destination.connectPacket)
  } catch (error) {
    // Builds that connect blocking throw; what took longer than a refusal takes was silence.
    const dns = ('' + error).indexOf('locate') >= 0
    lose(dns ? 'dns-failed' : board.now() - startedAt > 2 ? 'open-timeout' : 'open-refused')
  }
}

/** Carries an order out. Answers '' or, when the order is a fault, that fault: the caller then gives up the attempt. */
function obey(order: Order): Verdict {
  switch (order) {
    case '':
      break
    case 'join':
      join()
      break
    case 'open':
      /*@__INLINE__*/ open()
      break
    case 'subscribe':
    case 'ready':
      const second = order === 'ready'
      board.log(
        'I mqtt',
        second ? 'ready' : 'connected ' + destination.host + ':' + destination.port + ' session ' + ++sessions,
      )
      if (second) cargo.notice('ready')
      // One filter each, so that a refusal names it.
      out += /*@__INLINE__*/ encodeSubscribe(second ? '\0\x02' : '\0\x01', cargo.topicFilter(second))
      break
    case 'ping':
      out += pingreq
      break
    case 'reboot':
      board.log('W link', 'not ready for ' + rebootAfterS + ' s: reboot')
      cargo.notice('reboot')
      board.reboot()
      break
    default:
      return order
  }
  return ''
}

/** The one way out of trouble: close, then wait. */
function lose(fault: Fault): void {
  if (session.at === 'waiting') return
  const dead = socket
  socket = undefined
  out = ''
  fault = /*@__INLINE__*/ fail(session, fault)
  // Only where the server listens is there someone to say goodbye to; closing must not depend on it elsewhere.
  if (dead && fault === 'suback-refused') dead.end(disconnect)
  else if (dead) board.destroy(dead)
  const wait = /*@__INLINE__*/ waitMs(session, fault, returnCode, Math.random())
  let detail = ''
  if (fault === 'connack-refused') detail = ' ' + returnCode + ' ' + /*@__INLINE__*/ meaningOf(returnCode)
  if (fault === 'suback-refused') detail = ' ' + cargo.topicFilter(false)
  if (fault === 'identity-stolen') detail = ': another device uses this identity?'
  board.log(
    'W mqtt',
    fault + detail + ', retry in ' + (wait / 1000).toFixed(1) + ' s (attempt ' + session.attempt + ')',
  )
  if (session.online && session.attempt % resetWifiAfter === 0) {
    board.log('W wifi', 'reset after ' + session.attempt + ' attempts')
    session.online = false
    /*@__INLINE__*/ resetWifi()
  }
  // Never cancelled: the engine gives the id of a timer that has run to another.
  board.after(() => happen('retry'), wait)
  if (fault === 'wifi-timeout') /*@__INLINE__*/ listNetworks()
}

/** Owes a PUBACK; packetId 0 is none [MQTT-2.3.1-1]. */
function acknowledge(packetId: Bytes): Verdict {
  if (packetId === '\0\0') return 'malformed-packet'
  out += /*@__INLINE__*/ encodePuback(packetId)
  return ''
}

/** A packet has come. The usual one, a property set while ready, takes the short way. */
function onPacket(first: number, bytes: Bytes, from: number, to: number): Verdict {
  session.heardS = 0
  // At QoS 1, and bit 1 is the number 2, two bytes of packetId stand before the payload (MQTT 3.1.1 §3.3.2.2).
  const payloadAt = from + setHead.length + (first & 2)
  // Not one that was retained: an old "on" must not come true (bit 0, §3.3.1.3).
  if (payloadAt <= to && (first & 0xf1) === 0x30 && bytes.startsWith(setHead, from)) {
    // With automatic subscription a property set may come before the SUBACK.
    if (session.at !== 'ready') {
      const fault = obey(step(session, 'publish', 0))
      if (fault) return fault
    }
    if (first & 2) {
      const fault = acknowledge(bytes.substr(payloadAt - 2, 2))
      if (fault) return fault
    }
    const note = cargo.onSet(bytes.substr(payloadAt, to - payloadAt))
    if (!note) return ''
    if (published < publishesPerSlot && !owed) publish(cargo.reply(note))
    else {
      owed += note + '\n'
      while (owed.length > owedBytes) {
        owed = owed.substr(owed.indexOf('\n') + 1)
        dropped++
      }
    }
    return ''
  }
  return onOtherPacket(first, bytes.substr(from, to - from))
}

function onOtherPacket(first: number, content: Bytes): Verdict {
  const type = first >> 4
  if (type === 3) {
    const topicEnd = 2 + ((content.charCodeAt(0) << 8) | content.charCodeAt(1))
    const payloadAt = topicEnd + (first & 2)
    if (topicEnd < 3 || payloadAt > content.length) return 'malformed-packet'
    const fault = obey(step(session, 'publish', 0))
    if (fault) return fault
    cargo.onOther(content.substr(2, topicEnd - 2), content.substr(payloadAt))
    return first & 2 ? acknowledge(content.substr(topicEnd, 2)) : ''
  }
  if (!type) {
    skipped++
    return obey(step(session, 'publish', 0)) || (content ? acknowledge(content) : '')
  }
  // PINGRESP has no content, SUBACK of one filter three bytes, CONNACK and PUBACK two.
  if (content.length !== (type === 13 ? 0 : type === 9 ? 3 : 2)) return 'malformed-packet'
  if (type === 13) return obey(step(session, 'pingresp', 0))
  if (type === 4) return obey(step(session, 'puback', 0))
  // Data comes before the "drain" that was queued while it came.
  if (session.at === 'opening') step(session, 'opened', 0)
  const low = content.charCodeAt(1)
  if (type === 2) {
    if (content.charCodeAt(0) > 1) return 'malformed-packet'
    returnCode = low
    return obey(step(session, 'connack', low))
  }
  const second = session.at === 'ready'
  if (content.charCodeAt(0) || low !== (second ? 2 : 1)) return 'unexpected-packet'
  const code = content.charCodeAt(2)
  if (second && code > 2) board.log('W mqtt', 'refused, going on without: ' + cargo.topicFilter(true))
  return obey(step(session, 'suback', code))
}

function onTick(): void {
  tickTimer = board.after(onTick, 1000)
  try {
    const fault = obey(/*@__INLINE__*/ tick(session, rebootAfterS, destination.tls))
    if (fault) lose(fault)
    if (skipped) board.log('W mqtt', skipped + ' packets over ' + budgetBytes + ' bytes skipped')
    if (dropped) board.log('W mqtt', dropped + ' replies dropped: more are owed than the link carries')
    skipped = dropped = 0
    cargo.notice('second')
    flush()
    board.kick()
  } catch (error) {
    recover('' + error)
  }
}

/** Out of memory the engine drops the running handler or timer, a save's too; all are made anew. `cause`: error or flags. */
export function recover(cause: string | readonly string[]): void {
  board.errorFlags()
  // Flags, but none that drops anything: a full input buffer, say.
  if (typeof cause !== 'string' && cause.indexOf('MEMORY') < 0 && cause.indexOf('CALLBACK') < 0) return
  board.log('E link', 'bug ' + cause)
  board.cancel(tickTimer)
  tickTimer = board.after(onTick, 1000)
  published = 0
  slotIsOver = true
  cargo.notice('reboot')
  lose('bug')
}

/** Starts the link for good: it joins, opens, greets, subscribes, and after every loss does so again. */
export function startLink(to: Destination, reboot: number, withCargo: Cargo): void {
  destination = to
  rebootAfterS = reboot
  cargo = withCargo
  setHead = encodeString(cargo.topicFilter(false))
  tickTimer = board.after(onTick, 1000)
  join()
}
