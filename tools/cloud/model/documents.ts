import type { DeviceRecord } from './device.ts'
import type { JsonObject, JsonValue } from './json.ts'

/** A property as its device last posted it. `timeMs` is ms since 1970, by the device's clock if the post had a time. */
export interface ReportedValue {
  readonly value: JsonValue
  readonly timeMs: number
  /** Its place in the platform's order (see Timeline); absent where it is `timeMs`. */
  readonly orderMs?: number
  /** `timeMs` came from the device. */
  readonly isOwn?: true
}

/** A desired property; `version` counts up from 1 with each change, a removal included. */
export interface DesiredValue {
  /** Absent after a removal; the version is kept, so that an old one is not accepted again. */
  readonly value?: JsonValue
  readonly version: number
  readonly timeMs: number
}

/** A QoS 1 message that a kept session has not acknowledged. */
export interface QueuedMessage {
  /** Counts up over the messages of all devices, in the order in which they were queued. */
  readonly id: number
  /** The `deviceKey` of the device that it is for. */
  readonly device: string
  readonly topicName: string
  readonly payload: Uint8Array
  /** `orderMs` of the platform's Timeline. */
  readonly queuedAtMs: number
  /** Set once it was sent: the packetId it was sent with. */
  readonly packetId?: number
}

/** What is kept of a session with clean session 0 (MQTT 3.1.1 §3.1.2.4), apart from its messages. */
export interface KeptSession {
  readonly subscribed: readonly string[]
  readonly turnedOff: readonly string[]
  readonly autoSubscribe: boolean
}

export interface ShadowRecord {
  readonly version: number
  readonly reported: JsonObject
  readonly desired: JsonObject
  /** Seconds since 1970 of the last change of each attribute. */
  readonly times: { readonly reported: Record<string, number>; readonly desired: Record<string, number> }
}

/** A firmware that a device is to install; `data` is what the upgrade message carries. */
export interface PendingFirmware {
  readonly module: string
  readonly data: JsonObject
}

export interface FirmwareRecord {
  /** By module: the version that the device reported. */
  readonly versions: Record<string, string>
  readonly pending?: PendingFirmware
}

/** What the platform keeps, by kind. The key is the `deviceKey`, for `config` the productKey. */
export interface Documents {
  device: DeviceRecord
  reported: Record<string, ReportedValue>
  desired: Record<string, DesiredValue>
  tags: Record<string, string>
  shadow: ShadowRecord
  session: KeptSession
  firmware: FirmwareRecord
  config: JsonObject
  /** Whether the device is to post its log, where somebody has said so. */
  logs: { readonly isOn: boolean }
  /** What ran on it at the last start; see forgetOtherRun. */
  run: { readonly name: string }
}

/** Documents whose fields change one by one; each field is stored on its own. */
export interface FieldDocuments {
  reported: ReportedValue
  desired: DesiredValue
}

/** Messages that wait for devices, one row each, so that adding one costs the same however many there are. */
export interface MessageStore {
  /** All of them, in the order of their ids. */
  list(): QueuedMessage[]
  add(message: QueuedMessage): void
  /** The message with this id was sent with this packetId. */
  sent(id: number, packetId: number): void
  remove(id: number): void
}

/**
 * Where the platform keeps what must survive a restart. A change can be read back as soon as the call returns. It is
 * durable (if the store is) once `whenStored` calls back, and no device is told about it before that. Documents that
 * were written or read are never modified afterwards.
 */
export interface Store {
  read<Kind extends keyof Documents>(kind: Kind, key: string): Documents[Kind] | undefined
  write<Kind extends keyof Documents>(kind: Kind, key: string, document: Documents[Kind]): void
  remove(kind: keyof Documents, key: string): void
  list<Kind extends keyof Documents>(kind: Kind): Documents[Kind][]
  /** One field of a document. The cost of this and of `merge` does not grow with the document. */
  field<Kind extends keyof FieldDocuments>(kind: Kind, key: string, name: string): FieldDocuments[Kind] | undefined
  /** Writes these fields and leaves the others; makes the document where there is none. */
  merge<Kind extends keyof FieldDocuments>(kind: Kind, key: string, fields: Record<string, FieldDocuments[Kind]>): void
  readonly messages: MessageStore
  /**
   * Calls `then`, in the order of the calls, once everything written so far is durable, or at once if it already is.
   * `refused`, if given, is called instead as soon as nothing can be stored.
   */
  whenStored(then: () => void, refused?: () => void): void
  /** Why nothing can be stored at the moment; undefined when all is well. */
  trouble(): string | undefined
  /** Whether nothing can be stored and so much waits already that no more should be accepted. */
  isBehind(): boolean
}
