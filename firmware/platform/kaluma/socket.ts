import type { Bytes, ConnectOptions, Socket } from '../platform.ts'
import { textOf } from './bytes.ts'
import { runtime, type NetDriver, type SocketSlot } from './runtime.ts'
import { after, guarded } from './timers.ts'
import { hasAddress, pollWifi } from './wifi.ts'

/** So much is written at once, bytes: one write is taken whole or not at all, and the send buffer has 11,680. */
const pieceBytes = 1460
/** When a write was refused, it is tried again after so long, ms. */
const retryMs = 250
/**
 * What has arrived lies in the C heap, 14.2 kB in all, until the collector frees the arrays; nothing but the use of its own heap
 * makes it run. After so many bytes it is given so much garbage that it does: then at most 4.4 kB wait.
 */
const hurryAfterBytes = 2500
const garbageObjects = 100
const garbageBytes = 8192

/**
 * A socket is never closed after a fault: the stack may have freed what the driver would close, and the board hangs. It is left
 * alone, after a FIN where the peer has just been heard; the driver closes it when the peer does. Of 16 so many may be left over; the stack has 5 connections, of which a
 * silent peer holds one for half an hour. When either runs out the board starts anew.
 */
const abandonedMax = 12
const starvedMax = 2

let abandoned = 0
let starved = 0
let arrived = 0
let restart: () => void

/** Sets what is done when there is no socket left. */
export function onNoSocketLeft(callback: () => void): void {
  restart = callback
}

/** Has the collector run now and then. What it is given hangs on the driver's object, so that it is not left out. */
function hurryCollector(slot: SocketSlot, bytes: number): void {
  arrived += bytes
  if (arrived < hurryAfterBytes) return
  arrived = 0
  for (let count = 0; count < garbageObjects; count++) slot.garbage = {}
  slot.garbage = new Uint8Array(garbageBytes)
  slot.garbage = undefined
}

/** Opens a connection. Throws when the host is not found (`DNS ...`), there is no Wi-Fi or no socket left. */
export function connect(options: ConnectOptions): Socket {
  const net = runtime.__netdev!
  if (abandoned >= abandonedMax) {
    restart()
    throw new Error('no socket left')
  }
  const fd = net.socket('AF_INET', 'STREAM')
  try {
    net.connect(fd, options.host, options.port)
  } catch (error) {
    // It never was connected.
    net.close(fd)
    throw error
  }
  // The driver calls it a success, too, when the stack has no connection left; then it takes no byte either.
  net.write(fd, '')
  if (net.errno) {
    abandoned++
    if (++starved >= starvedMax) restart()
    throw new Error('no connection left')
  }
  starved = 0
  return createSocket(net, fd)
}

/** What the events pass to their listeners: see Socket. */
type Listener = (this: Socket, argument: never) => void

function createSocket(net: NetDriver, fd: number): Socket {
  const slot = net.get(fd)
  const listeners: { [event: string]: Listener } = {}
  let unsent = ''
  let isOpen = false
  let isTold = true // What is written is taken, and `drain` has said so.
  let waits = false // A timer will go on with it.
  let isReading = false // The peer has just sent something: it lives.

  const tell = (event: string, argument: Bytes | Socket | false): void => {
    const listener = listeners[event]
    if (listener) guarded(() => listener.call(socket, argument as never))
  }

  const wait = (ms: number): void => {
    if (waits) return
    waits = true
    after(() => {
      waits = false
      pump()
    }, ms)
  }

  /** A full send buffer takes an empty write; a connection that is gone does not, which is the only sign of a reset. */
  const refused = (): void => {
    // Without Wi-Fi the stack says no, and keeps the bytes all the same: a second try would send them twice.
    if (!hasAddress()) {
      isOpen = false
      return pollWifi()
    }
    net.write(fd, '')
    if (!net.errno) return wait(retryMs)
    isOpen = false
    // Later: it is the link that writes just now.
    after(() => tell('close', false))
  }

  /** Writes as much as the stack takes. When it has taken all, `drain` follows. */
  const pump = (): void => {
    if (!isOpen) return
    while (unsent) {
      net.write(fd, unsent.substr(0, pieceBytes))
      if (net.errno) return refused()
      unsent = unsent.substr(pieceBytes)
    }
    if (isTold) return
    isTold = true
    after(() => {
      if (isOpen) tell('drain', socket)
    })
  }

  /** Leaves the socket alone. */
  const abandon = (): void => {
    isOpen = false
    unsent = ''
    slot.connect_cb = slot.read_cb = undefined
    slot.close_cb = () => {
      abandoned--
    }
    abandoned++
  }

  slot.connect_cb = () => {
    isOpen = true
    isTold = false
    wait(0)
  }
  slot.read_cb = (bytes) => {
    isReading = true
    tell('data', textOf(bytes))
    isReading = false
    hurryCollector(slot, bytes.length)
  }
  slot.close_cb = () => {
    isOpen = false
    slot.connect_cb = slot.read_cb = slot.close_cb = undefined
    tell('close', false)
  }

  const socket: Socket = {
    write: (bytes: Bytes) => {
      unsent += bytes
      isTold = false
      pump()
    },
    end: (last?: Bytes) => {
      // The driver has closed it, or it was left before.
      if (!slot.read_cb) return
      if (last && isOpen && !unsent) net.write(fd, last)
      if (isReading) net.shutdown(fd, 1)
      abandon()
    },
    on: (event: string, listener: Listener) => {
      listeners[event] = listener
    },
  }
  return socket
}
