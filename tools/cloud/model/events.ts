import type { DeviceName } from '../../device-names/names.ts'
import type { JsonObject, JsonValue } from './json.ts'
import type { DesiredValue } from './documents.ts'

/**
 * How a session ended: with a DISCONNECT, without one, by the keep alive, by a newer login, because the device broke a
 * rule, or because the platform stopped.
 */
export type OfflineReason =
  | 'disconnect'
  | 'socket-closed'
  | 'keepalive-timeout'
  | 'kicked'
  | 'protocol-error'
  | 'stopped'
  /** Somebody asked for this fault. */
  | 'dropped'
  /** The device was disabled or deleted while online. */
  | 'not-authorized'

export type DropReason =
  'rate-limit' | 'downlink-rate-limit' | 'forbidden-topic' | 'not-json' | 'queue-full' | 'queue-expired'

/** One value of a property at a time, ms since 1970. */
export interface PropertyPoint {
  readonly identifier: string
  readonly value: JsonValue
  readonly timeMs: number
  /** Its place among the others if the computer's clock was set back; absent if that is `timeMs`. */
  readonly orderMs?: number
}

/** The state of a device's network at a time, ms since 1970. `bearer` is what carries it: `wifi` for one. */
export interface NetworkReading {
  readonly timeMs: number
  readonly bearer: string
  /** Such as `rssi` in dBm. */
  readonly values: JsonObject
}

/** What the thing model does not allow, by identifier: a code and a text, as in Aliyun's `checkFailedData`. */
export type CheckFailures = Record<string, { readonly code: number; readonly message: string }>

/**
 * What devices and the platform exchange through the thing model, shadow, tags, OTA and RRPC, once it was processed.
 */
export type ThingEvent =
  | { type: 'property-set'; device: DeviceName; id: string; params: JsonObject }
  /**
   * `latencyMs` is null if no property set with that id is waiting: the reply came too late, or there was no such set.
   */
  | { type: 'set-reply'; device: DeviceName; id: string; code: number; latencyMs: number | null }
  /**
   * `params` as posted, `points` that were accepted, `unknown` identifiers that the product lacks, `failed`: all
   * refused.
   */
  | {
      type: 'property-post'
      device: DeviceName
      id: string
      params: Record<string, JsonValue>
      points: readonly PropertyPoint[]
      unknown: string[]
      failed: CheckFailures
    }
  /** Posted in a batch or as history; points that are older than the reported state do not change it. */
  | { type: 'property-history'; device: DeviceName; points: readonly PropertyPoint[]; failed: CheckFailures }
  | { type: 'event-post'; device: DeviceName; id: string; identifier: string; value: JsonValue; timeMs: number }
  /** The thing model does not allow an event that was posted: nothing keeps it, and the reply has this code. */
  | {
      type: 'event-refused'
      device: DeviceName
      id: string
      identifier: string
      value: JsonValue
      code: number
      message: string
    }
  | {
      type: 'service-call'
      device: DeviceName
      id: string
      identifier: string
      args: JsonObject
      mode: 'async' | 'sync'
    }
  | {
      type: 'service-reply'
      device: DeviceName
      id: string
      identifier: string
      code: number
      data: JsonValue
      latencyMs: number | null
    }
  | { type: 'rrpc'; device: DeviceName; id: string; topicName: string }
  | { type: 'rrpc-reply'; device: DeviceName; id: string; latencyMs: number | null }
  /** `by` says who changed it; a removed property has no value. */
  | { type: 'desired'; device: DeviceName; by: 'application' | 'device'; changed: Record<string, DesiredValue> }
  | { type: 'tags'; device: DeviceName; tags: Record<string, string> }
  | { type: 'shadow'; device: DeviceName; by: 'application' | 'device'; version: number }
  | { type: 'config-push'; device: DeviceName; id: string }
  /** `latencyMs` is null if no push with that id is waiting. */
  | {
      type: 'config-push-reply'
      device: DeviceName
      id: string
      code: number
      message: string
      latencyMs: number | null
    }
  | { type: 'ota-version'; device: DeviceName; module: string; version: string }
  | { type: 'ota-push'; device: DeviceName; module: string; version: string }
  | { type: 'ota-progress'; device: DeviceName; module: string; step: number; text: string }
  | { type: 'device-log'; device: DeviceName; entries: readonly JsonObject[] }
  /** Somebody switched the device's log post on or off. */
  | { type: 'log-switch'; device: DeviceName; isOn: boolean }
  | { type: 'network'; device: DeviceName; readings: readonly NetworkReading[] }
  /** The platform replied to a request, with this Alink code. The events above come in addition. */
  | { type: 'replied'; device: DeviceName; topicName: string; id: string; code: number; message?: string }

/** Everything that happens on the platform. The log, the console and the tests are built on these events. */
export type PlatformEvent =
  | ThingEvent
  | { type: 'online'; device: DeviceName; address: string; clientId: string; keepAliveS: number; cleanSession: boolean }
  | { type: 'offline'; device: DeviceName; reason: OfflineReason; detail: string }
  /** `subject` is the device in the user name, if it exists. */
  | {
      type: 'refused'
      address: string
      clientId: string
      returnCode: number
      meaning: string
      detail: string
      subject?: DeviceName
    }
  | { type: 'connection-failed'; address: string; detail: string }
  /** Dynamic registration gave out a secret or a token. */
  | { type: 'registered'; device: DeviceName; way: 'register' | 'regnwl' | 'https' }
  | { type: 'device-added' | 'device-removed' | 'device-disabled' | 'device-enabled'; device: DeviceName }
  | { type: 'subscribe'; device: DeviceName; topicFilter: string; granted: number }
  | { type: 'unsubscribe'; device: DeviceName; topicFilter: string }
  /** Any other PUBLISH of a device. `text` is the payload read as UTF-8. */
  | { type: 'message'; device: DeviceName; topicName: string; qos: number; text: string }
  /** A message waits in a kept session: its device is offline, or has not acknowledged earlier ones. */
  | { type: 'queued'; device: DeviceName; topicName: string }
  /** A rule dropped a message; `total` counts the drops for this reason and device since the platform started. */
  | { type: 'dropped'; device: DeviceName; topicName: string; reason: DropReason; total: number }
  | { type: 'fault'; device: DeviceName; fault: string }

export type EventListener = (event: PlatformEvent) => void

export interface EventHub {
  emit(event: PlatformEvent): void
  /** Calls `listener` for each event from now on. Returns a function that removes it. */
  listen(listener: EventListener): () => void
}

export function createEventHub(): EventHub {
  const listeners = new Set<EventListener>()
  return {
    emit(event) {
      for (const listener of [...listeners]) listener(event)
    },
    listen(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
