import type { DeviceName } from './devices.ts'
import type { JsonObject, JsonValue } from './json.ts'

/** How a session ended: by DISCONNECT, without one, by the keep alive, by a newer login, by a broken rule, by us. */
export type OfflineReason =
  'disconnect' | 'socket-closed' | 'keepalive-timeout' | 'kicked' | 'protocol-error' | 'stopped'

export type DropReason = 'rate-limit' | 'forbidden-topic' | 'not-json'

/** Everything of the platform that somebody may want to see: the log, the console and the tests live on it. */
export type PlatformEvent =
  | { type: 'online'; device: DeviceName; address: string; clientId: string; keepAliveS: number; cleanSession: boolean }
  | { type: 'offline'; device: DeviceName; reason: OfflineReason; detail: string }
  | { type: 'refused'; address: string; clientId: string; returnCode: number; meaning: string; detail: string }
  | { type: 'connection-failed'; address: string; detail: string }
  | { type: 'subscribe'; device: DeviceName; topicFilter: string; granted: number }
  | { type: 'unsubscribe'; device: DeviceName; topicFilter: string }
  | { type: 'property-set'; device: DeviceName; id: string; params: JsonObject }
  /** `latencyMs` is null when no set with that id waits: it came too late, or nobody asked. */
  | { type: 'set-reply'; device: DeviceName; id: string; code: number; latencyMs: number | null }
  /** `unknown` names the identifiers the product does not have. */
  | { type: 'property-post'; device: DeviceName; id: string; params: Record<string, JsonValue>; unknown: string[] }
  /** Any other publish of a device. `text` is the payload read as UTF-8. */
  | { type: 'message'; device: DeviceName; topicName: string; qos: number; text: string }
  /** A message that a rule swallowed; `total` counts this reason for this device since the platform started. */
  | { type: 'dropped'; device: DeviceName; topicName: string; reason: DropReason; total: number }

export type EventListener = (event: PlatformEvent) => void

export interface EventHub {
  emit(event: PlatformEvent): void
  /** Calls `listener` for each event from now on; the answer takes it off again. */
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
