import type { Packet } from 'mqtt-packet'
import type { DeviceName } from '../../identity/names.ts'
import type { OfflineReason } from '../model/events.ts'
import type { DeviceFaults } from '../model/faults.ts'
import type { Admission, LoginRequest, Refusal, Registration } from '../login/verdicts.ts'

/** One connection of a device that logged in, as the rest of the platform sees it. */
export interface Connection {
  readonly address: string
  /**
   * Sends a PUBLISH with exactly this QoS; messages leave in the order of the calls. Answers its packetId, 0 with QoS 0.
   * `resendAs` sends it again, as a duplicate with that packetId. Ignored once closed.
   */
  publish(topicName: string, payload: string | Buffer, qos: 0 | 1, resendAs?: number): number
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
  /** The device that a user name names, if there is one. */
  identify(username: string | undefined): DeviceName | undefined
  judge(request: LoginRequest): Admission | Registration | Refusal
  refused(address: string, clientId: string, refusal: Refusal, subject: DeviceName | undefined): void
  /** The login is right; CONNACK goes out when the answer resolves, with `sessionPresent` as it says. */
  admitted(connection: Connection, admission: Admission): Promise<{ sessionPresent: boolean }>
  /** CONNACK went out. */
  ready(connection: Connection): void
  /** Called once, and only after `admitted`. */
  ended(connection: Connection, reason: OfflineReason, detail: string): void
  /** A connection was closed before it could log in or be refused. */
  failed(address: string, detail: string): void
  /** A packet that resets the keep alive: PUBLISH, SUBSCRIBE, PINGREQ or PUBACK (documented). */
  heard(connection: Connection): void
  acknowledged(connection: Connection, packetId: number): void
  /** Whether SUBACK grants the filter. */
  subscribe(connection: Connection, topicFilter: string, qos: number): boolean
  unsubscribe(connection: Connection, topicFilter: string): void
  /**
   * Takes a message in. Calls `acknowledge` once it is stored, before the device is told anything because of it. What is
   * swallowed is acknowledged all the same, after this.
   */
  uplink(connection: Connection, message: Uplink, acknowledge: () => void): void
  /** Any packet of a device that exists, as it goes over the wire. */
  seen(device: DeviceName, direction: 'up' | 'down', packet: Packet): void
  faultsOf(device: DeviceName): DeviceFaults
  /** Why nothing more can be taken in; undefined when it can. */
  mustRefuse(): string | undefined
  /** Calls back, in the order of the calls, once what the platform keeps is durable; `refused` when that may take long. */
  whenStored(then: () => void, refused?: () => void): void
}
