import { createDelivery } from './auto-delivery.ts'
import type { Connection } from '../wire/connection.ts'
import { deviceKey } from '../model/device.ts'
import { nameOf, type DeviceName } from '../../device-names/names.ts'
import { isJsonObject, readJson } from '../model/json.ts'
import { bytesOf, createMessageQueues, type MessageQueue } from './message-queue.ts'
import type { Rules } from '../model/rules.ts'
import type { Timeline } from '../model/timeline.ts'
import type { Session } from './sessions.ts'
import type { KeptSession, QueuedMessage, Store } from '../model/documents.ts'

const dayMs = 24 * 60 * 60 * 1000

/**
 * How much is sent to a device before its PUBACKs come, bytes: a queue of hundreds of megabytes must not be sent at
 * once.
 */
const windowBytes = 1024 * 1024

/** Sessions with clean session 0: their subscriptions, and the QoS 1 messages that they have not acknowledged. */
export interface KeptSessions {
  /** What is kept for a device; undefined if its last login was with clean session 1, or there was none. */
  of(device: DeviceName): KeptSession | undefined
  /** A login: clean session 1 deletes what is kept, 0 begins to keep. Returns what was kept before, for 0. */
  login(device: DeviceName, cleanSession: boolean): KeptSession | undefined
  /** The subscriptions of a session that is kept have changed. */
  changed(session: Session): void
  /** Keeps a message for a device that is offline. `full`: there was no room; `not-kept`: it has no kept session. */
  add(device: DeviceName, topicName: string, payload: Uint8Array): 'added' | 'full' | 'not-kept'
  /**
   * Sends a message to a device that is online, and keeps it until it is acknowledged. `queued`: older ones have to go
   * first. `full`: it was sent, but there was no room to keep it.
   */
  send(session: Session, topicName: string, payload: Uint8Array): 'sent' | 'queued' | 'full'
  acknowledged(session: Session, packetId: number): void
  /** Sends what waits, first those again that were not acknowledged. `onExpired` is given what waited too long. */
  deliver(session: Session, onExpired: (message: QueuedMessage) => void): void
  /** Whether messages on a topic are delivered in the kept session of a device that is offline. */
  wants(device: DeviceName, topicName: string): boolean
  forget(device: DeviceName): void
}

/** The highest id of a request that waits in any session, or 0. New ids continue from there. */
export function highestWaitingId(store: Store): number {
  const ids = store.messages.list().map(({ payload }) => {
    const message = readJson(Buffer.from(payload).toString('utf8'))
    // Requests have decimal strings as ids; an upgrade has a time, and applications may publish anything.
    const id = isJsonObject(message) && typeof message.id === 'string' ? message.id : ''
    return /^\d{1,9}$/.test(id) ? Number(id) : 0
  })
  return ids.reduce((highest, id) => Math.max(highest, id), 0)
}

type KeepRules = Pick<Rules, 'queueDays' | 'queueLength' | 'autoDelivery'>

export function createKeptSessions(store: Store, rules: KeepRules, timeline: Timeline): KeptSessions {
  const queueOf = createMessageQueues(store.messages)
  const read = (device: DeviceName) => store.read('session', deviceKey(device))
  const write = (device: DeviceName, kept: KeptSession) => store.write('session', deviceKey(device), kept)
  const isFresh = ({ queuedAtMs }: QueuedMessage) => timeline().orderMs - queuedAtMs <= rules.queueDays * dayMs

  /** The queue of a device, after removing what waited too long. */
  function freshQueue(device: DeviceName): MessageQueue {
    const queue = queueOf(deviceKey(device))
    queue.expire(isFresh)
    return queue
  }

  function forget(device: DeviceName): void {
    store.remove('session', deviceKey(device))
    queueOf(deviceKey(device)).clear()
  }

  return {
    of: read,
    login(device, cleanSession) {
      const before = read(device)
      if (cleanSession) {
        if (before !== undefined) forget(device)
        return undefined
      }
      if (before === undefined) write(device, { subscribed: [], turnedOff: [], autoSubscribe: false })
      return before
    },
    changed({ device, delivery, admission }) {
      if (read(device) === undefined) return
      const { autoSubscribe } = admission.clientId
      write(device, { subscribed: [...delivery.subscribed], turnedOff: [...delivery.turnedOff], autoSubscribe })
    },
    add(device, topicName, payload) {
      if (read(device) === undefined) return 'not-kept'
      const queue = freshQueue(device)
      if (queue.length >= rules.queueLength) return 'full'
      queue.add({ topicName, payload, queuedAtMs: timeline().orderMs })
      return 'added'
    },
    send({ device, connection }, topicName, payload) {
      const queue = freshQueue(device)
      const isBehind = queue.nextUnsent !== undefined || !hasRoom(queue, { topicName, payload })
      const isFull = queue.length >= rules.queueLength
      const message = { topicName, payload, queuedAtMs: timeline().orderMs }
      if (isBehind && !isFull) return (queue.add(message), 'queued')
      // 0 if the connection is closed: then the message waits.
      const packetId = connection.publish(topicName, Buffer.from(payload), 1) || undefined
      if (isFull) return 'full'
      queue.add(message, packetId)
      return 'sent'
    },
    acknowledged({ device, connection, ready }, packetId) {
      const queue = queueOf(deviceKey(device))
      if (queue.acknowledge(packetId) && ready) sendUnsent(queue, connection)
    },
    deliver({ device, connection }, onExpired) {
      const queue = queueOf(deviceKey(device))
      for (const message of queue.expire(isFresh)) onExpired(message)
      // Messages that were sent before keep their packetIds. They go first, so that no new message takes one of those.
      for (const { topicName, payload, packetId } of queue.sent()) {
        connection.publish(topicName, Buffer.from(payload), 1, packetId)
      }
      sendUnsent(queue, connection)
    },
    wants(device, topicName) {
      const kept = read(device)
      return (
        kept !== undefined &&
        createDelivery(nameOf(device), rules.autoDelivery, kept.autoSubscribe, kept).wants(topicName)
      )
    },
    forget,
  }
}

/** Whether a message may be sent now, in addition to those in flight. With none in flight it always may. */
function hasRoom(queue: MessageQueue, message: Pick<QueuedMessage, 'topicName' | 'payload'>): boolean {
  return queue.bytesInFlight === 0 || queue.bytesInFlight + bytesOf(message) <= windowBytes
}

function sendUnsent(queue: MessageQueue, connection: Connection): void {
  for (let next = queue.nextUnsent; next !== undefined && hasRoom(queue, next); next = queue.nextUnsent) {
    const packetId = connection.publish(next.topicName, Buffer.from(next.payload), 1)
    if (packetId === 0) return
    queue.noteSent(next, packetId)
  }
}
