import type { Bytes, ConnectOptions, Socket } from '../platform.ts'
import { textOf } from './bytes.ts'
import { runtime, type NetDriver, type SocketSlot } from './runtime.ts'
import { after, guarded } from './timers.ts'
import { feed } from './watchdog.ts'
import { hasAddress, pollWifi } from './wifi.ts'

/** So much is written at once, bytes: one write is taken whole or not at all, and the send buffer has 11,680. */
const pieceBytes = 1460
/** When a write was refused, it is tried again after so long, ms. */
const retryMs = 250
/**
 * What has arrived lies in the C heap, 14.2 kB in all, until the collector frees the arrays; nothing but the use of its own heap
 * makes it run. After so many bytes it is given so much garbage that it does. With 2,500, sixty sets of 1,900 bytes filled
 * the heap, and the board crashed.
 */
const hurryAfterBytes = 600
const garbageObjects = 100
const garbageBytes = 8192

/**
 * To close a connection that was reset hangs the board: the stack has freed it, and frees it again. But a write of nothing tells:
 * it is refused where the connection is none any more. Such a socket is left alone for good, one of 16. When so many are, or
 * there is no connection left for the second time in a row, the board saves and starts anew.
 */
const abandonedMax = 12
const starvedMax = 2
/**
 * When the peer ends a connection that was closed here, the driver closes whatever socket has the same number by then. So the
 * number is kept by a socket without a connection for so long, ms.
 */
const placeMs = 30_000

/** The oldest first. */
const places: { readonly fd: number; readonly sinceMs: number }[] = []
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
  if (abandoned >= abandonedMax) noneLeft()
  const fd = openSlot(net)
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
    net.close(fd)
    if (++starved >= starvedMax) noneLeft()
    throw new Error('no connection left')
  }
  starved = 0
  return createSocket(net, fd)
}

function noneLeft(): never {
  restart()
  throw new Error('no socket left')
}

function openSlot(net: NetDriver): number {
  try {
    return net.socket('AF_INET', 'STREAM')
  } catch (error) {
    if (hasAddress()) noneLeft()
    throw error
  }
}

/** Closes a connection that lives, and keeps its number. */
function close(net: NetDriver, fd: number): void {
  net.close(fd)
  // The lowest number that is free comes first.
  const others: number[] = []
  let place: number
  try {
    while ((place = net.socket('AF_INET', 'STREAM')) < fd) others.push(place)
  } catch (error) {
    place = -1
  }
  others.forEach((other) => net.close(other))
  if (place < 0) return
  const kept = { fd: place, sinceMs: runtime.millis() }
  places.push(kept)
  net.get(place).close_cb = () => {
    places.splice(places.indexOf(kept), 1)
  }
}

/** Called every second: frees the numbers that were kept long enough. */
export function freePlaces(): void {
  const oldest = places[0]
  if (!oldest || runtime.millis() - oldest.sinceMs < placeMs) return
  places.shift()
  const net = runtime.__netdev!
  net.get(oldest.fd).close_cb = undefined
  net.close(oldest.fd)
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

  /** Closes it where it lives, a little later, since the stack may be in the middle of it; else leaves it alone. */
  const abandon = (): void => {
    isOpen = false
    unsent = ''
    slot.connect_cb = slot.read_cb = undefined
    let isThere = true
    slot.close_cb = () => {
      isThere = false
    }
    after(() => {
      if (!isThere) return
      net.write(fd, '')
      slot.close_cb = undefined
      if (!net.errno) return close(net, fd)
      abandoned++
    })
  }

  slot.connect_cb = () => {
    isOpen = true
    isTold = false
    wait(0)
  }
  slot.read_cb = (bytes) => {
    // While much arrives, no timer runs.
    feed()
    tell('data', textOf(bytes))
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
      abandon()
    },
    on: (event: string, listener: Listener) => {
      listeners[event] = listener
    },
  }
  return socket
}
