import type { Clock } from '../../tools/time/clock.ts'
import type { Pipe } from '../../tools/board/network/pipe.ts'
import { Violation, type ClientPacket, type Packet } from './client-packet.ts'
import type { MemoryPipe } from '../virtual/memory-pipe.ts'
import { propertySet, type DeviceName, type SetOptions } from './mqtt-bytes.ts'
import { createPacketSplitter } from './packet-splitter.ts'
import { PieceSender } from './piece-sender.ts'
import { strictDecode } from './strict-decode.ts'
import { StrictSession } from './strict-session.ts'
import { answerTo, type AnswerType } from './well-behaved.ts'

/** A pipe over TCP, or one in memory, whose window the peer can close. */
export type PeerPipe = Pipe & Partial<Pick<MemoryPipe, 'inward'>>

/** What a connection reports to its peer. */
export interface ConnectionEvents {
  onPacket: (packet: ClientPacket) => void
  onBroken: (violation: Violation) => void
  /** The client's FIN or RST. */
  onEnd: () => void
  onReset: () => void
}

/** One connection of the scripted peer. A broken rule is reported and the connection reset, as [MQTT-4.8.0-1] requires. */
export class PeerConnection {
  isOpen = true
  isMuted = false
  /** The CONNECT of this connection; undefined before it came. */
  connect: Packet<'connect'> | undefined

  private readonly splitter = createPacketSplitter()
  private readonly held = new Map<AnswerType, Uint8Array[]>()
  private readonly sender: PieceSender
  private readonly session: StrictSession
  private lastPacketId = 0

  /** `index` is 1 for the first connection of a peer. */
  constructor(
    clock: Clock,
    private readonly pipe: PeerPipe,
    readonly index: number,
    graceMs: number,
    private readonly events: ConnectionEvents,
  ) {
    this.sender = new PieceSender(clock, (bytes) => this.isOpen && pipe.write(bytes))
    this.session = new StrictSession(clock, graceMs, { onTooSilent: events.onBroken, onGivenUp: () => this.fin() })
    pipe.onData = (chunk) => this.take(chunk)
    pipe.onEnd = () => this.isOpen && events.onEnd()
    pipe.onReset = () => this.close(events.onReset)
  }

  /** Whose device this is, read from the username `deviceName&productKey`; throws before such a CONNECT. */
  get device(): DeviceName {
    const [deviceName, productKey] = this.connect?.username?.split('&') ?? []
    if (deviceName === undefined || productKey === undefined) throw new Error('no username of the form name&product')
    return { deviceName, productKey }
  }

  /** packetIds of our QoS 1 PUBLISH that the client has not acknowledged, in order. */
  get unacknowledged(): readonly number[] {
    return this.session.unacknowledged
  }

  /** Sends bytes as they are. */
  send(bytes: Uint8Array): void {
    this.session.sent(bytes)
    this.sender.send(bytes)
  }

  /**
   * The next `send` goes out in pieces of these sizes, the rest in one more, `gapMs` apart. Without a gap they are
   * separate chunks in memory; over TCP the kernel may join them.
   */
  chunks(sizes: readonly number[], gapMs = 0): void {
    this.sender.splitNext(sizes, gapMs)
  }

  /** Sends the well-behaved answer to a packet of the client, unless answers of that type are held. */
  answer(packet: ClientPacket): void {
    const answer = answerTo(packet)
    if (answer === undefined) return
    const waiting = this.held.get(answer.type)
    if (waiting === undefined) this.send(answer.bytes)
    else waiting.push(answer.bytes)
  }

  /** Sends a property set to this client; with QoS 1 and no packetId given it takes the next one. */
  set(id: string, params: unknown, options: SetOptions = {}): void {
    if (options.qos === 1) this.lastPacketId = options.packetId ?? (this.lastPacketId % 0xffff) + 1
    this.send(propertySet(this.device, id, params, { packetId: this.lastPacketId, ...options }))
  }

  /** Keeps back well-behaved answers of a type until `release`. */
  hold(type: AnswerType): void {
    this.held.set(type, this.held.get(type) ?? [])
  }

  /** Sends what is held, in order, and holds no more: of one type, or of all. */
  release(type?: AnswerType): void {
    for (const [heldType, packets] of [...this.held]) {
      if (type !== undefined && type !== heldType) continue
      this.held.delete(heldType)
      packets.forEach((bytes) => this.send(bytes))
    }
  }

  /** Answers no packet any more; packets are still checked and recorded, and `send` still sends. */
  mute(): void {
    this.isMuted = true
  }

  unmute(): void {
    this.isMuted = false
  }

  fin(): void {
    this.close(() => this.pipe.end())
  }

  rst(): void {
    this.close(() => this.pipe.reset())
  }

  /** Stops reading, with a window of 0. Over TCP the two kernels still take what their buffers hold. */
  pause(): void {
    if (this.pipe.inward !== undefined) this.pipe.inward.windowBytes = 0
    this.pipe.pause()
    this.session.stopListening()
  }

  resume(): void {
    this.pipe.resume()
    if (this.isOpen) this.session.listenAgain()
  }

  /** The test has cut the cable of this connection: it is forgotten, and its silence breaks no rule. */
  abandon(): void {
    this.close(() => undefined)
  }

  private close(how: () => void): void {
    if (!this.isOpen) return
    this.isOpen = false
    this.session.stopListening()
    how()
  }

  private take(chunk: Uint8Array): void {
    try {
      if (this.isOpen) this.splitter.push(chunk, (raw) => this.isOpen && this.accept(strictDecode(raw)))
    } catch (error) {
      if (!(error instanceof Violation)) throw error
      this.events.onBroken(error)
      this.rst()
    }
  }

  private accept(packet: ClientPacket): void {
    this.session.check(packet)
    if (packet.type === 'connect') this.connect = packet
    this.events.onPacket(packet)
  }
}
