import type { Clock } from '../../tools/time/clock.ts'
import type { Pipe } from '../../tools/board/network/pipe.ts'
import { Lane, type Item, type LaneOptions } from './memory-lane.ts'

/** One end of a stream in memory. */
export interface MemoryPipe extends Pipe {
  /** Options of what is written here (`outward`) and of what arrives here (`inward`); they may be changed at any time. */
  readonly outward: LaneOptions
  readonly inward: LaneOptions
  /** Whether nothing more can pass: reset by either end, ended by both, or ended here after the cable was cut. */
  readonly closed: boolean
  /** Called once, when `closed` turns true; for the network's count, as `onEnd` and `onReset` belong to the user. */
  onClosed: () => void
  /**
   * Cuts the cable: from now on nothing passes in either direction, and neither end gets an event. What is written fills
   * the window and then stays unsent.
   */
  cut(): void
}

/**
 * A stream in memory. What one end writes arrives at the other after `latencyMs`, one `onData` a write, bytes copied.
 * `onData`, `onEnd`, `onReset` and `onDrain` are called only by timers of the clock, or by the reader's own `resume`.
 *
 * - A reader that does not pause takes everything at once, so `unsent` stays 0; `onDrain` comes only after it was > 0.
 *   A paused reader takes `windowBytes` more; then the writer's `unsent` grows.
 * - FIN comes after the bytes, and waits with them while the reader is paused. Each direction ends by itself.
 * - RST drops what is under way or unread, and reaches even a paused reader, after `latencyMs`.
 */
export function createPipePair(clock: Clock, options: LaneOptions): [MemoryPipe, MemoryPipe] {
  const there = new Lane(clock, options)
  const back = new Lane(clock, options)
  const near: End = new End(there, back, (ms) => clock.set(() => far.hearReset(), ms))
  const far: End = new End(back, there, (ms) => clock.set(() => near.hearReset(), ms))
  return [near, far]
}

class End implements MemoryPipe {
  onData: (bytes: Uint8Array) => void = ignore
  onEnd: () => void = ignore
  onReset: () => void = ignore
  onDrain: () => void = ignore
  onClosed: () => void = ignore

  private hasEnded = false
  private wasEnded = false
  private isReset = false

  constructor(
    private readonly out: Lane,
    private readonly inn: Lane,
    private readonly tellReset: (afterMs: number) => void,
  ) {
    inn.deliver = (item) => this.read(item)
    out.drained = () => this.onDrain()
  }

  get outward(): LaneOptions {
    return this.out.options
  }

  get inward(): LaneOptions {
    return this.inn.options
  }

  get unsent(): number {
    return this.out.unsent
  }

  get closed(): boolean {
    return this.isReset || (this.hasEnded && (this.wasEnded || this.out.isCut))
  }

  write(bytes: Uint8Array): void {
    if (!this.hasEnded && !this.isReset && bytes.length > 0) this.out.write(Uint8Array.from(bytes))
  }

  end(): void {
    if (this.hasEnded || this.isReset) return
    this.out.write('fin')
    this.change(() => (this.hasEnded = true))
  }

  reset(): void {
    if (this.isReset) return
    this.out.close()
    this.inn.close()
    if (!this.out.isCut) this.tellReset(this.out.options.latencyMs)
    this.change(() => (this.isReset = true))
  }

  pause(): void {
    this.inn.pause()
  }

  resume(): void {
    this.inn.resume()
  }

  cut(): void {
    this.change(() => this.out.cut())
    this.inn.cut()
  }

  hearReset(): void {
    if (this.closed || this.out.isCut) return
    this.change(() => (this.isReset = true))
    if (!this.wasEnded) this.onReset()
  }

  private read(item: Item): void {
    if (item !== 'fin') return this.onData(item)
    this.change(() => (this.wasEnded = true))
    this.onEnd()
  }

  /** Runs `change`, and calls `onClosed` when that closed the stream. */
  private change(change: () => void): void {
    const wasClosed = this.closed
    change()
    if (!wasClosed && this.closed) this.onClosed()
  }
}

function ignore(): void {
  // until the owner of the pipe sets its own
}
