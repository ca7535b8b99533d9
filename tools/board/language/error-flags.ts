export type ErrorFlag = 'FIFO_FULL' | 'BUFFER_FULL' | 'CALLBACK' | 'LOW_MEMORY' | 'MEMORY'

/** The order in which the engine lists them. */
const all: readonly ErrorFlag[] = ['FIFO_FULL', 'BUFFER_FULL', 'CALLBACK', 'LOW_MEMORY', 'MEMORY']

/** Flags that alone cause no event: running low on memory is only a warning. */
const warnings: readonly ErrorFlag[] = ['LOW_MEMORY']

/** The interpreter's error flags, and a lack of memory that a test can ask for. */
export class ErrorFlags {
  private raised = new Set<ErrorFlag>()
  private told = new Set<ErrorFlag>()
  private dying = false

  raise(flag: ErrorFlag): void {
    this.raised.add(flag)
  }

  /** Returns the flags and clears them, so that each can be reported again. */
  take(): ErrorFlag[] {
    const flags = all.filter((flag) => this.raised.has(flag))
    this.raised.clear()
    this.told.clear()
    return flags
  }

  /** Returns the flags raised since the last call; none while only warnings are new. */
  news(): ErrorFlag[] {
    // What was reported is among the raised ones. This comparison suffices in nearly every turn.
    if (this.raised.size === this.told.size) return []
    const fresh = all.filter((flag) => this.raised.has(flag) && !this.told.has(flag))
    this.told = new Set(this.raised)
    return fresh.some((flag) => !warnings.includes(flag)) ? fresh : []
  }

  /** Makes the next call into the script run out of memory: it is abandoned, and no `catch` or `finally` in it runs. */
  orderDeath(): void {
    this.dying = true
  }

  /** Whether the call about to be made is the one that runs out of memory. */
  dies(): boolean {
    if (!this.dying) return false
    this.dying = false
    this.raise('LOW_MEMORY')
    this.raise('MEMORY')
    return true
  }
}
