export interface FlashShape {
  /** Bytes that are erased together: 4096 on the boards, 1024 in the engine's Linux build. */
  readonly pageBytes: number
  readonly pages: number
  /** Where the first page lies for the module `Flash`; default 0. */
  readonly address?: number
}

/** One step of the chip: power can fail before it, after it, or amid it. */
export interface FlashStep {
  readonly kind: 'erase' | 'write'
  /** Offset of the first byte. */
  readonly at: number
  readonly bytes: number
}

/**
 * A flash chip as it is: erased by the page to 0xFF, and written by clearing bits. Outlives whatever uses it. It holds memory
 * only up to the last byte that was written, so hundreds of boards fit in one process.
 */
export class FlashChip {
  /**
   * Called before each step. When it throws, the step is not done; `part` does the first so many bytes of it before that, as
   * where power fails amid a write.
   */
  beforeStep: ((step: FlashStep, part: (bytes: number) => void) => void) | undefined
  /** Changes with every step. */
  version = 0
  private readonly erases: number[]
  private memory = new Uint8Array(0)

  constructor(readonly shape: FlashShape) {
    this.erases = new Array<number>(shape.pages).fill(0)
  }

  get totalBytes(): number {
    return this.shape.pageBytes * this.shape.pages
  }

  /** Erases of each page since the start or `resetCounts`. */
  get pageErases(): readonly number[] {
    return this.erases
  }

  resetCounts(): void {
    this.erases.fill(0)
  }

  /** The whole flash; what was never written is 0xFF. */
  image(): Uint8Array {
    const image = new Uint8Array(this.totalBytes).fill(0xff)
    image.set(this.memory)
    return image
  }

  load(image: Uint8Array): void {
    this.memory = image.slice(0, this.totalBytes)
    this.version++
  }

  /** A copy. */
  read(at: number, bytes: number): Uint8Array {
    const data = new Uint8Array(bytes).fill(0xff)
    data.set(this.memory.subarray(at, at + bytes))
    return data
  }

  isErased(at: number, bytes: number): boolean {
    return this.memory.subarray(at, at + bytes).every((byte) => byte === 0xff)
  }

  isEqual(at: number, data: Uint8Array): boolean {
    return Buffer.compare(this.read(at, data.length), data) === 0
  }

  /** Erases the page that holds the byte at `at`. */
  erasePage(at: number): void {
    const { pageBytes } = this.shape
    const page = Math.floor(at / pageBytes)
    const start = page * pageBytes
    this.erases[page] = (this.erases[page] ?? 0) + 1
    this.step({ kind: 'erase', at: start, bytes: pageBytes }, (bytes) => {
      this.memory.fill(0xff, start, start + bytes)
    })
  }

  write(at: number, data: Uint8Array): void {
    this.step({ kind: 'write', at, bytes: data.length }, (bytes) => {
      this.grow(Math.min(at + bytes, this.totalBytes))
      for (let i = 0; i < bytes && at + i < this.totalBytes; i++) this.memory[at + i]! &= data[i]!
    })
  }

  private step(step: FlashStep, carryOut: (bytes: number) => void): void {
    this.version++
    this.beforeStep?.(step, carryOut)
    carryOut(step.bytes)
  }

  private grow(bytes: number): void {
    if (bytes <= this.memory.length) return
    const larger = new Uint8Array(bytes).fill(0xff)
    larger.set(this.memory)
    this.memory = larger
  }
}
