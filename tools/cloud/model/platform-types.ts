import type { Duplex } from 'node:stream'
import type { Clock } from '../../time/clock.ts'
import type { Device, DeviceName, DeviceRecord, Product } from './devices.ts'
import type { EventListener } from './events.ts'
import type { DeviceFaults } from '../session/faults.ts'
import type { JsonObject, JsonValue } from './json.ts'
import type { PacketListener } from '../wire/packet-tap.ts'
import type { Rules } from './rules.ts'
import type { SetDeadlines, SetResult } from '../thing/set-calls.ts'
import type { DesiredValue, FirmwareRecord, ReportedValue, ShadowRecord, Store } from './store.ts'
import type { TlsIdentity } from '../net/tls-identity.ts'

export interface PlatformOptions {
  readonly devices: readonly Device[]
  /** What is known of products that are not in `products`. */
  readonly product?: Product
  /** By productKey. */
  readonly products?: Readonly<Record<string, Product>>
  readonly rules?: Partial<Rules>
  readonly clock?: Clock
  /** ms since 1970; for the time of a property that came without one. */
  readonly wallNow?: () => number
  readonly setDeadlines?: Partial<SetDeadlines>
  /** Default: in memory. */
  readonly store?: Store
}

/** A device and its state, without its secret. */
export interface DeviceStatus extends DeviceName {
  readonly online: boolean
  readonly disabled: boolean
  /** As Aliyun names them; UNACTIVE has never logged in. */
  readonly status: 'UNACTIVE' | 'ONLINE' | 'OFFLINE' | 'DISABLE'
  readonly properties: Readonly<Record<string, Pick<ReportedValue, 'value' | 'timeMs'>>>
}

/**
 * What became of one message for a device. `queued`: it waits in its kept session, as the device is offline or has not
 * acknowledged what goes before.
 */
export type Sent = 'sent' | 'queued' | 'offline' | 'not-subscribed' | 'rate-limited'

/** What became of a service call; `sent` for an asynchronous one, whose reply comes as an event. */
export type ServiceResult =
  | { outcome: 'sent' | 'queued'; id: string }
  | { outcome: 'answered'; id: string; code: number; data: JsonValue; message: string; latencyMs: number }
  | { outcome: 'no-reply'; id: string; waitedMs: number }
  /** The TSL has no such service, or its input is wrong. */
  | { outcome: 'refused'; code: number; message: string }
  | { outcome: 'offline' | 'not-subscribed' | 'rate-limited' | 'stopped' }

export type RrpcResult =
  | { outcome: 'answered'; id: string; payload: Buffer; latencyMs: number }
  | { outcome: 'no-reply'; id: string; waitedMs: number }
  | { outcome: 'offline' | 'not-subscribed' | 'rate-limited' | 'stopped' }

/** Versions after the change, or why there was none. */
export type DesiredResult =
  | { outcome: 'changed'; versions: Record<string, number>; id: string | null }
  | { outcome: 'refused'; code: number; message: string }

export interface FirmwareOffer {
  readonly module?: string
  readonly version: string
  readonly url: string
  readonly size: number
  readonly md5: string
  readonly extData?: JsonObject
}

/** How devices may speak on a listener; it looks at their first byte. */
export type Transport = 'tcp' | 'tls' | 'websocket'

export interface ListenOptions {
  readonly host: string
  readonly port: number
  /** Default: plain TCP alone. `tls` needs `identity`; with both `tls` and `websocket` wss is understood too. */
  readonly transports?: readonly Transport[]
  readonly identity?: TlsIdentity
  /** The flag named in the error of a busy port; default `--port`. */
  readonly flag?: string
}

/** Devices: who they are and how they are. */
export interface DeviceBook {
  devices(): DeviceStatus[]
  /** One of them. */
  status(name: DeviceName): DeviceStatus | undefined
  /** With its secret: never into a log. */
  device(name: DeviceName): DeviceRecord | undefined
  product(productKey: string): Product
  productKeys(): string[]
  /** Adds a device; false when there is one of that name. */
  addDevice(device: Device & { readonly nickname?: string }): boolean
  /** Deletes it with all that is kept of it; its session ends. */
  removeDevice(name: DeviceName): boolean
  /** A disabled device may not log in; its session ends. False when there is no such device. */
  setDisabled(name: DeviceName, disabled: boolean): boolean
}

/** What applications ask of devices. Nothing here rejects or throws for what a device does. */
export interface ThingControl {
  /** Sends a property set and waits for its reply and the property post that follows. */
  setProperty(device: DeviceName, params: JsonObject): Promise<SetResult>
  /** The same without waiting; the reply is an event `set-reply` with this id. */
  sendProperty(device: DeviceName, params: JsonObject): { sent: Sent; id: string }
  /** What the TSL has against values to be set: an Alink code and text; undefined when nothing. */
  checkProperties(device: DeviceName, params: JsonObject): { code: number; message: string } | undefined
  /** Calls a service as its TSL says, asynchronously or over RRPC. */
  invokeService(device: DeviceName, identifier: string, args: JsonObject): Promise<ServiceResult>
  /** Synchronous call; with `topic` on the custom topic (which starts with /), else on the system's. */
  rrpc(device: DeviceName, payload: Buffer, options?: { topic?: string; timeoutMs?: number }): Promise<RrpcResult>
  /** Publishes anything anywhere; the device gets it when it is subscribed, or is served without. */
  publish(device: DeviceName, topicName: string, payload: string | Buffer, qos?: 0 | 1): Sent
  /** Publishes to `/{productKey}/{deviceName}/{suffix}`, such as `user/get`; false when the device does not get it. */
  publishToUser(device: DeviceName, suffix: string, payload: string | Buffer, qos?: 0 | 1): boolean
  /** To every online device of a product; with `name` only to those subscribed to `/broadcast/{productKey}/{name}`. */
  broadcast(productKey: string, payload: string | Buffer, name?: string): number
  desired(device: DeviceName): Readonly<Record<string, DesiredValue>>
  /** Sets desired values; a property set goes to a device that is online. A wrong `version` refuses all. */
  setDesired(device: DeviceName, values: JsonObject, versions?: Readonly<Record<string, number>>): DesiredResult
  tags(device: DeviceName): Readonly<Record<string, string>>
  setTags(device: DeviceName, tags: Readonly<Record<string, string>>): void
  removeTags(device: DeviceName, keys: readonly string[]): void
  shadow(device: DeviceName): ShadowRecord | undefined
  /** Changes the shadow's desired part; false when `version` is not above the stored one. */
  updateShadow(device: DeviceName, desired: JsonObject, version: number): boolean
  firmware(device: DeviceName): FirmwareRecord
  /** Offers a firmware: pushed now and at each login until its version is reported. */
  offerFirmware(device: DeviceName, offer: FirmwareOffer): void
  /** Sets the remote configuration of a product and pushes it to its online devices; answers to how many. */
  pushConfig(productKey: string, config: JsonObject): number
}

/** Troubles on request. */
export interface FaultControl {
  /** Closes the device's connection as a newer login would; false when it has none. */
  kick(device: DeviceName): boolean
  /** The device's connection breaks without a word. */
  drop(device: DeviceName): boolean
  faults(device: DeviceName): DeviceFaults
  setFaults(device: DeviceName, changes: Partial<DeviceFaults>): void
}

/** The local stand-in for the Aliyun IoT Platform. */
export interface Platform extends DeviceBook, ThingControl, FaultControl {
  readonly rules: Rules
  /** How long it is at most until a device that says nothing more counts as offline, ms; undefined for one that is. */
  keepAliveLeftMs(device: DeviceName): number | undefined
  /** Accepts devices. Port 0 lets the system choose. Throws UserError port-busy. */
  listen(where: ListenOptions): Promise<{ port: number }>
  /** Serves one device over any byte stream; `address` is what the log calls it. */
  attach(stream: Duplex, address?: string, isSecure?: boolean): void
  /** Serves dynamic registration over HTTPS (or plain HTTP without an identity). */
  listenRegistration(where: { host: string; port: number; identity?: TlsIdentity }): Promise<{ port: number }>
  /** Calls `listener` for every event from now on; the answer ends that. */
  onEvent(listener: EventListener): () => void
  /** Calls `listener` for every packet of every known device from now on; the answer ends that. */
  onPacket(listener: PacketListener): () => void
  /** Ends every socket, timer and waiting call. */
  close(): Promise<void>
}
