import { createDelivery } from './auto-delivery.ts'
import type { Connection } from '../wire/connection.ts'
import { deviceKey } from '../model/device.ts'
import { nameOf, type DeviceName } from '../../identity/names.ts'
import { isJsonObject, readJson } from '../model/json.ts'
import { bytesOf, createMessageQueues, type MessageQueue } from './message-queue.ts'
import type { Rules } from '../model/rules.ts'
import type { Timeline } from '../model/timeline.ts'
import type { Session } from './sessions.ts'
import type { KeptSession, QueuedMessage, Store } from '../model/documents.ts'

const dayMs = 24 * 60 * 60 * 1000

/** Bytes that are sent to a device ahead of its PUBACKs: a queue of hundreds of megabytes must not go out at once. */
const windowBytes = 1024 * 1024

/** Sessions with clean session 0: what they subscribed to, and the QoS 1 messages that they have not acknowledged. */
export interface KeptSessions {
  /** What is kept of a device; undefined when nothing is, or its last login was with clean session 1. */
  of(device: DeviceName): KeptSession | undefined
  /** A login: clean session 1 forgets everything, 0 begins to keep. Answers what there was. */
  login(device: DeviceName, cleanSession: boolean): KeptSession | undefined
  /** The subscriptions of a session that is kept have changed. */
  changed(session: Session): void
  /** Keeps a message for a device that is offline; `full` when there is no room. Nothing happens where nothing is kept. */
  add(device: DeviceName, topicName: string, payload: Uint8Array): 'added' | 'full' | 'not-kept'
  /**
   * Sends a message to a device that is online, and keeps it until it is acknowledged; `queued` when older ones go first.
   * `full` when it was sent, but there is no room to keep it.
   */
  send(session: Session, topicName: string, payload: Uint8Array): 'sent' | 'queued' | 'full'
  acknowledged(session: Session, packetId: number): void
  /** Sends what waits: first again what was sent and not acknowledged. `onExpired` gets what waited too long. */
  deliver(session: Session, onExpired: (message: QueuedMessage) => void): void
  /** Whether the kept session of a device that is offline would get a topic. */
  wants(device: DeviceName, topicName: string): boolean
  forget(device: DeviceName): void
}

/** The highest id of a request that waits in any session, 0 without one: what a platform counts on from. */
export function highestWaitingId(store: Store): number {
  const ids = store.messages.list().map(({ payload }) => {
    const message = readJson(Buffer.from(payload).toString('utf8'))
    // Requests have a text of digits; what applications publish may have anything, an upgrade a time.
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

  /** The queue with nothing in it that waited too long. */
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
      // 0 once the connection is closed: then the message waits.
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
      // Those sent before keep their packetIds: they go first, so that new ones do not take them.
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

/** Whether a message may follow what is in flight; one alone always may. */
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
