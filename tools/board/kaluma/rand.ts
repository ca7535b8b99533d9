const multiplier = 6364136223846793005n
const mask64 = (1n << 64n) - 1n

/** rand() of newlib, the C library of the board: Math.random is this, divided, and every boot draws the same. */
export class Rand {
  private state = 1n

  /** srand(); a seed is an unsigned 32-bit number. */
  seed(seed: number): void {
    this.state = BigInt(seed >>> 0)
  }

  /** Returns 0 <= x < 1. */
  next(): number {
    this.state = (this.state * multiplier + 1n) & mask64
    return Number((this.state >> 32n) & 0x7fffffffn) / 0x80000000
  }
}
