import type { Duplex } from 'node:stream'
import type { Clock } from '../../time/clock.ts'
import { createRealClock } from '../../time/real-clock.ts'
import { createBroker } from '../wire/broker.ts'
import type { Connection } from '../wire/connection.ts'
import { listenDevices, type ListenOptions } from '../wire/device-listener.ts'
import { createDeviceBook, type DeviceBook } from '../thing/device-book.ts'
import { createRegistry } from '../store/registry.ts'
import { deviceKey, type Device } from '../model/device.ts'
import { nameOf, type DeviceName } from '../../device-names/names.ts'
import type { Product } from '../model/product.ts'
import { createDownlink } from '../session/downlink.ts'
import { createDrops } from '../session/drops.ts'
import { createEventHub, type EventListener } from '../model/events.ts'
import { createFaultControl, type FaultControl } from '../thing/fault-control.ts'
import { createFaults } from '../session/faults.ts'
import { createKeepAlive } from '../wire/keep-alive.ts'
import { createKeptSessions, highestWaitingId } from '../session/kept-sessions.ts'
import type { LoginBook } from '../login/login.ts'
import { createPacketTap, type PacketListener } from '../wire/packet-tap.ts'
import { createServedFiles, type ServedFiles } from '../wire/served-files.ts'
import { createRateLimit } from '../session/rate-limit.ts'
import { listenRegistration } from '../login/registration-server.ts'
import { defaultRules, type Rules } from '../model/rules.ts'
import { createSessionKeeper } from './session-keeper.ts'
import { createSessions, type Session } from '../session/sessions.ts'
import { createSetCalls, type SetDeadlines } from '../thing/set-calls.ts'
import { createMemoryStore } from '../store/memory-store.ts'
import type { Store } from '../model/documents.ts'
import type { TcpListener } from '../../tcp/tcp-listener.ts'
import type { TlsIdentity } from '../net/tls-identity.ts'
import { createThingControl, type ThingControl } from '../thing/thing-control.ts'
import { createCalls } from '../thing/calls.ts'
import { pushFirmware } from '../thing/ota.ts'
import type { ThingParts } from '../thing/parts.ts'
import { createSentCalls } from '../thing/sent-calls.ts'
import { tellShadow } from '../thing/shadow.ts'
import { createTimeline } from '../model/timeline.ts'
import { createUplink } from '../thing/uplink.ts'

export interface PlatformOptions {
  readonly devices: readonly Device[]
  /** The product of devices whose productKey is not in `products`. */
  readonly product?: Product
  /** By productKey. */
  readonly products?: Readonly<Record<string, Product>>
  readonly rules?: Partial<Rules>
  readonly clock?: Clock
  /** ms since 1970: the time of properties that came without one. */
  readonly wallNow?: () => number
  readonly setDeadlines?: Partial<SetDeadlines>
  /** Default: in memory. */
  readonly store?: Store
}

/** The local stand-in for the Aliyun IoT Platform. */
export interface Platform extends DeviceBook, ThingControl, FaultControl {
  readonly rules: Rules
  /** How long a device that stays silent still counts as online at most, ms; undefined if it is offline. */
  keepAliveLeftMs(device: DeviceName): number | undefined
  /** Accepts devices on a port; 0 lets the system choose. Throws UserError port-busy. */
  listen(where: ListenOptions): Promise<{ port: number }>
  /**
   * Serves one device over any byte stream; `address` is for the log. `origin` is that of the URLs where the device finds
   * what `answerHttp` serves; without it the URL of a file holds the file itself.
   */
  attach(stream: Duplex, address?: string, isSecure?: boolean, origin?: string): void
  /** Answers a device's request for a file, on whatever server it came; see ServedFiles. */
  readonly answerHttp: ServedFiles['answer']
  /** Serves dynamic registration over HTTPS (or plain HTTP without an identity). */
  listenRegistration(where: { host: string; port: number; identity?: TlsIdentity }): Promise<{ port: number }>
  /** Calls `listener` for every event from now on. Returns a function that ends that. */
  onEvent(listener: EventListener): () => void
  /** Calls `listener` for every packet of every known device from now on. Returns a function that ends that. */
  onPacket(listener: PacketListener): () => void
  /** Ends every socket, timer and waiting call. */
  close(): Promise<void>
}

const secondMs = 1000
const minuteMs = 60_000
const defaultSetDeadlines: SetDeadlines = { replyMs: 8_000, postMs: 2_000 }

export async function createPlatform(options: PlatformOptions): Promise<Platform> {
  const { clock = createRealClock() } = options
  const files = createServedFiles(clock)
  const { thing, keeper, keepAlive, tap, faults, book } = assemble({ ...options, clock, files })
  const { rules, hub } = thing
  const broker = await createBroker(keeper, clock, rules)
  const listeners: TcpListener[] = []
  const keep = (listener: TcpListener): { port: number } => {
    listeners.push(listener)
    return { port: listener.port }
  }
  return {
    rules,
    keepAliveLeftMs(device) {
      const session = thing.sessions.online(device)
      return session === undefined ? undefined : keepAlive.leftMs(session.connection)
    },
    ...createDeviceBook(thing),
    ...createThingControl(thing),
    ...createFaultControl(thing, faults),
    async listen(where) {
      const onFailure = (address: string, detail: string) => hub.emit({ type: 'connection-failed', address, detail })
      const limits = { firstByteMs: rules.connectWaitMs, longestMessage: rules.payloadBytes * 2 }
      return keep(await listenDevices(where, { clock, ...limits, files, onStream: broker.attach, onFailure }))
    },
    attach: (stream, address = 'memory', isSecure = false, origin) => broker.attach(stream, address, isSecure, origin),
    answerHttp: files.answer,
    listenRegistration: async (where) => keep(await listenRegistration(where, book)),
    onEvent: hub.listen,
    onPacket: tap.listen,
    async close() {
      const stopped = listeners.map((listener) => listener.close())
      keepAlive.close()
      thing.sets.close()
      thing.calls.close()
      await broker.close()
      await Promise.all(stopped)
    },
  }
}

type WholeOptions = PlatformOptions & Required<Pick<PlatformOptions, 'clock'>> & { readonly files: ServedFiles }

function assemble(options: WholeOptions) {
  const { clock, wallNow = Date.now } = options
  const thing = assembleThing(options)
  const { rules, hub, sessions, registry, downlink } = thing
  const faults = createFaults()
  const tap = createPacketTap(wallNow)
  const keepAlive = createKeepAlive<Connection>(clock, rules.keepAliveScanMs, (connection) => {
    void connection.close('keepalive-timeout')
  })
  const admitConnect = createRateLimit(clock, rules.connectsPerMinute, minuteMs)
  const admitWrong = createRateLimit(clock, rules.connectsPerMinute, minuteMs)
  const book: LoginBook = {
    find: registry.find,
    product: registry.product,
    productKeys: registry.productKeys,
    put: registry.put,
    takeRefusal: faults.takeRefusal,
    admitConnect: (device: DeviceName) => admitConnect(deviceKey(device)),
    admitWrong: (device: DeviceName, address: string) => admitWrong(`${deviceKey(device)} ${address}`),
    registered: (device, way) => hub.emit({ type: 'registered', device, way }),
  }
  const admitAny = createRateLimit(clock, rules.uplinkPerSecond, secondMs)
  const admitQos1 = createRateLimit(clock, rules.uplinkQos1PerSecond, secondMs)
  const admit = (key: string, qos: number) => admitAny(key) && (qos === 0 || admitQos1(key))
  const uplink = createUplink({ ...thing, admit })
  const cameOnline = ({ device }: Session): void => {
    pushFirmware(thing, nameOf(device))
    tellShadow(thing, nameOf(device))
  }
  const { kept, store } = thing
  const parts = { store, rules, hub, sessions, registry, book, keepAlive, kept, downlink, tap, faults, wallNow }
  const keeper = createSessionKeeper({ ...parts, uplink, cameOnline })
  return { thing, keeper, keepAlive, tap, faults, book }
}

function assembleThing(options: WholeOptions): ThingParts {
  const { product = {}, products = {}, clock, files, wallNow = Date.now, store = createMemoryStore() } = options
  const rules: Rules = { ...defaultRules, ...options.rules }
  const hub = createEventHub()
  const registry = createRegistry(store, { byKey: products, fallback: product }, wallNow)
  for (const device of options.devices) registry.put(device)
  const sessions = createSessions(registry.product, rules.autoDelivery)
  const drops = createDrops(hub)
  const timeline = createTimeline(wallNow, store)
  const kept = createKeptSessions(store, rules, timeline)
  const admit = createRateLimit(clock, rules.downlinkPerSecond, secondMs)
  const downlink = createDownlink({ hub, sessions, kept, drops, admit })
  const sets = createSetCalls(clock, { ...defaultSetDeadlines, ...options.setDeadlines })
  const [calls, sent] = [createCalls(clock), createSentCalls(clock)]
  let lastId = highestWaitingId(store)
  const nextId = (): string => String(++lastId)
  const state = { store, registry, sessions, kept, files, timeline }
  return { rules, hub, ...state, downlink, drops, sets, calls, sent, wallNow, nextId }
}
