import type { AccessPoint, Bytes, Wifi } from '../platform.ts'
import { driversText, utf8Of } from './bytes.ts'
import { runtime, type Found } from './runtime.ts'
import { after } from './timers.ts'
import { feed, isWatched } from './watchdog.ts'

/** A list of the networks in range is good for so long, s. */
const listS = 10
/** A network that is not heard, maybe because it hides its name, is tried at every so many-th attempt. */
const blindEvery = 4

type Details = { readonly ip?: string } | undefined
const listeners: { [event: string]: (details?: Details) => void } = {}

let beforeBlocking: () => void
let afterBlocking: () => void
let list: readonly AccessPoint[] = []
/** Their names as the driver has them. */
let heard: readonly string[] = []
let listedAt = -Infinity
let unheard = 0
/** The link has been told that it is joined. */
let isJoined = false

/** The board's Wi-Fi. `before` runs before a call that may block past the watchdog, `after` after it. */
export function createWifi(before: () => void, after: () => void): Wifi {
  beforeBlocking = before
  afterBlocking = after
  return { connect: connect, disconnect: disconnect, scan: scan, on: on as Wifi['on'] }
}

/** Called every second: the driver tells nobody when the network is gone. */
export function pollWifi(): void {
  if (!isJoined || hasAddress()) return
  isJoined = false
  tell('disconnected')
}

function on(event: string, listener: (details?: Details) => void): void {
  listeners[event] = listener
}

function tell(event: string, details?: Details): void {
  const listener = listeners[event]
  if (listener) after(() => listener(details))
}

function radio(): NonNullable<typeof runtime.__ieee80211dev> {
  return runtime.__ieee80211dev!
}

/** Whether the board is in a network and has an address there. */
export function hasAddress(): boolean {
  radio().get_connection()
  return radio().errno === 0
}

/** Whether the board is in this network, and has an address. */
function isIn(ssid: Bytes): boolean {
  let found = false
  radio().get_connection((_error, connection) => {
    found = !!connection && connection.ssid === driversText(ssid)
  })
  return found && hasAddress()
}

/** Lists the networks, each once, with its strongest signal. Blocks 2 s. */
function listNetworks(): readonly AccessPoint[] {
  feed()
  let found: readonly Found[] = []
  radio().scan((_error, networks) => {
    found = networks || []
  })
  afterBlocking()
  feed()
  heard = found.map((each) => each.ssid)
  const strongest: { [ssid: string]: number } = {}
  found.forEach((each) => {
    const ssid = utf8Of(each.ssid)
    const before = strongest['"' + ssid]
    if (before === undefined || before < each.rssi) strongest['"' + ssid] = each.rssi
  })
  list = Object.keys(strongest).map((key) => ({ ssid: key.substr(1), rssi: strongest[key]! }))
  listedAt = runtime.millis() / 1000
  return list
}

/** Returns how strong the Wi-Fi is that the board is in, dBm; undefined without any. Only a scan tells it, which blocks 2 s. */
export function rssi(): number | undefined {
  let ssid: string | undefined
  if (!runtime.__ieee80211dev || !hasAddress()) return undefined
  radio().get_connection((_error, connection) => {
    ssid = connection && connection.ssid
  })
  const mine = listNetworks().filter((each) => driversText(each.ssid) === ssid)[0]
  return mine && mine.rssi
}

function scan(done: (networks: AccessPoint[]) => void): void {
  after(() => done(listNetworks().slice()))
}

/** Joins only what a scan has just heard: joining blocks up to 30 s, and most of all when nobody is there. */
function connect(ssid: Bytes, options: { password: Bytes }, done: (reason?: string | null) => void): void {
  after(() => {
    // The chip comes back by itself where the network does.
    if (isIn(ssid)) return joined()
    if (runtime.millis() / 1000 - listedAt > listS) listNetworks()
    listedAt = -Infinity
    if (heard.indexOf(driversText(ssid)) >= 0) unheard = 0
    else if (isWatched() || unheard++ % blindEvery) return done('not in range')
    radio().disconnect()
    beforeBlocking()
    feed()
    radio().connect({ ssid: ssid, password: options.password })
    const failed = radio().errno !== 0
    afterBlocking()
    feed()
    if (failed || !hasAddress()) return done('wrong password, or no answer within 30 s')
    joined()
  })
}

function joined(): void {
  isJoined = true
  const net = runtime.__netdev!
  // Only a new socket learns the address; this one is never connected.
  net.close(net.socket('AF_INET', 'STREAM'))
  tell('connected', { ip: net.ip || '' })
}

/** Later: a socket that is given up just now is closed first, which takes Wi-Fi. */
function disconnect(): void {
  isJoined = false
  after(() => radio().disconnect())
}
