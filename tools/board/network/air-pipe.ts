import type { Pipe } from './pipe.ts'

export interface AirEvents {
  data(bytes: Uint8Array): void
  end(): void
  reset(): void
  drain(): void
}

/**
 * A TCP stream through the board's radio. While the radio has no network nothing passes in either direction, and neither
 * side gets an event: what the board writes waits in its TCP stack, what the peer writes arrives when the network is back.
 */
export class AirPipe {
  private onAir = true
  private stranded = false
  private held: (() => void)[] = []
  private waiting: (() => void)[] = []
  private waitingBytes = 0

  constructor(
    private readonly pipe: Pipe,
    events: AirEvents,
  ) {
    const arrive = (event: () => void): void => {
      if (this.onAir) event()
      else this.held.push(event)
    }
    pipe.onData = (bytes) => arrive(() => events.data(bytes))
    pipe.onEnd = () => arrive(() => events.end())
    pipe.onReset = () => arrive(() => events.reset())
    pipe.onDrain = () => arrive(() => events.drain())
  }

  /** Bytes that the board's TCP stack still holds. */
  get unsent(): number {
    return this.pipe.unsent + this.waitingBytes
  }

  write(bytes: Uint8Array): void {
    if (this.onAir) return this.pipe.write(bytes)
    this.waitingBytes += bytes.length
    this.waiting.push(() => this.pipe.write(bytes))
  }

  end(): void {
    this.send(() => this.pipe.end())
  }

  reset(): void {
    this.send(() => this.pipe.reset())
  }

  pause(): void {
    this.pipe.pause()
  }

  resume(): void {
    if (this.onAir) this.pipe.resume()
  }

  freeze(): void {
    this.onAir = false
    this.pipe.pause()
  }

  /** The network is back and the board has the same address: both sides go on. */
  thaw(): void {
    if (this.onAir || this.stranded) return
    this.onAir = true
    this.pipe.resume()
    this.waitingBytes = 0
    for (const send of this.waiting.splice(0)) send()
    for (const arrive of this.held.splice(0)) arrive()
  }

  /** The board has another address or no power: no packet will ever pass again. */
  strand(): void {
    this.freeze()
    this.stranded = true
    this.held = []
  }

  private send(action: () => void): void {
    if (this.onAir) action()
    else this.waiting.push(action)
  }
}
