import type { Clock } from '../../time/clock.ts'
import { receiveYmodem, type Outcome, type Receiver, type Wish } from './ymodem-receiver.ts'

/** Flash is written by pages; what is short of one is written at the end. */
const pageBytes = 256
/** What a transfer waits after its last byte (km_delay in cmd_flash), ms. */
const endMs = 500

export interface TransferHost {
  readonly eraseMs: number
  /** Bytes for the program and its NUL. */
  readonly room: number
  say(bytes: number[]): void
  /** Replaces what is in flash; undefined erases it. */
  write(bytes: Uint8Array | undefined): void
  /** `rest`: what has come and was not read. */
  ended(outcome: Outcome, rest: Uint8Array): void
}

/** One transfer: gives the receiver its bytes, on the board's clock, and keeps what cannot be read yet. */
export class Transfer {
  private queue: number[] = []
  private readonly receiver: Receiver
  private wish: Wish = { bytes: 0, ms: 0 }
  private timer: number | undefined
  private file: number[] = []
  private size = 0

  constructor(
    private readonly clock: Clock,
    private readonly host: TransferHost,
  ) {
    this.receiver = receiveYmodem({
      say: (...bytes) => host.say(bytes),
      begin: (size) => this.begin(size),
      append: (bytes) => this.append(bytes),
      end: () => host.write(Uint8Array.from(this.file)),
    })
    this.goOn(undefined)
  }

  take(byte: number): void {
    this.queue.push(byte)
    this.serve()
  }

  /** Ends it without a word, as a reset of the chip does. */
  stop(): void {
    if (this.timer !== undefined) this.clock.clear(this.timer)
    this.timer = undefined
    this.receiver.return('Aborted')
  }

  private serve(): void {
    const { bytes } = this.wish
    if (bytes === 0 || this.queue.length < bytes || this.timer === undefined) return
    this.clock.clear(this.timer)
    this.goOn(Uint8Array.from(this.queue.splice(0, bytes)))
  }

  private goOn(given: Uint8Array | undefined): void {
    const { done, value } = this.receiver.next(given)
    if (done === true) {
      this.timer = this.clock.set(() => this.host.ended(value, Uint8Array.from(this.queue)), endMs)
      this.wish = { bytes: 0, ms: endMs }
      return
    }
    this.wish = value
    this.timer = this.clock.set(() => this.goOn(undefined), value.ms)
    this.serve()
  }

  private begin(size: number): number {
    this.size = size
    this.file = []
    this.host.write(undefined)
    return this.host.eraseMs
  }

  private append(bytes: Uint8Array): boolean {
    const wanted = bytes.subarray(0, Math.max(0, this.size - this.file.length))
    for (const byte of wanted) this.file.push(byte)
    const whole = this.file.length - (this.file.length % pageBytes)
    if (whole > 0) this.host.write(Uint8Array.from(this.file.slice(0, whole)))
    // The real one counts the last byte as too many.
    return this.file.length < this.host.room
  }
}
