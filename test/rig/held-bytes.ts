import type { Board } from '../../tools/board/board.ts'

/**
 * Invariant I3 seen from outside: how much text the firmware keeps in its global variables (what the reader holds,
 * replies owed, bytes not yet written). Its names are the minifier's, so all are added up, and what is there once ready
 * (host, topics, the saved state) is taken off.
 */
export class HeldBytes {
  /** The most seen since the start of the interpreter, above what was there when `settle` was called. */
  peak = 0
  private global: Record<string, unknown> | undefined
  private names: string[] = []
  private usual: number | undefined

  constructor(private readonly board: () => Board) {}

  /** The interpreter started anew. */
  restarted(): void {
    this.global = undefined
    this.usual = undefined
  }

  /** What is kept now is what an idle, ready link keeps. */
  settle(): void {
    this.usual = this.now()
  }

  sample(): void {
    if (this.usual !== undefined) this.peak = Math.max(this.peak, this.now() - this.usual)
  }

  /** Bytes of text kept at this moment, what an idle link keeps among them. */
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
