export interface FlashShape {
  /** Bytes that are erased together: 4096 on the boards, 1024 in the engine's Linux build. */
  readonly pageBytes: number
  readonly pages: number
  /** Address of the first page for the module `Flash`; default 0. */
  readonly address?: number
}

/** One operation of the chip: power can fail before, during or after it. */
export interface FlashStep {
  readonly kind: 'erase' | 'write'
  /** Offset of the first byte. */
  readonly at: number
  readonly bytes: number
}

/**
 * A flash chip: erased by the page to 0xFF, and written by clearing bits. It outlives the board that uses it. It takes memory
 * only up to the last byte that was written, so that hundreds of boards fit into one process.
 */
export class FlashChip {
  /**
   * Called before each step. When it throws, the step is not done; before that it may call `part`, which does the first so
   * many bytes of the step, as when power fails during a write.
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

  /** How often each page was erased since the start or `resetCounts`. */
  get pageErases(): readonly number[] {
    return this.erases
  }

  resetCounts(): void {
    this.erases.fill(0)
  }

  /** Returns the whole flash; what was never written is 0xFF. */
  image(): Uint8Array {
    const image = new Uint8Array(this.totalBytes).fill(0xff)
    image.set(this.memory)
    return image
  }

  load(image: Uint8Array): void {
    this.memory = image.slice(0, this.totalBytes)
    this.version++
  }

  /** Returns a copy. */
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
