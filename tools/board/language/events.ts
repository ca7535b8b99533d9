import type { Realm } from './realm.ts'

type Run = (callback: unknown, self: unknown, args: readonly unknown[]) => boolean

interface QueuedEvent {
  target: object | undefined
  callback: unknown
  args: readonly unknown[]
}

/** The engine keeps listeners in plain properties of the object, where a script can see them. */
const prefix = '#on'

/** What becomes of a single callback when a second listener is added: nothing that can be called. */
const broken = undefined

/** The engine's events: listeners on any object, and the queue that the idle loop empties. */
export class EventQueue {
  private queue: QueuedEvent[] = []

  constructor(
    private readonly realm: Realm,
    private readonly runOne: Run,
  ) {}

  get waiting(): number {
    return this.queue.length
  }

  /** Returns how many listeners an object has for all its events together. */
  count(target: object): number {
    let count = 0
    for (const name of Object.keys(target)) {
      if (!name.startsWith(prefix)) continue
      const entry: unknown = Reflect.get(target, name)
      count += Array.isArray(entry) ? entry.length : 1
    }
    return count
  }

  has(target: object, event: string): boolean {
    return this.entry(target, event) !== undefined
  }

  /**
   * Adds a listener. The list is a new one each time, so that events already queued do not reach the new listener. A single
   * callback (as given to net.connect) is not a list: the engine breaks it when it makes a list of it, and so does this.
   */
  add(target: object, event: string, listener: unknown, first = false): void {
    const present = this.entry(target, event)
    const list = this.realm.array(Array.isArray(present) ? present : present === undefined ? [] : [broken])
    if (first) list.unshift(listener)
    else list.push(listener)
    this.setCallback(target, event, list)
  }

  /** Sets the only callback of an event, as the engine does with a callback that is passed as an argument. */
  setCallback(target: object, event: string, callback: unknown): void {
    Reflect.set(target, prefix + event, callback)
  }

  remove(target: object, event: string, listener: unknown): void {
    const list = this.entry(target, event)
    if (!Array.isArray(list)) return
    const index = list.indexOf(listener)
    if (index >= 0) list.splice(index, 1)
  }

  removeAll(target: object, event?: string): void {
    for (const name of Object.keys(target)) {
      if (event === undefined ? name.startsWith(prefix) : name === prefix + event) Reflect.deleteProperty(target, name)
    }
  }

  /** Queues an event for the present listeners. */
  emit(target: object, event: string, args: readonly unknown[]): void {
    const callback = this.entry(target, event)
    if (callback !== undefined) this.queue.push({ target, callback, args })
  }

  /** Queues one callback. */
  later(callback: unknown, args: readonly unknown[]): void {
    this.queue.push({ target: undefined, callback, args })
  }

  /** Calls the listeners at once; returns whether there are any. `died` is called when memory ran out in one. */
  callNow(target: object, event: string, args: readonly unknown[], died?: () => void): boolean {
    const callback = this.entry(target, event)
    if (callback === undefined) return false
    if (!this.call(callback, target, args)) died?.()
    return true
  }

  /** Empties the queue, including what is queued meanwhile. */
  run(): void {
    for (let event = this.queue.shift(); event; event = this.queue.shift()) {
      this.call(event.callback, event.target, event.args)
    }
  }

  clear(): void {
    this.queue = []
  }

  private entry(target: object, event: string): unknown {
    return Reflect.get(target, prefix + event)
  }

  private call(callback: unknown, self: unknown, args: readonly unknown[]): boolean {
    if (!Array.isArray(callback)) return this.runOne(callback, self, args)
    for (const listener of callback as unknown[]) {
      if (listener === broken || !this.runOne(listener, self, args)) return false
    }
    return true
  }
}
