import type { Clock } from '../../tools/board/clock.ts'

/** How a stream in memory behaves, one direction. */
export interface LaneOptions {
  /** How long what is written takes to the reader, ms. */
  latencyMs: number
  /** How many bytes are still taken once the reader has paused; 0 is TCP's zero window. */
  windowBytes: number
}

type Item = Uint8Array | 'fin'

/** One direction of a stream in memory: the writer's queue, what is under way, and what lies at the reader. */
export interface Lane {
  /** May be turned at any time; holds for what is written from then on. Order is kept when `latencyMs` falls. */
  readonly options: LaneOptions
  /** Where arrived items go, and who hears that `unsent` fell to 0. */
  deliver: (item: Item) => void
  drained: () => void
  /** Bytes written and not yet taken by the reader's side. */
  unsent(): number
  write(item: Item): void
  pause(): void
  resume(): void
  /** Drops all that is not yet read, and all that is written from now on. */
  close(): void
  /** From now on what is written is lost under way; past the window it stays unsent. */
  cut(): void
  isCut(): boolean
}

export function createLane(clock: Clock, given: LaneOptions): Lane {
  const options = { ...given }
  let queue: Item[] = []
  let inbox: Item[] = []
  let unsent = 0
  let paused = false
  let room = 0
  let lastArrival = 0
  let closed = false
  let cut = false

  /** Sends what there is room for; a FIN needs none. */
  function pump(): void {
    for (let item = queue[0]; item !== undefined && !closed; item = queue[0]) {
      if (item === 'fin') {
        queue.shift()
        send(item)
        continue
      }
      const part = paused || cut ? item.subarray(0, room) : item
      if (part.length === 0) return
      if (part.length === item.length) queue.shift()
      else queue[0] = item.subarray(part.length)
      taken(part.length)
      send(part)
    }
  }

  function taken(bytes: number): void {
    unsent -= bytes
    if (paused || cut) room -= bytes
  }

  function send(item: Item): void {
    if (cut) return
    lastArrival = Math.max(clock.now() + options.latencyMs, lastArrival)
    clock.set(() => {
      if (closed || cut) return
      inbox.push(item)
      read()
    }, lastArrival - clock.now())
  }

  function read(): void {
    while (!paused && !closed) {
      const item = inbox.shift()
      if (item === undefined) return
      lane.deliver(item)
    }
  }

  /** The news that there is room again takes its time too; what was written meanwhile counts. */
  function tellDrained(): void {
    clock.set(() => {
      if (!closed && unsent === 0) lane.drained()
    }, options.latencyMs)
  }

  const lane: Lane = {
    options,
    deliver: ignore,
    drained: ignore,
    unsent: () => unsent,
    write(item) {
      if (closed) return
      queue.push(item)
      if (item !== 'fin') unsent += item.length
      pump()
    },
    pause() {
      if (paused) return
      paused = true
      room = options.windowBytes
    },
    resume() {
      if (!paused) return
      paused = false
      const hadUnsent = unsent > 0
      pump()
      if (hadUnsent && unsent === 0) tellDrained()
      read()
    },
    close() {
      closed = true
      queue = []
      inbox = []
      unsent = 0
    },
    cut() {
      if (cut) return
      cut = true
      if (!paused) room = options.windowBytes
    },
    isCut: () => cut,
  }
  return lane
}

function ignore(): void {
  // until the stream's end is built
}
