import type { Clock } from '../../tools/time/clock.ts'
import type { Answer, Foreseen, Pipe, Transport } from '../../tools/board/network/pipe.ts'
import type { MemoryNetwork } from '../virtual/memory-network.ts'
import { createPacketSplitter, type RawPacket } from '../peer/packet-splitter.ts'

/** What passes over the streams of one board; `wire` is 1 for its first stream. */
export interface TapEvents {
  /** The board calls net.connect. */
  dialling: () => void
  /** The board has written a complete packet to its TCP stack. */
  up: (packet: RawPacket, wire: number) => void
  /** A complete packet has reached the board. Of a stream that is no longer MQTT nothing more is reported. */
  down: (packet: RawPacket, wire: number) => void
  /** Called before bytes are passed to the board. */
  chunk: () => void
}

type Done = (answer: Pipe | Exclude<Answer, 'open'>) => void

/**
 * The board's transport in a network in memory: foresees each connect, as boards that block need it, and reads all packets of
 * streams to the MQTT port. Others, over which a board fetches files, pass as they are.
 */
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
    private readonly mqttPort: number,
  ) {}

  /** The network knows an outcome only when it is asked, so the connect begins here, and `connect` continues it. */
  foresee(host: string, port: number, tls: boolean): Foreseen {
    const foreseen: unknown = this.network.connect(host, port, tls, (answer) => this.earlyDone(answer))
    this.early = foreseen as Foreseen
    return this.early
  }

  connect(host: string, port: number, tls: boolean, done: Done): void {
    const isMqtt = port === this.mqttPort
    if (isMqtt) {
      this.dialledAt.push(this.clock.now())
      this.events.dialling()
    }
    if (this.early === undefined) this.foresee(host, port, tls)
    this.early = undefined
    this.earlyDone = (answer) => done(typeof answer === 'string' || !isMqtt ? answer : this.tap(answer))
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

/** Reads packets from a stream of bytes; stops without an error at bytes that are not MQTT, which the peer or the board judges. */
function packetsOf(found: (packet: RawPacket) => void): (bytes: Uint8Array) => void {
  const splitter = createPacketSplitter()
  let isKnown = true
  return (bytes) => {
    if (!isKnown) return
    try {
      splitter.push(bytes, found)
    } catch {
      // It is no longer MQTT.
      isKnown = false
    }
  }
}
