import { disconnect, encodePuback, encodeSubscribe, pingreq } from './mqtt/packet.ts'
import { budgetBytes, feed, resetReader, type Verdict } from './mqtt/reader.ts'
import { creditMaxS, fail, step, tick, waitMs, type Event, type Order, type Session } from './mqtt/session.ts'
import type { Board, Bytes, Fault, Socket } from './platform.ts'
import { join, listNetworks, resetWifi } from './wifi.ts'

/** Where the link goes. `connect` is the whole CONNECT packet: signing is slow on some boards, so it is done once. */
export interface Destination {
  readonly host: Bytes
  readonly port: number
  readonly tls: boolean
  readonly connect: Bytes
}

/** What the link carries. */
export interface Cargo {
  /** The topic filter to subscribe with packetId 1 (must be granted) and 2 (is welcome). */
  topicFilter(packetId: number): Bytes
  /** The next PUBLISH packet to write, '' when there is none. */
  next(): Bytes
  message(topicName: Bytes, payload: Bytes): void
  ready(): void
  everySecond(): void
  beforeReboot(): void
}

/** Aliyun drops what is above 30 PUBLISH a second, silently. 5 in a slot of 250 ms are never over 25 in any second. */
const slotMs = 250
const publishesPerSlot = 5
/** With Wi-Fi up, so many attempts that fail in a row reset it. */
const resetWifiAfter = 5

/** CONNACK's return codes (MQTT 3.1.1 §3.2.2.3). */
const meanings = ['protocol version', 'identifier rejected', 'server unavailable', 'bad user name or password', 'not authorized']

let board: Board
let destination: Destination
/** So long without `ready` ends in a reboot, s; 0 = never. */
let rebootAfterS: number
let cargo: Cargo
let socket: Socket | undefined
/** What this turn writes, in one piece. */
let out: Bytes = ''
/** PUBLISHes written in this slot; a slot ends only when its timer says so, so that it is never short. */
let published = 0
let sessions = 0
let returnCode = 0
let skipped = 0
let tickTimer = 0
let retryTimer = 0
const session: Session = {
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

function onSlotEnd(): void {
  published = 0
  flush()
}

/** Writes what is due: at once what the protocol owes; PUBLISHes only as fast as the platform and the socket take them. */
function flush(): void {
  if (session.at === 'ready') {
    while (published < publishesPerSlot && !session.unsentS) {
      const packet = cargo.next()
      if (!packet) break
      if (!published++) board.after(onSlotEnd, slotMs)
      out += packet
    }
  }
  if (!out || !socket) return
  const bytes = out
  out = ''
  session.spokeS = 0
  if (!session.unsentS) session.unsentS = 1
  socket.write(bytes)
}

function happen(event: Event): void {
  const fault = obey(step(session, event, returnCode))
  if (fault) lose(fault)
  flush()
}

// Events of a socket that was given up still come: `this` tells them apart.
function onDrain(this: Socket): void {
  if (this !== socket) return
  session.unsentS = 0
  // The server's time to answer starts when it has the CONNECT: a TLS handshake has its own deadline.
  if (session.at === 'greeting') session.ageS = 0
  flush()
}

function onClose(this: Socket): void {
  if (this === socket) happen('closed')
}

function onError(this: Socket, error: { readonly code?: number }): void {
  if (this !== socket || session.at !== 'opening') return
  // Builds that connect in the background tell it here: -6 is "not found" (the engine's socketerrors.h).
  lose(error.code === -6 ? 'dns-failed' : 'open-refused')
}

function onData(this: Socket, chunk: Bytes): void {
  if (this !== socket) return
  const fault = feed(chunk, onPacket)
  if (fault) lose(fault)
  flush()
}

function onConnected(this: Socket): void {
  if (this !== socket) return
  // Only now: the engine also says "drain" when it connects, before anything was written.
  this.on('drain', onDrain)
  happen('opened')
}

function open(): void {
  resetReader()
  out = ''
  const startedAt = board.now()
  const network = destination.tls ? board.tls : board.net
  try {
    socket = network!.connect({ host: destination.host, port: destination.port }, onConnected)
    socket.on('data', onData)
    socket.on('close', onClose)
    socket.on('error', onError)
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
      open()
      break
    case 'connect':
      out += destination.connect
      break
    case 'subscribe':
      board.log('I mqtt', 'connected ' + destination.host + ':' + destination.port + ' session ' + ++sessions)
      out += encodeSubscribe(1, cargo.topicFilter(1))
      break
    case 'ready':
      board.log('I mqtt', 'ready, subscribed ' + cargo.topicFilter(1))
      out += encodeSubscribe(2, cargo.topicFilter(2))
      cargo.ready()
      break
    case 'ping':
      out += pingreq
      break
    case 'reboot':
      board.log('W link', 'not ready for ' + rebootAfterS + ' s: reboot')
      cargo.beforeReboot()
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
  // Only where the server listens is there someone to say goodbye to; closing must not depend on it elsewhere.
  if (dead && fault === 'suback-refused') dead.end(disconnect)
  else if (dead) board.destroy(dead)
  fault = fail(session, fault)
  const wait = waitMs(session, fault, returnCode, Math.random())
  let detail = ''
  if (fault === 'connack-refused') detail = ' ' + returnCode + ' ' + meanings[returnCode - 1]
  if (fault === 'suback-refused') detail = ' ' + cargo.topicFilter(1)
  if (fault === 'identity-stolen') detail = ': another device uses this identity?'
  board.log('W mqtt', fault + detail + ', retry in ' + (wait / 1000).toFixed(1) + ' s (attempt ' + session.attempt + ')')
  if (fault === 'wifi-timeout') listNetworks()
  else if (session.online && session.attempt % resetWifiAfter === 0) {
    board.log('W wifi', 'reset after ' + session.attempt + ' attempts')
    session.online = false
    resetWifi()
  }
  board.cancel(retryTimer)
  retryTimer = board.after(() => happen('retry'), wait)
}

function onPublish(first: number, content: Bytes): Verdict {
  const topicEnd = 2 + ((content.charCodeAt(0) << 8) | content.charCodeAt(1))
  // At QoS 1, and bit 1 is the number 2, two bytes of packetId stand before the payload (§3.3.2.2).
  const payloadAt = topicEnd + (first & 2)
  if (topicEnd < 3 || payloadAt > content.length) return 'malformed-packet'
  cargo.message(content.substr(2, topicEnd - 2), content.substr(payloadAt))
  if (first & 2) out += encodePuback(content.substr(topicEnd, 2))
  return ''
}

function onPacket(first: number, content: Bytes): Verdict {
  session.heardS = 0
  const type = first >> 4
  if (type === 3) return (session.at === 'ready' ? '' : obey(step(session, 'publish', 0))) || onPublish(first, content)
  if (type === 0) {
    skipped++
    if (content) out += encodePuback(content)
    return session.at === 'ready' ? '' : obey(step(session, 'publish', 0))
  }
  if (type === 13) return content ? 'malformed-packet' : obey(step(session, 'pingresp', 0))
  if (type === 4) return content.length === 2 ? obey(step(session, 'puback', 0)) : 'malformed-packet'
  if (type === 2) {
    if (content.length !== 2 || content.charCodeAt(0) > 1) return 'malformed-packet'
    returnCode = content.charCodeAt(1)
    return obey(step(session, 'connack', returnCode))
  }
  return onSuback(content)
}

/** Our two SUBSCRIBEs have packetId 1 and 2: one filter each, so that a refusal names it. */
function onSuback(content: Bytes): Verdict {
  if (content.length !== 3) return 'malformed-packet'
  const packetId = content.charCodeAt(1)
  const code = content.charCodeAt(2)
  if (content.charCodeAt(0) || packetId !== (session.at === 'ready' ? 2 : 1)) return 'unexpected-packet'
  if (packetId === 2 && code > 2) board.log('W mqtt', 'refused, going on without: ' + cargo.topicFilter(2))
  return obey(step(session, 'suback', code))
}

/** Wi-Fi has changed: there, gone, or (undefined) not to be joined. */
export function onWifi(online: boolean | undefined): void {
  if (online !== undefined) happen(online ? 'online' : 'offline')
  else if (session.at === 'offline') lose('wifi-timeout')
}

function onTick(): void {
  tickTimer = board.after(onTick, 1000)
  const fault = obey(tick(session, rebootAfterS, destination.tls))
  if (fault) lose(fault)
  if (skipped) {
    board.log('W mqtt', skipped + ' packets over ' + budgetBytes + ' bytes skipped')
    skipped = 0
  }
  cargo.everySecond()
  flush()
  board.kick()
}

/**
 * The engine ran out of memory, or an event handler died: it drops the handler and goes on, deaf. What was dropped is
 * made anew: the connection with its handlers, and the tick.
 */
export function recoverLink(cause: string): void {
  board.cancel(tickTimer)
  tickTimer = board.after(onTick, 1000)
  published = 0
  board.log('E link', cause)
  lose('bug')
}

/** Starts the link for good: it joins, opens, greets, subscribes, and after every loss does so again. */
export function startLink(ofBoard: Board, to: Destination, reboot: number, withCargo: Cargo): void {
  board = ofBoard
  destination = to
  rebootAfterS = reboot
  cargo = withCargo
  tickTimer = board.after(onTick, 1000)
  join()
}
