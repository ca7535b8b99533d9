import type { AirPipe } from './air-pipe.ts'
import { bytesOf, textOf } from '../../storage/bytes.ts'
import type { Profile } from '../profile.ts'

/** The engine's socket error codes. */
export const socketErrors: Readonly<Record<number, string>> = {
  [-2]: 'out of memory',
  [-3]: 'timeout',
  [-4]: 'no route',
  [-5]: 'busy',
  [-6]: 'not found',
  [-7]: 'max sockets',
  [-8]: 'unsent data',
  [-9]: 'connection reset',
  [-10]: 'unknown error',
  [-11]: 'no connection',
}

export const closed = -1
export const notFound = -6
export const unsentData = -8
export const connectionReset = -9
export const noConnection = -11

/** The driver's part of a socket: bytes on their way in and out. The interpreter's part is in sockets.ts. */
export class DriverSocket {
  /** Undefined while it connects. */
  pipe: AirPipe | undefined
  /** How the connection ended, as an error code; 0 while it lives. */
  private ended = 0
  private segments: Uint8Array[] = []
  private heldBytes = 0
  private paused = false

  constructor(
    private readonly profile: Profile,
    /** Called when there is something to read or room to write. */
    private readonly wake: () => void,
  ) {}

  /** Whether a poll would find something: bytes, the end, an error. */
  get isReadable(): boolean {
    return this.heldBytes > 0 || this.ended !== 0
  }

  get received(): number {
    return this.heldBytes
  }

  arrived(bytes: Uint8Array): void {
    this.segments.push(bytes)
    this.heldBytes += bytes.length
    if (this.heldBytes >= this.profile.receiveWindowBytes && !this.paused) {
      this.paused = true
      this.pipe?.pause()
    }
    this.wake()
  }

  /** The peer ended or reset the stream, or connecting failed. */
  finish(code: number): void {
    if (this.ended === 0) this.ended = code
    this.wake()
  }

  /**
   * Returns one chunk of what arrived, '' when nothing did, or an error code. Espruino's ESP8266 driver passes on TCP
   * segments one by one, the others read the stream.
   */
  read(): string | number {
    if (this.heldBytes > 0) return this.chunk()
    if (this.ended !== 0) return this.ended
    return this.pipe ? '' : noConnection
  }

  /** Whether the TCP stack would take a chunk now. */
  get isWritable(): boolean {
    if (!this.pipe || this.ended !== 0) return this.ended !== 0
    const { unsent } = this.pipe
    return unsent === 0 || unsent + this.profile.chunkBytes <= this.profile.sendBufferBytes
  }

  /** Passes the beginning of the text to the TCP stack; returns how many bytes it took, or an error code. */
  send(text: string): number {
    // A stream that the peer has ended still takes bytes, one that it has reset does not; the ESP8266 driver refuses both.
    const dead = this.ended !== 0 && (this.ended !== closed || this.profile.connect === 'events' || this.wasReset)
    if (dead) return this.ended
    if (!this.pipe || !this.isWritable) return 0
    const chunk = text.slice(0, this.profile.chunkBytes)
    this.pipe.write(bytesOf(chunk))
    return chunk.length
  }

  /** Whether the peer sent RST, which on most boards looks like an ordinary end. */
  wasReset = false

  close(): void {
    this.segments = []
    this.heldBytes = 0
    if (this.pipe && !this.wasReset) this.pipe.end()
  }

  private chunk(): string {
    const limit = this.profile.chunkBytes
    const whole =
      this.profile.connect === 'events' ? (this.segments[0] ?? new Uint8Array(0)) : Buffer.concat(this.segments)
    const text = textOf(whole.subarray(0, limit))
    const rest = whole.subarray(limit)
    this.segments = this.profile.connect === 'events' ? this.segments.slice(1) : []
    if (rest.length > 0) this.segments.unshift(rest)
    this.heldBytes -= text.length
    if (this.paused && this.heldBytes < this.profile.receiveWindowBytes / 2) {
      this.paused = false
      this.pipe?.resume()
    }
    return text
  }
}
