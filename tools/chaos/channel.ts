import type { Clock } from '../time/clock.ts'
import type { Pipe } from '../board/network/pipe.ts'
import type { Mode } from './modes.ts'
import type { Random } from './random.ts'

/** What goes through a channel: bytes, and the end of the stream. */
export type Item = Uint8Array | 'fin' | 'rst'

/** While more than this waits at the pipe written to, the other one is not read, bytes. */
const highWater = 65_536
/** Wait before a cut, ms: an RST drops what is still under way, and the last bytes before it shall arrive. */
const arriveMs = 20

/** Everything a channel needs beside its two pipes. */
export interface ChannelParts {
  clock: Clock
  random: Random
  /** Passes an item on to the other pipe. */
  deliver: (item: Item) => void
  /** Called when the end of the stream was lost. */
  lose: (item: 'fin' | 'rst') => void
  /** Ends the whole link, `afterMs` from now. */
  cut: (how: 'rst' | 'fin', afterMs: number) => void
  note: (text: string) => void
}

/** One direction of a link: takes what was read from `from`, and passes it on as the mode says. */
export class Channel {
  /** Bytes taken so far. */
  taken = 0

  private mode: Mode = { mode: 'pass' }
  /** Bytes taken since the mode was set, and how many pieces were made of them. */
  private seen = 0
  private pieces = 0
  /** Items that were read, each not to be passed on before `due`. */
  private queue: { due: number; item: Item }[] = []
  private lastDue = 0
  /** Items that came while stalled; the next mode applies to them. */
  private stalled: Item[] = []
  private timer = 0
  private isClosed = false

  constructor(
    private readonly from: Pipe,
    private readonly to: Pipe,
    private readonly parts: ChannelParts,
  ) {
    to.onDrain = () => this.readOn()
  }

  set(mode: Mode): void {
    if (this.isClosed) return
    this.mode = mode
    this.seen = 0
    this.pieces = 0
    if (mode.mode === 'cut' && mode.bytes === 0) return this.parts.cut(mode.how, 0)
    if (mode.mode === 'blackhole') this.loseQueue()
    if (mode.mode === 'stall') return this.from.pause()
    for (const item of this.stalled.splice(0)) this.process(item)
    this.flush()
    this.readOn()
  }

  take(item: Item): void {
    if (this.isClosed) return
    if (typeof item !== 'string') this.taken += item.length
    this.process(item)
    if (this.to.unsent > highWater) this.from.pause()
  }

  /** Drops what waits; nothing more is passed on. */
  close(): void {
    this.isClosed = true
    this.queue = []
    this.stalled = []
    this.parts.clock.clear(this.timer)
  }

  private process(item: Item): void {
    if (this.mode.mode === 'blackhole') return this.lose(item)
    if (this.mode.mode === 'stall') return void this.stalled.push(item)
    if (typeof item === 'string') return this.putAfter(this.mode.mode === 'delay' ? this.mode.ms : 0, item)
    const before = this.seen
    this.seen += item.length
    this.change(this.mode, item, before)
  }

  /** Passes on a chunk as the mode says; `before` bytes came before it since the mode was set. */
  private change(mode: Mode, chunk: Uint8Array, before: number): void {
    switch (mode.mode) {
      case 'delay':
        return this.putAfter(mode.ms + (this.parts.random.chance(mode.extraPercent) ? mode.extraMs : 0), chunk)
      case 'cut':
        this.putAfter(0, chunk.subarray(0, mode.bytes - before))
        return this.seen >= mode.bytes ? this.cut(mode.how) : undefined
      case 'corrupt':
        return this.putAfter(0, this.seen < mode.byte ? chunk : this.corrupt(mode, chunk, mode.byte - before - 1))
      case 'split':
        return this.split(mode, chunk)
      default:
        return this.putAfter(0, chunk)
    }
  }

  private corrupt(mode: Mode & { mode: 'corrupt' }, chunk: Uint8Array, at: number): Uint8Array {
    const changed = Uint8Array.from(chunk)
    const good = changed[at] ?? 0
    const bad = good ^ (mode.xor === 0 ? 1 + this.parts.random.below(255) : mode.xor)
    changed[at] = bad
    this.parts.note(`byte ${this.taken - chunk.length + at + 1} corrupted from ${hex(good)} to ${hex(bad)}`)
    this.mode = { mode: 'pass' }
    return changed
  }

  private split({ sizes = [], upTo = 1, gapMs }: Mode & { mode: 'split' }, chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length;) {
      const size = sizes[this.pieces % sizes.length] ?? 1 + this.parts.random.below(upTo)
      this.put(chunk.subarray(at, at + size), this.lastDue + gapMs)
      this.pieces += 1
      at += size
    }
  }

  private cut(how: 'rst' | 'fin'): void {
    this.mode = { mode: 'blackhole' }
    this.parts.cut(how, arriveMs)
  }

  private lose(item: Item): void {
    if (typeof item === 'string') this.parts.lose(item)
  }

  private loseQueue(): void {
    const lost = [...this.queue.map(({ item }) => item), ...this.stalled]
    this.queue = []
    this.stalled = []
    this.lastDue = 0
    for (const item of lost) this.lose(item)
  }

  private putAfter(ms: number, item: Item): void {
    this.put(item, this.parts.clock.now() + ms)
  }

  private put(item: Item, due: number): void {
    if (typeof item !== 'string' && item.length === 0) return
    this.lastDue = Math.max(due, this.lastDue, this.parts.clock.now())
    this.queue.push({ due: this.lastDue, item })
    this.flush()
  }

  /** Passes on what is due, and sets the timer for the rest. */
  private flush(): void {
    const { clock, deliver } = this.parts
    clock.clear(this.timer)
    while (this.mode.mode !== 'stall' && !this.isClosed) {
      const next = this.queue[0]
      if (next === undefined) return
      if (next.due > clock.now()) return void (this.timer = clock.set(() => this.flush(), next.due - clock.now()))
      this.queue.shift()
      deliver(next.item)
    }
  }

  private readOn(): void {
    if (!this.isClosed && this.mode.mode !== 'stall' && this.to.unsent <= highWater) this.from.resume()
  }
}

function hex(byte: number): string {
  return `0x${byte.toString(16).padStart(2, '0')}`
}
