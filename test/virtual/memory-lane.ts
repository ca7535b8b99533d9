import type { Clock } from '../../tools/time/clock.ts'

/** How a stream in memory behaves, one direction. */
export interface LaneOptions {
  /** How long bytes take from the writer to the reader, ms. */
  latencyMs: number
  /** How many bytes are still taken once the reader has paused; 0 is TCP's zero window. */
  windowBytes: number
}

export type Item = Uint8Array | 'fin'

/** One direction of a stream in memory: the writer's queue, what is under way, and what the reader has not read. */
export class Lane {
  /** May be changed at any time; applies to what is written from then on. Order is kept when `latencyMs` falls. */
  readonly options: LaneOptions
  /** Called with items that arrive; `drained`, when `unsent` falls to 0. */
  deliver: (item: Item) => void = ignore
  drained: () => void = ignore
  /** Bytes written and not yet taken by the reader's side. */
  unsent = 0
  /** Whether the cable is cut: what is written is lost under way; beyond the window it stays unsent. */
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

  /** The writer learns after the latency that there is room again, unless it has written more meanwhile. */
  private tellDrained(): void {
    this.clock.set(() => {
      if (!this.isClosed && this.unsent === 0) this.drained()
    }, this.options.latencyMs)
  }
}

function ignore(): void {
  // until the stream's end is built
}
