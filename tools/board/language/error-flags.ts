export type ErrorFlag = 'FIFO_FULL' | 'BUFFER_FULL' | 'CALLBACK' | 'LOW_MEMORY' | 'MEMORY'

/** The order in which the engine lists them. */
const all: readonly ErrorFlag[] = ['FIFO_FULL', 'BUFFER_FULL', 'CALLBACK', 'LOW_MEMORY', 'MEMORY']

/** Running low is a warning: alone it is no event. */
const warnings: readonly ErrorFlag[] = ['LOW_MEMORY']

/** The interpreter's error flags, and the want of memory that a test may order. */
export class ErrorFlags {
  private raised = new Set<ErrorFlag>()
  private told = new Set<ErrorFlag>()
  private dying = false

  raise(flag: ErrorFlag): void {
    this.raised.add(flag)
  }

  /** Reads the flags and clears them: each may be told again. */
  take(): ErrorFlag[] {
    const flags = all.filter((flag) => this.raised.has(flag))
    this.raised.clear()
    this.told.clear()
    return flags
  }

  /** Flags raised since the last question; empty while only warnings are new. */
  news(): ErrorFlag[] {
    // What was told is among the raised: asked each turn, this answers nearly always.
    if (this.raised.size === this.told.size) return []
    const fresh = all.filter((flag) => this.raised.has(flag) && !this.told.has(flag))
    this.told = new Set(this.raised)
    return fresh.some((flag) => !warnings.includes(flag)) ? fresh : []
  }

  /** The next call into the script runs out of memory: it is abandoned, and no `catch` or `finally` in it runs. */
  orderDeath(): void {
    this.dying = true
  }

  /** Whether the call about to be made is the one that dies. */
  dies(): boolean {
    if (!this.dying) return false
    this.dying = false
    this.raise('LOW_MEMORY')
    this.raise('MEMORY')
    return true
  }
}
