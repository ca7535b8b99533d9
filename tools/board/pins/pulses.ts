import type { Clock } from '../../time/clock.ts'
import type { Level } from './pins.ts'

/** digitalPulse: a timer of the chip writes the pin, also while the interpreter is busy. */
export class Pulses {
  private readonly ends = new Map<number, number>()
  private readonly handles = new Set<number>()

  constructor(
    private readonly clock: Clock,
    private readonly write: (pin: number, level: Level) => void,
  ) {}

  /** Begins after the pulses of the pin that are still to come; then the level is not written at the start. */
  add(pin: number, first: Level, lengthsMs: readonly number[]): void {
    const now = this.clock.now()
    const pending = (this.ends.get(pin) ?? now) > now
    let at = pending ? (this.ends.get(pin) ?? now) : now
    let level = first
    if (!pending) this.write(pin, first)
    for (const length of lengthsMs) {
      level = level === 1 ? 0 : 1
      if (!(length > 0)) continue
      at += length
      this.later(pin, level, at - now)
    }
    this.ends.set(pin, at)
  }

  /** Returns how long the longest of the pulses still takes, ms. */
  leftMs(): number {
    return Math.max(0, ...[...this.ends.values()].map((end) => end - this.clock.now()))
  }

  stop(): void {
    for (const handle of this.handles) this.clock.clear(handle)
    this.handles.clear()
    this.ends.clear()
  }

  private later(pin: number, level: Level, ms: number): void {
    const handle = this.clock.set(() => {
      this.handles.delete(handle)
      this.write(pin, level)
    }, ms)
    this.handles.add(handle)
  }
}
