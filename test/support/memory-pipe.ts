import type { Clock } from '../../tools/board/clock.ts'
import type { Pipe } from '../../tools/board/pipe.ts'
import { createLane, type Lane, type LaneOptions } from './memory-lane.ts'

/** One end of a stream in memory. */
export interface MemoryPipe extends Pipe {
  /** Knobs of what is written here (`outward`) and of what arrives here (`inward`); they may be turned at any time. */
  readonly outward: LaneOptions
  readonly inward: LaneOptions
  /** Nothing more can pass here: reset by either end, ended by both, or ended here after the cable was cut. */
  readonly closed: boolean
  /** Called once, when `closed` turns true; for the network's books, as `onEnd` and `onReset` belong to the user. */
  onClosed: () => void
  /**
   * The cable is cut: from now on nothing passes, in either direction, and neither end hears of it. What is written
   * fills the window and then stays unsent.
   */
  cut(): void
}

/**
 * A stream in memory. What one end writes arrives at the other after `latencyMs`, one `onData` a write, bytes copied.
 * `onData`, `onEnd`, `onReset` and `onDrain` are called only by timers of the clock, or by the reader's own `resume`.
 *
 * - A reader that does not pause takes everything at once, so `unsent` stays 0; `onDrain` comes only after it was > 0.
 *   A paused reader takes `windowBytes` more; then the writer's `unsent` grows.
 * - FIN comes behind the bytes, and waits with them while the reader is paused. Each direction ends by itself.
 * - RST drops what is under way or lies unread, and is heard even by a paused reader, after `latencyMs`.
 */
export function createPipePair(clock: Clock, options: LaneOptions): [MemoryPipe, MemoryPipe] {
  const there = createLane(clock, options)
  const back = createLane(clock, options)
  const near = createEnd(clock, there, back)
  const far = createEnd(clock, back, there)
  near.tellReset = far.hearReset
  far.tellReset = near.hearReset
  return [near.pipe, far.pipe]
}

interface End {
  pipe: MemoryPipe
  hearReset: () => void
  tellReset: () => void
}

function createEnd(clock: Clock, out: Lane, inn: Lane): End {
  let hasEnded = false
  let wasEnded = false
  let isReset = false

  /** Runs `change` and tells the books when it closed the stream. */
  function change(change: () => void): void {
    const wasClosed = pipe.closed
    change()
    if (!wasClosed && pipe.closed) pipe.onClosed()
  }

  const pipe: MemoryPipe = {
    outward: out.options,
    inward: inn.options,
    onData: ignore,
    onEnd: ignore,
    onReset: ignore,
    onDrain: ignore,
    onClosed: ignore,
    get unsent() {
      return out.unsent()
    },
    get closed() {
      return isReset || (hasEnded && (wasEnded || out.isCut()))
    },
    write(bytes) {
      if (!hasEnded && !isReset && bytes.length > 0) out.write(Uint8Array.from(bytes))
    },
    end() {
      if (hasEnded || isReset) return
      out.write('fin')
      change(() => (hasEnded = true))
    },
    reset() {
      if (isReset) return
      const arrives = !out.isCut()
      out.close()
      inn.close()
      if (arrives) clock.set(end.tellReset, out.options.latencyMs)
      change(() => (isReset = true))
    },
    pause: () => inn.pause(),
    resume: () => inn.resume(),
    cut() {
      change(() => out.cut())
      inn.cut()
    },
  }
  inn.deliver = (item) => {
    if (item !== 'fin') return pipe.onData(item)
    change(() => (wasEnded = true))
    pipe.onEnd()
  }
  out.drained = () => pipe.onDrain()

  const end: End = {
    pipe,
    tellReset: ignore,
    hearReset() {
      if (pipe.closed || out.isCut()) return
      change(() => (isReset = true))
      if (!wasEnded) pipe.onReset()
    },
  }
  return end
}

function ignore(): void {
  // until the owner of the pipe sets its own
}
