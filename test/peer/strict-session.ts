import type { Clock } from '../../tools/time/clock.ts'
import { Violation, type ClientPacket, type Packet } from './client-packet.ts'
import { createPacketSplitter, type PacketSplitter, type RawPacket } from './packet-splitter.ts'

export interface StrictSessionEvents {
  /** Silent for longer than keepAlive [MQTT-3.1.2-23]. */
  onTooSilent: (violation: Violation) => void
  /** Silent for 1.5 x keepAlive: a server closes now [MQTT-3.1.2-24]. */
  onGivenUp: () => void
}

/**
 * The rules of MQTT 3.1.1 that concern more than one packet, for one connection. Two rules are not the standard's: our client
 * waits for CONNACK, and the platform has no QoS 2.
 */
export class StrictSession {
  /** packetIds of QoS 1 PUBLISH that went to the client and are not acknowledged yet, in order. */
  readonly unacknowledged: number[] = []

  private readonly openIds = new Set<number>()
  private readonly server = new ServerWatch(this.unacknowledged, this.openIds)
  private readonly silence: SilenceWatch
  private connect: Packet<'connect'> | undefined
  private hasDisconnected = false

  /** `graceMs` is how much later than keepAlive a packet may arrive. */
  constructor(clock: Clock, graceMs: number, events: StrictSessionEvents) {
    this.silence = new SilenceWatch(clock, graceMs, events)
  }

  /** Takes the next packet of the client; throws a Violation when it breaks a rule of order or of packetIds. */
  check(packet: ClientPacket): void {
    this.silence.heard()
    this.checkOrder(packet)
    this.checkContent(packet)
  }

  /** Takes what the server writes, in any pieces, to know which packetIds are open and whether the client was accepted. */
  sent(bytes: Uint8Array): void {
    this.server.sent(bytes)
  }

  /** Stops checking keepAlive until `listenAgain`, because meanwhile nobody can know whether the client writes. */
  stopListening(): void {
    this.silence.pause()
  }

  listenAgain(): void {
    this.silence.resume()
  }

  private checkOrder({ type }: ClientPacket): void {
    if (this.hasDisconnected) throw new Violation('[MQTT-3.14.4-2]', `${type} after DISCONNECT`)
    if (this.connect === undefined && type !== 'connect') throw new Violation('[MQTT-3.1.0-1]', `${type} comes first`)
    if (this.connect !== undefined && type === 'connect') throw new Violation('[MQTT-3.1.0-2]', 'a second CONNECT')
    if (type === 'connect' || type === 'disconnect') return
    const { returnCode } = this.server
    if (returnCode === undefined) throw new Violation('[own: waits for CONNACK]', `${type} before CONNACK`)
    if (returnCode > 0) throw new Violation('[§3.2.2.3]', `${type} after a refused CONNACK`)
  }

  private checkContent(packet: ClientPacket): void {
    switch (packet.type) {
      case 'connect':
        this.connect = packet
        return this.silence.start(packet.keepAliveS)
      case 'disconnect':
        this.hasDisconnected = true
        return this.silence.stop()
      case 'publish':
        return this.checkPublish(packet)
      case 'subscribe':
      case 'unsubscribe':
        return this.openId(packet.type.toUpperCase(), packet.packetId)
      case 'puback':
        return this.checkPuback(packet.packetId)
      case 'pubrec':
        throw new Violation('[MQTT-2.3.1-6]', `PUBREC ${packet.packetId} answers no PUBLISH of QoS 2`)
      case 'pubrel':
        throw new Violation('[MQTT-4.3.3-1]', `PUBREL ${packet.packetId} without a PUBLISH of QoS 2`)
      case 'pubcomp':
        throw new Violation('[MQTT-4.3.3-2]', `PUBCOMP ${packet.packetId} without a PUBREL`)
      case 'pingreq':
        return
    }
  }

  private checkPublish({ qos, dup, packetId, topicName }: Packet<'publish'>): void {
    if (qos === 2) throw new Violation('[aliyun: no QoS 2]', `PUBLISH to ${topicName}`)
    if (qos === 0) return
    if (dup && this.openIds.has(packetId)) return
    if (dup && this.connect?.cleanSession === true) {
      throw new Violation('[MQTT-4.3.2-1]', `PUBLISH ${packetId} is sent first with DUP`)
    }
    this.openId('PUBLISH', packetId)
  }

  private openId(name: string, packetId: number): void {
    if (this.openIds.has(packetId)) throw new Violation('[MQTT-2.3.1-2]', `${name} uses open packetId ${packetId}`)
    this.openIds.add(packetId)
  }

  private checkPuback(packetId: number): void {
    if (!this.server.isKnown) return
    const at = this.unacknowledged.indexOf(packetId)
    if (at < 0) throw new Violation('[MQTT-2.3.1-6]', `PUBACK ${packetId} answers no PUBLISH`)
    if (at > 0) throw new Violation('[MQTT-4.6.0-2]', `PUBACK ${packetId} overtakes ${String(this.unacknowledged[0])}`)
    this.unacknowledged.shift()
  }
}

/** Reads what the server writes. Tests may write malformed packets: from the first such byte on nothing is known. */
class ServerWatch {
  /** Of the first CONNACK; undefined before it. */
  returnCode: number | undefined
  private splitter: PacketSplitter | undefined = createPacketSplitter()

  constructor(
    private readonly unacknowledged: number[],
    private readonly openIds: Set<number>,
  ) {}

  get isKnown(): boolean {
    return this.splitter !== undefined
  }

  sent(bytes: Uint8Array): void {
    try {
      this.splitter?.push(bytes, (raw) => this.note(raw))
    } catch (error) {
      if (!(error instanceof Violation)) throw error
      this.splitter = undefined
    }
  }

  private note({ firstByte, body }: RawPacket): void {
    const type = firstByte >> 4
    if (body.length < 2) return
    if (type === 2) this.returnCode ??= body[1]
    if (type === 4 || type === 9 || type === 11) this.openIds.delete(body.readUInt16BE(0))
    if (type !== 3 || (firstByte & 6) !== 2) return
    const idAt = 2 + body.readUInt16BE(0)
    if (body.length >= idAt + 2) this.unacknowledged.push(body.readUInt16BE(idAt))
  }
}

/** One timer: first for keepAlive and its grace, then for the rest of 1.5 x keepAlive. */
class SilenceWatch {
  private keepAliveMs = 0
  private timer = 0
  private isPaused = false

  constructor(
    private readonly clock: Clock,
    private readonly graceMs: number,
    private readonly events: StrictSessionEvents,
  ) {}

  start(keepAliveS: number): void {
    this.keepAliveMs = keepAliveS * 1000
    this.heard()
  }

  heard(): void {
    this.clock.clear(this.timer)
    if (this.keepAliveMs === 0 || this.isPaused) return
    this.timer = this.clock.set(() => this.tooSilent(), this.keepAliveMs + this.graceMs)
  }

  stop(): void {
    this.keepAliveMs = 0
    this.clock.clear(this.timer)
  }

  pause(): void {
    this.isPaused = true
    this.clock.clear(this.timer)
  }

  resume(): void {
    this.isPaused = false
    this.heard()
  }

  private tooSilent(): void {
    this.timer = this.clock.set(this.events.onGivenUp, Math.max(0, this.keepAliveMs / 2 - this.graceMs))
    const seconds = this.keepAliveMs / 1000
    this.events.onTooSilent(new Violation('[MQTT-3.1.2-23]', `nothing heard for its own keepAlive of ${seconds} s`))
  }
}
