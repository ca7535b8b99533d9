import type { Clock } from '../../tools/time/clock.ts'

/** How a stream in memory behaves, one direction. */
export interface LaneOptions {
  /** How long what is written takes to the reader, ms. */
  latencyMs: number
  /** How many bytes are still taken once the reader has paused; 0 is TCP's zero window. */
  windowBytes: number
}

export type Item = Uint8Array | 'fin'

/** One direction of a stream in memory: the writer's queue, what is under way, and what lies at the reader. */
export class Lane {
  /** May be turned at any time; holds for what is written from then on. Order is kept when `latencyMs` falls. */
  readonly options: LaneOptions
  /** Where arrived items go, and who hears that `unsent` fell to 0. */
  deliver: (item: Item) => void = ignore
  drained: () => void = ignore
  /** Bytes written and not yet taken by the reader's side. */
  unsent = 0
  /** What is written is lost under way; past the window it stays unsent. */
  isCut = false

  private queue: Item[] = []
  private inbox: Item[] = []
  private isPaused = false
  private isClosed = false
  private room = 0
  private lastArrival = 0

  constructor(
    private readonly clock: Clock,
    options: LaneOptions,
  ) {
    this.options = { ...options }
  }

  write(item: Item): void {
    if (this.isClosed) return
    this.queue.push(item)
    if (item !== 'fin') this.unsent += item.length
    this.pump()
  }

  pause(): void {
    if (this.isPaused) return
    this.isPaused = true
    this.room = this.options.windowBytes
  }

  resume(): void {
    if (!this.isPaused) return
    this.isPaused = false
    const hadUnsent = this.unsent > 0
    this.pump()
    if (hadUnsent && this.unsent === 0) this.tellDrained()
    this.read()
  }

  /** Drops all that is not yet read, and all that is written from now on. */
  close(): void {
    this.isClosed = true
    this.queue = []
    this.inbox = []
    this.unsent = 0
  }

  cut(): void {
    if (!this.isCut && !this.isPaused) this.room = this.options.windowBytes
    this.isCut = true
  }

  /** Sends what there is room for; a FIN needs none. */
  private pump(): void {
    for (let item = this.queue[0]; item !== undefined && !this.isClosed; item = this.queue[0]) {
      if (item === 'fin') {
        this.queue.shift()
        this.send(item)
        continue
      }
      const part = this.isPaused || this.isCut ? item.subarray(0, this.room) : item
      if (part.length === 0) return
      if (part.length === item.length) this.queue.shift()
      else this.queue[0] = item.subarray(part.length)
      this.unsent -= part.length
      this.room -= part.length
      this.send(part)
    }
  }

  private send(item: Item): void {
    if (this.isCut) return
    this.lastArrival = Math.max(this.clock.now() + this.options.latencyMs, this.lastArrival)
    this.clock.set(() => {
      if (this.isClosed || this.isCut) return
      this.inbox.push(item)
      this.read()
    }, this.lastArrival - this.clock.now())
  }

  private read(): void {
    while (!this.isPaused && !this.isClosed) {
      const item = this.inbox.shift()
      if (item === undefined) return
      this.deliver(item)
    }
  }

  /** The news that there is room again takes its time too; what was written meanwhile counts. */
  private tellDrained(): void {
    this.clock.set(() => {
      if (!this.isClosed && this.unsent === 0) this.drained()
    }, this.options.latencyMs)
  }
}

function ignore(): void {
  // until the stream's end is built
}
