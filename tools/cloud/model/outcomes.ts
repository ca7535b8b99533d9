import type { JsonObject, JsonValue } from './json.ts'

/**
 * What became of one message for a device. `queued`: it waits in the kept session, because the device is offline or has
 * not acknowledged earlier ones.
 */
export type Sent = 'sent' | 'queued' | 'offline' | 'not-subscribed' | 'rate-limited'

/** A device's reply to a property set or a service. */
export interface DeviceReply {
  readonly id: string
  readonly code: number
  readonly data: JsonValue
  readonly message: string
}

/** A property post that came after a property set and names one of the identifiers set. */
export interface FollowingPost {
  readonly params: JsonObject
  /** ms since the property set was sent. */
  readonly afterMs: number
}

/**
 * What became of a property set. `post` is the property post that followed, null when none came in time: the platform
 * shows the new value only once it is posted.
 */
export type SetResult =
  | { outcome: 'answered'; id: string; reply: DeviceReply; latencyMs: number; post: FollowingPost | null }
  | { outcome: 'no-reply'; id: string; waitedMs: number; post: FollowingPost | null }
  | { outcome: 'offline' }
  /** The device is offline, or has not acknowledged earlier messages, and gets it later. */
  | { outcome: 'queued'; id: string }
  | { outcome: 'rate-limited' }
  /** Online, but it has not subscribed and automatic delivery is off. */
  | { outcome: 'not-subscribed' }
  | { outcome: 'stopped' }

/** What became of a service call. `sent`: it is asynchronous, and its reply comes as an event. */
export type ServiceResult =
  | { outcome: 'sent' | 'queued'; id: string }
  | { outcome: 'answered'; id: string; code: number; data: JsonValue; message: string; latencyMs: number }
  | { outcome: 'no-reply'; id: string; waitedMs: number }
  /** The TSL has no such service, or its input is wrong. */
  | { outcome: 'refused'; code: number; message: string }
  | { outcome: 'offline' | 'not-subscribed' | 'rate-limited' | 'stopped' }

/** The thing model does not allow it, so nothing was sent or changed: the code of the check and its text. */
export interface Refused {
  readonly outcome: 'refused'
  readonly code: number
  readonly message: string
}

/** What became of a remote configuration that was pushed to one device. */
export type ConfigPush =
  | { outcome: 'answered'; id: string; reply: DeviceReply; latencyMs: number }
  | { outcome: 'no-reply'; id: string; waitedMs: number }
  | { outcome: 'offline' | 'not-subscribed' | 'rate-limited' | 'stopped' }
  | Refused

/** The versions after a change of desired values, or why nothing was changed. */
export type DesiredResult = { outcome: 'changed'; versions: Record<string, number>; id: string | null } | Refused
