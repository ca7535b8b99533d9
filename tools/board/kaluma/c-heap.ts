/** What C code may allocate beside the engine's own heap, bytes. */
const roomBytes = 14_200
/** So many bytes of typed arrays make the engine's collector run. */
const pressureBytes = 8192

/**
 * The C heap: received bytes lie in it until JerryScript's collector runs, and so do written ones until the peer has taken
 * them. What a script allocates cannot be seen from outside, but for typed arrays; that it still holds what it received is
 * taken to be untrue.
 */
export class CHeap {
  /** Bytes received that the collector has not freed. */
  received = 0
  /** The most that was in use, bytes. */
  peak = 0
  private pressure = 0

  constructor(
    /** Bytes written that no peer has taken. */
    private readonly unsent: () => number,
  ) {}

  get used(): number {
    return this.received + this.unsent()
  }

  /** Returns whether there is room for so many bytes more. */
  fits(bytes: number): boolean {
    return this.used + bytes <= roomBytes
  }

  keep(bytes: number): void {
    this.received += bytes
    this.peak = Math.max(this.peak, this.used)
  }

  /** The script has made a typed array of so many bytes. */
  made(bytes: number): void {
    this.pressure += bytes
    if (this.pressure < pressureBytes) return
    this.pressure = 0
    this.received = 0
  }
}
