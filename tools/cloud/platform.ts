import type { Duplex } from 'node:stream'
import type { Clock } from '../board/clock.ts'
import { createRealClock } from '../board/real-clock.ts'
import { createBroker } from './broker.ts'
import type { Connection } from './connection.ts'
import { createRegistry, deviceKey, nameOf, type Device, type DeviceName, type Product } from './devices.ts'
import { createEventHub, type EventListener } from './events.ts'
import type { JsonObject } from './json.ts'
import { createKeepAlive } from './keep-alive.ts'
import { createPropertySetter } from './property-setter.ts'
import { createRateLimit } from './rate-limit.ts'
import { createReported } from './reported.ts'
import { defaultRules, type Rules } from './rules.ts'
import { createSessionKeeper } from './session-keeper.ts'
import { createSessions, deliver } from './sessions.ts'
import { createMemoryStore, type ReportedValue } from './store.ts'
import { createSetCalls, type SetDeadlines, type SetResult } from './set-calls.ts'
import { listenTcp, type TcpListener } from './tcp-listener.ts'
import { createUplink } from './uplink.ts'

export interface PlatformOptions {
  readonly devices: readonly Device[]
  readonly product?: Product
  readonly rules?: Partial<Rules>
  readonly clock?: Clock
  /** ms since 1970; for the time of a property that came without one. */
  readonly wallNow?: () => number
  readonly setDeadlines?: Partial<SetDeadlines>
  /** Calls back once what the events so far said is on disk: acknowledgements wait for it. Default: at once. */
  readonly whenStored?: (then: () => void) => void
}

export interface DeviceStatus extends DeviceName {
  readonly online: boolean
  readonly disabled: boolean
  readonly properties: Readonly<Record<string, ReportedValue>>
}

/** The local stand-in for the device side of the Aliyun IoT Platform. */
export interface Platform {
  /** Accepts devices over TCP. Port 0 lets the system choose. Throws UserError port-busy. */
  listen(where: { host: string; port: number }): Promise<{ port: number }>
  /** Serves one device over any byte stream; `address` is what the log calls it. */
  attach(stream: Duplex, address?: string): void
  devices(): DeviceStatus[]
  /** A device with its secret: not for answers, logs or events. */
  device(name: DeviceName): Device | undefined
  /** Adds a device that may log in from now on, or changes one; one that became disabled loses its connection. */
  putDevice(device: Device): void
  /** Sends a property set and waits for its reply and the property post that follows. Never rejects. */
  setProperty(device: DeviceName, params: JsonObject): Promise<SetResult>
  /** Publishes to `/{productKey}/{deviceName}/{suffix}`, such as `user/get`; false when the device does not get it. */
  publishToUser(device: DeviceName, suffix: string, payload: string | Buffer, qos?: 0 | 1): boolean
  /** Publishes to any topic; false when the device is offline or does not want it. */
  publish(device: DeviceName, topicName: string, payload: string | Buffer, qos: 0 | 1): boolean
  /** Closes the device's connection without a DISCONNECT; false when it has none. */
  kick(device: DeviceName): boolean
  /** Calls `listener` for every event from now on; the answer ends that. */
  onEvent(listener: EventListener): () => void
  /** Ends every socket, timer and waiting call. */
  close(): Promise<void>
}

const secondMs = 1000
const minuteMs = 60_000
const defaultSetDeadlines: SetDeadlines = { replyMs: 8_000, postMs: 2_000 }

export async function createPlatform(options: PlatformOptions): Promise<Platform> {
  const parts = assemble(options)
  const { rules, registry, hub, sessions, reported, calls, keepAlive } = parts
  const broker = await createBroker(parts.keeper, parts.clock, rules.connectWaitMs)
  const listeners: TcpListener[] = []
  return {
    async listen({ host, port }) {
      const listener = await listenTcp(host, port, (socket) => broker.attach(socket, socket.remoteAddress ?? 'gone'))
      listeners.push(listener)
      return { port: listener.port }
    },
    attach: (stream, address = 'memory') => broker.attach(stream, address),
    devices: () =>
      registry.all().map((device) => ({
        ...nameOf(device),
        online: sessions.online(device) !== undefined,
        disabled: device.disabled === true,
        properties: reported.of(device),
      })),
    device: registry.find,
    putDevice(device) {
      registry.put(device)
      if (device.disabled === true) void sessions.online(device)?.connection.close('kicked', 'disabled')
    },
    setProperty: createPropertySetter(parts, rules.propertySetQos),
    publishToUser(device, suffix, payload, qos = 0) {
      const session = sessions.online(device)
      const topicName = `/${device.productKey}/${device.deviceName}/${suffix}`
      return session !== undefined && deliver(session, topicName, payload, qos)
    },
    publish(device, topicName, payload, qos) {
      const session = sessions.online(device)
      return session !== undefined && deliver(session, topicName, payload, qos)
    },
    kick(device) {
      const session = sessions.online(device)
      void session?.connection.close('kicked', 'by the platform')
      return session !== undefined
    },
    onEvent: hub.listen,
    async close() {
      const stopped = listeners.map((listener) => listener.close())
      keepAlive.close()
      calls.close()
      await broker.close()
      await Promise.all(stopped)
    },
  }
}

function assemble(options: PlatformOptions) {
  const { product = {}, clock = createRealClock(), wallNow = Date.now } = options
  const rules: Rules = { ...defaultRules, ...options.rules }
  const registry = createRegistry(createMemoryStore(), { byKey: {}, fallback: product }, wallNow)
  for (const device of options.devices) registry.put(device)
  const hub = createEventHub()
  const sessions = createSessions(product, rules.autoDelivery)
  const reported = createReported()
  const calls = createSetCalls(clock, { ...defaultSetDeadlines, ...options.setDeadlines })
  const keepAlive = createKeepAlive<Connection>(clock, rules.keepAliveScanMs, (connection) => {
    void connection.close('keepalive-timeout')
  })
  const admitConnect = createRateLimit(clock, rules.connectsPerMinute, minuteMs)
  const book = { find: registry.find, admitConnect: (device: DeviceName) => admitConnect(deviceKey(device)) }
  const admit = createRateLimit(clock, rules.uplinkPerSecond, secondMs)
  const { forbiddenPublish } = rules
  const whenStored = options.whenStored ?? ((then) => then())
  const uplink = createUplink({ product, hub, reported, calls, forbiddenPublish, admit, wallNow, deliver, whenStored })
  const keeper = createSessionKeeper({ rules, hub, sessions, book, keepAlive, uplink })
  return { clock, rules, registry, hub, sessions, reported, calls, keepAlive, keeper }
}
