import { createDelivery } from './auto-delivery.ts'
import { deviceKey, nameOf, type DeviceName } from './devices.ts'
import { isJsonObject, readJson } from './json.ts'
import type { Rules } from './rules.ts'
import type { Session } from './sessions.ts'
import type { KeptSession, QueuedMessage, Store } from './store.ts'

const dayMs = 24 * 60 * 60 * 1000

/** Sessions with clean session 0: what they subscribed to, and the QoS 1 messages that they have not acknowledged. */
export interface KeptSessions {
  /** What is kept of a device; undefined when nothing is, or its last login was with clean session 1. */
  of(device: DeviceName): KeptSession | undefined
  /** A login: clean session 1 forgets everything, 0 begins to keep. Answers what there was. */
  login(device: DeviceName, cleanSession: boolean): KeptSession | undefined
  /** The subscriptions of a session that is kept have changed. */
  changed(session: Session): void
  /** Adds a QoS 1 message; `full` when there is no room. Nothing happens for a session that is not kept. */
  add(device: DeviceName, message: Omit<QueuedMessage, 'queuedAtMs'>): 'added' | 'full' | 'not-kept'
  acknowledged(device: DeviceName, packetId: number): void
  /** Sends what waits: first again what was sent and not acknowledged. `onExpired` gets what waited too long. */
  deliver(session: Session, onExpired: (message: QueuedMessage) => void): void
  /** Whether the kept session of a device that is offline would get a topic. */
  wants(device: DeviceName, topicName: string): boolean
  forget(device: DeviceName): void
}

/** The highest id of a request that waits in any session, 0 without one: what a platform counts on from. */
export function highestWaitingId(store: Store): number {
  const ids = store.list('session').flatMap(({ queue }) =>
    queue.map(({ payload }) => {
      const message = readJson(Buffer.from(payload, 'base64').toString('utf8'))
      // Requests have a text of digits; what applications publish may have anything, an upgrade a time.
      const id = isJsonObject(message) && typeof message.id === 'string' ? message.id : ''
      return /^\d{1,9}$/.test(id) ? Number(id) : 0
    }),
  )
  return ids.reduce((highest, id) => Math.max(highest, id), 0)
}

type KeepRules = Pick<Rules, 'queueDays' | 'queueLength' | 'autoDelivery'>

export function createKeptSessions(store: Store, rules: KeepRules, wallNow: () => number): KeptSessions {
  const read = (device: DeviceName) => store.read('session', deviceKey(device))
  const write = (device: DeviceName, kept: KeptSession) => store.write('session', deviceKey(device), kept)
  const isFresh = ({ queuedAtMs }: QueuedMessage) => wallNow() - queuedAtMs <= rules.queueDays * dayMs
  return {
    of: read,
    login(device, cleanSession) {
      const before = read(device)
      if (cleanSession) {
        if (before !== undefined) store.remove('session', deviceKey(device))
        return undefined
      }
      if (before === undefined) write(device, { subscribed: [], turnedOff: [], autoSubscribe: false, queue: [] })
      return before
    },
    changed({ device, delivery, admission }) {
      const kept = read(device)
      if (kept === undefined) return
      const { autoSubscribe } = admission.clientId
      write(device, {
        ...kept,
        subscribed: [...delivery.subscribed],
        turnedOff: [...delivery.turnedOff],
        autoSubscribe,
      })
    },
    add(device, message) {
      const kept = read(device)
      if (kept === undefined) return 'not-kept'
      const queue = kept.queue.filter(isFresh)
      if (queue.length >= rules.queueLength) return 'full'
      write(device, { ...kept, queue: [...queue, { ...message, queuedAtMs: wallNow() }] })
      return 'added'
    },
    acknowledged(device, packetId) {
      const kept = read(device)
      if (kept === undefined) return
      const queue = kept.queue.filter((message) => message.packetId !== packetId)
      if (queue.length < kept.queue.length) write(device, { ...kept, queue })
    },
    deliver(session, onExpired) {
      const { device, connection } = session
      const kept = read(device)
      if (kept === undefined || kept.queue.length === 0) return
      for (const message of kept.queue.filter((one) => !isFresh(one))) onExpired(message)
      const queue = kept.queue
        .filter(isFresh)
        // Those sent before keep their packetIds: they go first, so that new ones do not take them.
        .sort((one, other) => Number(other.packetId !== undefined) - Number(one.packetId !== undefined))
        .map((message) => {
          const { topicName, payload, packetId } = message
          return { ...message, packetId: connection.publish(topicName, Buffer.from(payload, 'base64'), 1, packetId) }
        })
      write(device, { ...kept, queue })
    },
    wants(device, topicName) {
      const kept = read(device)
      return (
        kept !== undefined &&
        createDelivery(nameOf(device), rules.autoDelivery, kept.autoSubscribe, kept).wants(topicName)
      )
    },
    forget: (device) => store.remove('session', deviceKey(device)),
  }
}
