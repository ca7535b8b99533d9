import type { Clock } from '../../time/clock.ts'

/** The longest time that the RP2040's watchdog counts, ms. */
const longestMs = 8388
/** One that is set to less is no guard but the way to reboot: `new WDT(1)`. */
const rebootMs = 100

/** The watchdog of the chip: once started it cannot be stopped, and only a reset of the chip ends it. */
export class HardwareWatchdog {
  private handle: number | undefined
  private timeoutMs = 0
  private dueAt = 0

  constructor(
    private readonly clock: Clock,
    private readonly bite: (cause: 'reboot' | 'watchdog') => void,
  ) {}

  /** When it resets the board unless it is fed, ms on the clock's scale; undefined while it is off. */
  get biteAt(): number | undefined {
    return this.handle === undefined ? undefined : this.dueAt
  }

  /** `at`: the board's own time, which may be ahead of the clock. */
  start(timeoutMs: number, at: number): void {
    this.timeoutMs = Math.min(timeoutMs, longestMs)
    this.wait(at)
  }

  feed(at: number): void {
    if (this.handle !== undefined) this.wait(at)
  }

  /** The chip is reset or has no power. */
  off(): void {
    if (this.handle !== undefined) this.clock.clear(this.handle)
    this.handle = undefined
  }

  private wait(at: number): void {
    this.off()
    this.dueAt = at + this.timeoutMs
    this.handle = this.clock.set(() => {
      this.handle = undefined
      this.bite(this.timeoutMs < rebootMs ? 'reboot' : 'watchdog')
    }, this.dueAt - this.clock.now())
  }
}
