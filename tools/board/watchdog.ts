import type { Clock } from '../time/clock.ts'

/**
 * The hardware watchdog: resets the board when it was not fed in time. In automatic mode the idle loop feeds it, so that it
 * acts only when that is stuck.
 */
export class Watchdog {
  private handle: number | undefined
  private timeoutMs = 0
  private automatic = true
  private kickedAt = 0

  constructor(
    private readonly clock: Clock,
    private readonly blockedSince: () => number | undefined,
    private readonly bite: () => void,
  ) {}

  enable(timeoutMs: number, automatic: boolean): void {
    this.timeoutMs = timeoutMs
    this.automatic = automatic
    this.kick()
  }

  kick(): void {
    if (this.timeoutMs === 0) return
    this.kickedAt = this.clock.now()
    if (this.handle === undefined) this.wait(this.timeoutMs)
  }

  stop(): void {
    if (this.handle !== undefined) this.clock.clear(this.handle)
    this.handle = undefined
    this.timeoutMs = 0
  }

  private wait(ms: number): void {
    this.handle = this.clock.set(() => {
      this.handle = undefined
      if (this.automatic) this.kickedAt = this.blockedSince() ?? this.clock.now()
      const left = this.kickedAt + this.timeoutMs - this.clock.now()
      if (left <= 0) this.bite()
      else this.wait(left)
    }, ms)
  }
}
