import type { Pipe } from '../../../../tools/board/network/pipe.ts'
import type { Clock } from '../../../../tools/time/clock.ts'
import { advance, distance, flags, type Segment } from './tcp-segment.ts'

/** What the far end takes beyond what its pipe has passed on, bytes. */
const windowBytes = 16_384
/** How much is kept for the board before the far end is told to wait. */
const backlogBytes = 65_536
const ownMss = 1460
const firstRetryMs = 1000
const longestRetryMs = 16_000
/** After so many repetitions without an answer the connection is given up. */
const mostRetries = 8

export interface TcpPlace {
  clock: Clock
  /** Sends a segment to the board, with the ports of the connection. */
  send(segment: Omit<Segment, 'fromPort' | 'toPort'>): void
  /** The connection is over, or was never one. */
  closed(): void
}

/** The far end of one TCP connection of the board (RFC 793), with a pipe behind it. */
export class TcpConnection {
  private pipe: Pipe | undefined
  private received: number
  private sentUpTo: number
  /** The most that ever was sent: after a repetition the board may acknowledge more than was sent again. */
  private sentMost: number
  private acknowledged: number
  private boardWindow: number
  private readonly mss: number
  /** What was written and not acknowledged, and from where on the FIN counts. */
  private waiting: Uint8Array[] = []
  private waitingBytes = 0
  private isEnding = false
  private finSent = false
  private boardEnded = false
  private hasStarted = false
  private retries = 0
  private timer: number | undefined
  private lastWindow = windowBytes

  constructor(
    syn: Segment,
    firstSequence: number,
    private readonly place: TcpPlace,
  ) {
    this.received = advance(syn.sequence, 1)
    this.sentUpTo = firstSequence
    this.sentMost = firstSequence
    this.acknowledged = firstSequence
    this.boardWindow = syn.window
    this.mss = Math.min(syn.mss ?? 536, ownMss)
  }

  /** The far host has accepted. */
  open(pipe: Pipe): void {
    this.pipe = pipe
    pipe.onData = (bytes) => this.write(bytes)
    pipe.onEnd = () => {
      this.isEnding = true
      this.push()
    }
    pipe.onReset = () => this.reset()
    pipe.onDrain = () => this.tellWindow()
    this.sendSyn()
    this.sentUpTo = advance(this.sentUpTo, 1)
    this.arm()
  }

  /** The far host answers with a reset, now or to the SYN. */
  reset(): void {
    const flagsSent = flags.rst | flags.ack
    this.place.send({ ...this.head(flagsSent), sequence: this.sentUpTo, data: new Uint8Array(0) })
    this.drop()
  }

  /** Forgets the connection without a word to the board. */
  drop(): void {
    this.disarm()
    this.pipe = undefined
    this.place.closed()
  }

  arrived(segment: Segment): void {
    if (segment.flags & flags.rst) {
      this.pipe?.reset()
      return this.drop()
    }
    if (!this.pipe) return
    if (segment.flags & flags.syn) {
      if (!this.hasStarted) this.sendSyn()
      return
    }
    if (segment.flags & flags.ack) this.acknowledge(segment)
    const isNext = this.accept(segment)
    if (segment.data.length > 0 || segment.flags & flags.fin || !isNext) this.sendAck()
    this.push()
    if (this.boardEnded && this.finSent && this.acknowledged === this.sentUpTo) this.drop()
  }

  private acknowledge({ acknowledged, window }: Segment): void {
    this.boardWindow = window
    if (distance(this.sentUpTo, this.sentMost) > 0) this.sentMost = this.sentUpTo
    let taken = distance(acknowledged, this.acknowledged)
    if (taken <= 0 || distance(this.sentMost, acknowledged) < 0) return
    this.acknowledged = acknowledged
    if (distance(acknowledged, this.sentUpTo) > 0) this.sentUpTo = acknowledged
    this.retries = 0
    if (!this.hasStarted) {
      this.hasStarted = true
      taken -= 1
    }
    while (taken > 0 && this.waiting[0]) {
      const [first] = this.waiting
      if (first.length > taken) this.waiting[0] = first.subarray(taken)
      else this.waiting.shift()
      this.waitingBytes -= Math.min(first.length, taken)
      taken -= first.length
    }
    if (this.waitingBytes < backlogBytes) this.pipe?.resume()
    this.disarm()
    if (this.acknowledged !== this.sentUpTo) this.arm()
  }

  /** Takes what comes next and there is room for, and passes it on; returns whether that was all. */
  private accept(segment: Segment): boolean {
    const skip = distance(this.received, segment.sequence)
    const size = segment.data.length + (segment.flags & flags.fin ? 1 : 0)
    if (size === 0) return skip === 0
    if (skip < 0 || skip >= size) return false
    const room = Math.max(0, windowBytes - (this.pipe?.unsent ?? 0))
    const data = segment.data.slice(skip, skip + room)
    const isCut = skip + data.length < segment.data.length
    this.received = advance(this.received, data.length)
    if (data.length > 0) this.pipe?.write(data)
    if (segment.flags & flags.fin && !this.boardEnded && !isCut) {
      this.received = advance(this.received, 1)
      this.boardEnded = true
      this.pipe?.end()
    }
    return !isCut
  }

  private write(bytes: Uint8Array): void {
    this.waiting.push(bytes.slice())
    this.waitingBytes += bytes.length
    if (this.waitingBytes >= backlogBytes) this.pipe?.pause()
    this.push()
  }

  /** Sends what the board's window has room for; the FIN behind it. */
  private push(): void {
    if (!this.hasStarted || !this.pipe) return
    for (;;) {
      const inFlight = distance(this.sentUpTo, this.acknowledged)
      const room = this.boardWindow - inFlight
      const data = this.finSent ? new Uint8Array(0) : this.bytesAt(inFlight, Math.min(this.mss, room))
      if (data.length === 0) break
      this.place.send({ ...this.head(flags.ack | flags.psh), data })
      this.sentUpTo = advance(this.sentUpTo, data.length)
    }
    if (this.isEnding && !this.finSent && distance(this.sentUpTo, this.acknowledged) === this.waitingBytes) {
      this.place.send({ ...this.head(flags.ack | flags.fin), data: new Uint8Array(0) })
      this.sentUpTo = advance(this.sentUpTo, 1)
      this.finSent = true
    }
    const isStuck = this.waitingBytes > 0 && this.boardWindow === 0
    if (this.acknowledged !== this.sentUpTo || isStuck) this.arm()
  }

  /** Nothing was acknowledged in time: sends again from there on, or a byte to a window that is closed. */
  private repeat(): void {
    if (!this.pipe) return
    if (distance(this.sentUpTo, this.sentMost) > 0) this.sentMost = this.sentUpTo
    if (this.retries++ >= mostRetries) {
      this.pipe.reset()
      return this.drop()
    }
    if (!this.hasStarted) this.sendSyn()
    else if (this.finSent && this.waitingBytes === 0) {
      this.sentUpTo = this.acknowledged
      this.finSent = false
      this.push()
    } else {
      const data = this.bytesAt(0, this.boardWindow === 0 ? 1 : this.mss)
      this.place.send({ ...this.head(flags.ack | flags.psh), sequence: this.acknowledged, data })
      this.sentUpTo = advance(this.acknowledged, data.length)
      this.finSent = false
    }
    this.arm()
  }

  private bytesAt(skip: number, most: number): Uint8Array {
    let before = skip
    for (const part of most > 0 ? this.waiting : []) {
      if (before < part.length) return part.subarray(before, before + most)
      before -= part.length
    }
    return new Uint8Array(0)
  }

  private sendSyn(): void {
    const sequence = this.hasStarted ? this.sentUpTo : this.acknowledged
    this.place.send({ ...this.head(flags.syn | flags.ack), sequence, mss: ownMss, data: new Uint8Array(0) })
  }

  private sendAck(): void {
    this.place.send({ ...this.head(flags.ack), data: new Uint8Array(0) })
  }

  private tellWindow(): void {
    if (this.hasStarted && this.lastWindow < windowBytes / 2) this.sendAck()
  }

  private head(flagsSent: number): Omit<Segment, 'fromPort' | 'toPort' | 'data'> {
    this.lastWindow = Math.max(0, windowBytes - (this.pipe?.unsent ?? 0))
    return { sequence: this.sentUpTo, acknowledged: this.received, flags: flagsSent, window: this.lastWindow }
  }

  private arm(): void {
    if (this.timer !== undefined) return
    const waitMs = Math.min(longestRetryMs, firstRetryMs * 2 ** this.retries)
    this.timer = this.place.clock.set(() => {
      this.timer = undefined
      this.repeat()
    }, waitMs)
  }

  private disarm(): void {
    if (this.timer !== undefined) this.place.clock.clear(this.timer)
    this.timer = undefined
  }
}
