import type { OfflineReason } from './events.ts'
import type { Admission, LoginRequest, Refusal } from './login.ts'

/** One connection of a device that logged in, as the rest of the platform sees it. */
export interface Connection {
  readonly address: string
  /** Sends a PUBLISH with exactly this QoS; messages leave in the order of the calls. Ignored once closed. */
  publish(topicName: string, payload: string | Buffer, qos: 0 | 1): void
  /** Closes the socket; `ended` has been called when this returns. Resolves when the broker has let go of it. */
  close(reason: OfflineReason, detail?: string): Promise<void>
}

export interface Uplink {
  readonly topicName: string
  readonly payload: Buffer
  readonly qos: number
}

/** What the broker asks and tells. Order for one connection: admitted, ready, anything, ended. */
export interface BrokerHandlers {
  judge(request: LoginRequest): Admission | Refusal
  refused(address: string, clientId: string, refusal: Refusal): void
  /** The login is right; CONNACK goes out when the answer resolves. */
  admitted(connection: Connection, admission: Admission): Promise<void>
  /** CONNACK went out. */
  ready(connection: Connection, cleanSession: boolean): void
  /** Called once, and only after `admitted`. */
  ended(connection: Connection, reason: OfflineReason, detail: string): void
  /** A connection was closed before it could log in or be refused. */
  failed(address: string, detail: string): void
  /** A packet that resets the keep alive: PUBLISH, SUBSCRIBE, PINGREQ or PUBACK (documented). */
  heard(connection: Connection): void
  /** Whether SUBACK grants the filter. */
  subscribe(connection: Connection, topicFilter: string, qos: number): boolean
  unsubscribe(connection: Connection, topicFilter: string): void
  uplink(connection: Connection, message: Uplink): void
}
