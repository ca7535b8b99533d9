import { createDelivery, type Delivery } from './auto-delivery.ts'
import type { Connection } from './connection.ts'
import { defaultTopics, deviceKey, type Device, type DeviceName, type Product } from './devices.ts'
import type { Admission } from './login.ts'
import type { Rules } from './rules.ts'
import { topicRights, type TopicRights } from './topics.ts'

/** A device's session: from its admission to the end of its connection. */
export interface Session {
  readonly device: Device
  readonly connection: Connection
  readonly admission: Admission
  readonly rights: TopicRights
  readonly delivery: Delivery
  /** CONNACK went out. */
  ready: boolean
}

/** One session a device, whatever the clientId. */
export interface Sessions {
  /** Makes the session of an admitted connection, and answers the one it takes the place of. */
  open(connection: Connection, admission: Admission): Session | undefined
  of(connection: Connection): Session | undefined
  /** The session of a device that is online: one that has its CONNACK. */
  online(device: DeviceName): Session | undefined
  /** Forgets a connection's session, and answers it. */
  close(connection: Connection): Session | undefined
}

export function createSessions(product: Product, autoDelivery: Rules['autoDelivery']): Sessions {
  const byConnection = new Map<Connection, Session>()
  const byDevice = new Map<string, Session>()
  return {
    open(connection, admission) {
      const { device, clientId } = admission
      const older = byDevice.get(deviceKey(device))
      const rights = topicRights(device, product.topics ?? defaultTopics)
      const delivery = createDelivery(device, autoDelivery, clientId.autoSubscribe)
      const session: Session = { device, connection, admission, rights, delivery, ready: false }
      byConnection.set(connection, session)
      byDevice.set(deviceKey(device), session)
      return older
    },
    of: (connection) => byConnection.get(connection),
    online(device) {
      const session = byDevice.get(deviceKey(device))
      return session?.ready === true ? session : undefined
    },
    close(connection) {
      const session = byConnection.get(connection)
      if (session === undefined) return undefined
      byConnection.delete(connection)
      if (byDevice.get(deviceKey(session.device)) === session) byDevice.delete(deviceKey(session.device))
      return session
    },
  }
}

/** Sends to a session what it wants, once, however many of its filters match. False when it does not want it. */
export function deliver(session: Session, topicName: string, payload: string | Buffer, qos: 0 | 1): boolean {
  const wanted = session.delivery.wants(topicName)
  if (wanted) session.connection.publish(topicName, payload, qos)
  return wanted
}
