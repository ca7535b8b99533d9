import type { Clock } from '../../tools/time/clock.ts'

/** Writes in order, in pieces if asked to; pieces with a gap between them delay what is sent after them. */
export class PieceSender {
  private split: { sizes: readonly number[]; gapMs: number } = { sizes: [], gapMs: 0 }
  private freeAt = 0
  private waiting = 0

  constructor(
    private readonly clock: Clock,
    private readonly write: (bytes: Uint8Array) => void,
  ) {}

  /** The next `send` goes out in pieces of these sizes and a last one with the rest, `gapMs` apart. */
  splitNext(sizes: readonly number[], gapMs: number): void {
    this.split = { sizes, gapMs }
  }

  send(bytes: Uint8Array): void {
    const { sizes, gapMs } = this.split
    this.split = { sizes: [], gapMs: 0 }
    let at = Math.max(this.freeAt, this.clock.now())
    let from = 0
    for (const size of [...sizes, bytes.length]) {
      const piece = bytes.subarray(from, from + size)
      if (piece.length > 0) this.writeAt(piece, at)
      from += size
      at += gapMs
    }
  }

  private writeAt(bytes: Uint8Array, at: number): void {
    this.freeAt = at
    if (at <= this.clock.now() && this.waiting === 0) return this.write(bytes)
    this.waiting += 1
    this.clock.set(() => {
      this.waiting -= 1
      this.write(bytes)
    }, at - this.clock.now())
  }
}
