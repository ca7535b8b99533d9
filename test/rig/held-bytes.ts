import type { AnyBoard } from '../../tools/board/board.ts'

/**
 * Invariant I3 seen from outside: how much text the firmware keeps in its global variables (bytes of the reader, replies owed,
 * bytes not yet written). The minifier has renamed them, so all are added up, and what an idle link keeps (host, topics, the
 * saved state) is subtracted.
 */
export class HeldBytes {
  /** The most since the start of the interpreter, above what there was when `settle` was called. */
  peak = 0
  private global: Record<string, unknown> | undefined
  private names: string[] = []
  private usual: number | undefined

  constructor(private readonly board: () => AnyBoard) {}

  /** Called when the interpreter starts anew. */
  restarted(): void {
    this.global = undefined
    this.usual = undefined
  }

  /** Takes what is kept now for what an idle, ready link keeps. */
  settle(): void {
    this.usual = this.now()
  }

  sample(): void {
    if (this.usual !== undefined) this.peak = Math.max(this.peak, this.now() - this.usual)
  }

  /** Returns the bytes of text kept now, including what an idle link keeps. */
  now(): number {
    this.global ??= this.board().evaluate('global') as Record<string, unknown>
    const { global } = this
    if (this.names.length === 0) {
      this.names = Object.keys(global).filter((name) => ['string', 'undefined'].includes(typeof global[name]))
    }
    let bytes = 0
    for (const name of this.names) {
      const value = global[name]
      if (typeof value === 'string') bytes += value.length
    }
    return bytes
  }
}
