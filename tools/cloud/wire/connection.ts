import type { Packet } from 'mqtt-packet'
import type { DeviceName } from '../../device-names/names.ts'
import type { OfflineReason } from '../model/events.ts'
import type { DeviceFaults } from '../model/faults.ts'
import type { Admission, LoginRequest, Refusal, Registration } from '../login/verdicts.ts'

/** One connection of a device that logged in, as the rest of the platform sees it. */
export interface Connection {
  readonly address: string
  /** Where the device can fetch files over HTTP, such as http://192.168.1.5:1883; undefined where it cannot. */
  readonly origin: string | undefined
  /**
   * Sends a PUBLISH with exactly this QoS, in the order of the calls, and returns its packetId, which is 0 for QoS 0.
   * With `resendAs` it is sent again, as a duplicate with that packetId. Does nothing and returns 0 once closed.
   */
  publish(topicName: string, payload: string | Buffer, qos: 0 | 1, resendAs?: number): number
  /**
   * Closes the socket. `ended` is called before this returns; the promise resolves once the broker has closed it as
   * well.
   */
  close(reason: OfflineReason, detail?: string): Promise<void>
}

export interface Uplink {
  readonly topicName: string
  readonly payload: Buffer
  readonly qos: number
}

/** What the broker calls. The order for one connection: admitted, ready, any of the others, ended. */
export interface BrokerHandlers {
  /** The device in a user name, if it exists. */
  identify(username: string | undefined): DeviceName | undefined
  judge(request: LoginRequest): Admission | Registration | Refusal
  refused(address: string, clientId: string, refusal: Refusal, subject: DeviceName | undefined): void
  /** The login is right. CONNACK is sent once the promise resolves, with this `sessionPresent`. */
  admitted(connection: Connection, admission: Admission): Promise<{ sessionPresent: boolean }>
  /** CONNACK was sent. */
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
   * Processes a message. Calls `acknowledge` once it is stored, and before anything is sent to the device because of
   * it. A message that was dropped is acknowledged all the same, after this returns.
   */
  uplink(connection: Connection, message: Uplink, acknowledge: () => void): void
  /** Any packet from or to a device that exists. */
  seen(device: DeviceName, direction: 'up' | 'down', packet: Packet): void
  faultsOf(device: DeviceName): DeviceFaults
  /** Why no more messages can be accepted; undefined if they can. */
  mustRefuse(): string | undefined
  /**
   * Calls `then`, in the order of the calls, once everything so far is durable; `refused` instead if that may take
   * long.
   */
  whenStored(then: () => void, refused?: () => void): void
}
