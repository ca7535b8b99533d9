import { createDelivery, type Delivery } from './auto-delivery.ts'
import type { Connection } from '../wire/connection.ts'
import { defaultTopics, type Product } from '../model/product.ts'
import { deviceKey, type Device } from '../model/device.ts'
import type { DeviceName } from '../../device-names/names.ts'
import type { Admission } from '../login/verdicts.ts'
import type { Rules } from '../model/rules.ts'
import type { KeptSession } from '../model/documents.ts'
import { topicRights, type TopicRights } from './topics.ts'

/** A device's session: from its admission to the end of its connection. */
export interface Session {
  readonly device: Device
  readonly product: Product
  readonly connection: Connection
  readonly admission: Admission
  readonly rights: TopicRights
  readonly delivery: Delivery
  /** CONNACK was sent. */
  ready: boolean
  /** It has asked for desired values. */
  asksDesired?: true
}

/** The sessions: one per device, whatever its clientId. */
export interface Sessions {
  /** Creates the session of an admitted connection, and returns the one that it replaces. */
  open(connection: Connection, admission: Admission, kept: KeptSession | undefined): Session | undefined
  of(connection: Connection): Session | undefined
  /** The session of a device that is online: one that has its CONNACK. */
  online(device: DeviceName): Session | undefined
  /** Any session of a device, also one without its CONNACK. */
  any(device: DeviceName): Session | undefined
  all(): Session[]
  /** Removes a connection's session, and returns it. */
  close(connection: Connection): Session | undefined
}

export function createSessions(
  productOf: (productKey: string) => Product,
  autoDelivery: Rules['autoDelivery'],
): Sessions {
  const byConnection = new Map<Connection, Session>()
  const byDevice = new Map<string, Session>()
  return {
    open(connection, admission, kept) {
      const { device, clientId } = admission
      const older = byDevice.get(deviceKey(device))
      const product = productOf(device.productKey)
      const rights = topicRights(device, product.topics ?? defaultTopics)
      const delivery = createDelivery(device, autoDelivery, clientId.autoSubscribe, kept)
      const session: Session = { device, product, connection, admission, rights, delivery, ready: false }
      byConnection.set(connection, session)
      byDevice.set(deviceKey(device), session)
      return older
    },
    of: (connection) => byConnection.get(connection),
    online(device) {
      const session = byDevice.get(deviceKey(device))
      return session?.ready === true ? session : undefined
    },
    any: (device) => byDevice.get(deviceKey(device)),
    all: () => [...byDevice.values()],
    close(connection) {
      const session = byConnection.get(connection)
      if (session === undefined) return undefined
      byConnection.delete(connection)
      if (byDevice.get(deviceKey(session.device)) === session) byDevice.delete(deviceKey(session.device))
      return session
    },
  }
}
