import type { Clock } from '../../tools/time/clock.ts'
import type { Answer, Foreseen, Pipe, Transport } from '../../tools/board/network/pipe.ts'
import type { MemoryNetwork } from '../memory/memory-network.ts'
import { createPacketSplitter, type RawPacket } from '../peer/packet-splitter.ts'

/** What goes over the wires of one board; `wire` is 1 for its first stream. */
export interface TapEvents {
  /** The board calls net.connect. */
  dialling: () => void
  /** A packet of the board went into its TCP stack whole. */
  up: (packet: RawPacket, wire: number) => void
  /** A packet reached the board whole. Nothing more is told of a stream that stops being MQTT. */
  down: (packet: RawPacket, wire: number) => void
  /** Bytes are about to be given to the board. */
  chunk: () => void
}

type Done = (answer: Pipe | Exclude<Answer, 'open'>) => void

/** The board's way into a network in memory: foretells each connect, as blocking boards need it, and reads along. */
export class WireTap implements Transport {
  /** When net.connect was called, ms. */
  readonly dialledAt: number[] = []
  private wires = 0
  private early: Foreseen | undefined
  private earlyDone: Done = () => undefined

  constructor(
    private readonly clock: Clock,
    private readonly network: MemoryNetwork,
    private readonly events: TapEvents,
  ) {}

  /** The network knows an answer only once it is asked: so the connect begins here, and `connect` takes it over. */
  foresee(host: string, port: number, tls: boolean): Foreseen {
    const foreseen: unknown = this.network.connect(host, port, tls, (answer) => this.earlyDone(answer))
    this.early = foreseen as Foreseen
    return this.early
  }

  connect(host: string, port: number, tls: boolean, done: Done): void {
    this.dialledAt.push(this.clock.now())
    this.events.dialling()
    if (this.early === undefined) this.foresee(host, port, tls)
    this.early = undefined
    this.earlyDone = (answer) => done(typeof answer === 'string' ? answer : this.tap(answer))
  }

  private tap(pipe: Pipe): Pipe {
    const wire = (this.wires += 1)
    const readUp = packetsOf((packet) => this.events.up(packet, wire))
    const readDown = packetsOf((packet) => this.events.down(packet, wire))
    const write = pipe.write.bind(pipe)
    pipe.write = (bytes) => {
      readUp(bytes)
      write(bytes)
    }
    let deliver: Pipe['onData'] = () => undefined
    Object.defineProperty(pipe, 'onData', {
      get: () => (bytes: Uint8Array) => {
        this.events.chunk()
        readDown(bytes)
        deliver(bytes)
      },
      set: (next: Pipe['onData']) => (deliver = next),
    })
    return pipe
  }
}

/** Reads a stream of bytes; what is no MQTT ends it in silence: that is the peer's or the board's affair. */
function packetsOf(found: (packet: RawPacket) => void): (bytes: Uint8Array) => void {
  const splitter = createPacketSplitter()
  let isKnown = true
  return (bytes) => {
    if (!isKnown) return
    try {
      splitter.push(bytes, found)
    } catch {
      // No MQTT any more.
      isKnown = false
    }
  }
}
