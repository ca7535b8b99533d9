import type { MessageStore, QueuedMessage } from '../model/documents.ts'

/** The messages that wait for one device, oldest first. The cost of a call does not grow with their number. */
export interface MessageQueue {
  readonly length: number
  /** Bytes that were sent but not acknowledged. */
  readonly bytesInFlight: number
  /** The oldest that was not sent yet. */
  readonly nextUnsent: QueuedMessage | undefined
  /** What was sent but not acknowledged, in the order of sending. */
  sent(): Iterable<QueuedMessage>
  /** Adds a message; with `packetId` if it was sent already. */
  add(message: Pick<QueuedMessage, 'topicName' | 'payload' | 'queuedAtMs'>, packetId?: number): void
  /** A message of this queue was sent. */
  noteSent(message: QueuedMessage, packetId: number): void
  /** Removes the message with this packetId. Returns false if there is none. */
  acknowledge(packetId: number): boolean
  /** Removes messages from the oldest on until one is fresh, and returns them. */
  expire(isFresh: (message: QueuedMessage) => boolean): QueuedMessage[]
  clear(): void
}

/** The queues of all devices in a store, by `deviceKey`. */
export function createMessageQueues(store: MessageStore): (device: string) => MessageQueue {
  const queues = new Map<string, QueueInMemory>()
  let lastId = 0
  const queueOf = (device: string): QueueInMemory => {
    const known = queues.get(device)
    if (known !== undefined) return known
    const made = new QueueInMemory(device, store, () => ++lastId)
    queues.set(device, made)
    return made
  }
  for (const message of store.list()) {
    lastId = message.id
    queueOf(message.device).restore(message)
  }
  return queueOf
}

export function bytesOf({ topicName, payload }: Pick<QueuedMessage, 'topicName' | 'payload'>): number {
  return topicName.length + payload.length
}

class QueueInMemory implements MessageQueue {
  /** By packetId. Messages that were sent are older than all others. */
  private readonly inFlight = new Map<number, QueuedMessage>()
  /** By id. */
  private readonly unsent = new Map<number, QueuedMessage>()
  bytesInFlight = 0

  constructor(
    private readonly device: string,
    private readonly store: MessageStore,
    private readonly nextId: () => number,
  ) {}

  get length(): number {
    return this.inFlight.size + this.unsent.size
  }

  get nextUnsent(): QueuedMessage | undefined {
    const [oldest] = this.unsent.values()
    return oldest
  }

  sent(): Iterable<QueuedMessage> {
    return this.inFlight.values()
  }

  add(message: Pick<QueuedMessage, 'topicName' | 'payload' | 'queuedAtMs'>, packetId?: number): void {
    const sentAs = packetId === undefined ? {} : { packetId }
    const whole: QueuedMessage = { id: this.nextId(), device: this.device, ...message, ...sentAs }
    this.store.add(whole)
    this.restore(whole)
  }

  restore(message: QueuedMessage): void {
    if (message.packetId === undefined) this.unsent.set(message.id, message)
    else this.fly(message, message.packetId)
  }

  noteSent(message: QueuedMessage, packetId: number): void {
    this.unsent.delete(message.id)
    this.store.sent(message.id, packetId)
    this.fly({ ...message, packetId }, packetId)
  }

  acknowledge(packetId: number): boolean {
    const message = this.inFlight.get(packetId)
    if (message === undefined) return false
    this.inFlight.delete(packetId)
    this.forget(message)
    return true
  }

  expire(isFresh: (message: QueuedMessage) => boolean): QueuedMessage[] {
    const expired: QueuedMessage[] = []
    for (const messages of [this.inFlight, this.unsent]) {
      for (const [key, message] of messages) {
        if (isFresh(message)) return expired
        messages.delete(key)
        this.forget(message)
        expired.push(message)
      }
    }
    return expired
  }

  clear(): void {
    this.expire(() => false)
  }

  private fly(message: QueuedMessage, packetId: number): void {
    // After 65,535 messages a packetId is used again; the device's PUBACK then means the newer message.
    const before = this.inFlight.get(packetId)
    if (before !== undefined) this.forget(before)
    this.inFlight.set(packetId, message)
    this.bytesInFlight += bytesOf(message)
  }

  private forget(message: QueuedMessage): void {
    if (message.packetId !== undefined) this.bytesInFlight -= bytesOf(message)
    this.store.remove(message.id)
  }
}
