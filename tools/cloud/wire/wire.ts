import { Duplex } from 'node:stream'
import mqttPacket, { type Packet } from 'mqtt-packet'
import type { Clock } from '../../time/clock.ts'

/** What a wire tells and asks, packet by packet. */
export interface WireHandlers {
  /** A packet from the device, before the broker has it; the answer says what is against it and ends the wire. */
  up(packet: Packet): string | undefined
  /** A packet from the broker; the answer goes to the device instead, undefined is nothing. */
  down(packet: Packet): Packet | undefined
  /** Calls back, in the order of the calls, once what was done so far may be told; `refused` when that may take long. */
  whenStored(then: () => void, refused?: () => void): void
  /** The device breaks a limit: the wire is closed after this. */
  broke(detail: string): void
  /** How much later every byte shall arrive, ms, in either direction. */
  delayMs(): number
}

export interface WireLimits {
  /** Bytes of one packet. */
  readonly packetBytes: number
  /** Bytes a second from the device. */
  readonly bytesPerSecond: number
}

/** Bytes that wait for a device that does not read, at most. */
const longestBacklogBytes = 4 * 1024 * 1024
const secondMs = 1000

/**
 * Stands between a device's byte stream and the broker: sees every packet both ways, changes or swallows what the broker
 * sends, and sends packets of its own past it.
 */
export class Wire extends Duplex {
  private readonly inbound = mqttPacket.parser()
  private readonly outbound = mqttPacket.parser()
  private readonly upLate: Lane
  private readonly downLate: Lane
  private unfinishedBytes = 0
  private isCorked = false
  /** CONNACK went out. */
  private isGreeted = false
  private readonly pace: { since: number; bytes: number; isHeld: boolean }

  constructor(
    private readonly raw: Duplex,
    private readonly handlers: WireHandlers,
    private readonly clock: Clock,
    private readonly limits: WireLimits,
  ) {
    super({ allowHalfOpen: false })
    this.pace = { since: clock.now(), bytes: 0, isHeld: false }
    this.upLate = new Lane(clock, (bytes) => this.arrive(bytes))
    this.downLate = new Lane(clock, (bytes) => this.depart(bytes))
    this.inbound.on('packet', (packet) => {
      this.unfinishedBytes = 0
      const fault = this.destroyed ? undefined : handlers.up(packet)
      if (fault !== undefined) this.refuse(fault)
    })
    // The broker's own parser finds the same fault, and ends the connection.
    this.inbound.on('error', () => this.inbound.removeAllListeners('packet'))
    this.outbound.on('packet', (packet) => this.forward(packet))
    raw.on('data', (bytes: Buffer) => this.upLate.pass(bytes, handlers.delayMs()))
    raw.once('end', () => this.push(null))
    raw.once('error', (error) => this.destroy(error))
    raw.once('close', () => this.destroy())
  }

  /** Sends a packet of the platform's own. */
  send(packet: Packet): void {
    if (this.destroyed) return
    if (this.raw.writableLength > longestBacklogBytes) return this.refuse('does not read what it is sent')
    this.pass(packet)
  }

  override _read(): void {
    if (!this.pace.isHeld) this.raw.resume()
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.outbound.parse(chunk)
    if (this.raw.writableNeedDrain && !this.raw.destroyed) this.raw.once('drain', () => done())
    else done()
  }

  override _final(done: () => void): void {
    this.raw.end()
    done()
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.upLate.close()
    this.downLate.close()
    this.release()
    this.raw.destroy()
    done(error)
  }

  private forward(packet: Packet): void {
    const changed = this.handlers.down(packet)
    if (changed !== undefined) this.pass(changed)
  }

  private pass(packet: Packet): void {
    const bytes = mqttPacket.generate(packet)
    const leave = (): void => {
      if (packet.cmd === 'connack') this.isGreeted = true
      this.downLate.pass(bytes, this.handlers.delayMs())
    }
    if (this.saysNothing(packet)) return leave()
    this.handlers.whenStored(leave, packet.cmd === 'connack' ? () => this.turnAway() : undefined)
  }

  /** Whether a packet confirms nothing that must be stored first: a disk that refuses must not hold it. */
  private saysNothing(packet: Packet): boolean {
    return packet.cmd === 'connack' ? packet.returnCode !== 0 : packet.cmd === 'pingresp' && this.isGreeted
  }

  /** The login was right, and cannot be stored: better "server unavailable" at once than a CONNACK some time. */
  private turnAway(): void {
    if (this.raw.destroyed) return
    this.raw.end(mqttPacket.generate({ cmd: 'connack', returnCode: 3, sessionPresent: false }))
    this.refuse('its login cannot be stored')
  }

  /** What one turn of the event loop causes leaves in one write: a call of the system costs more than all the rest. */
  private depart(bytes: Buffer): void {
    if (this.raw.destroyed) return
    if (!this.isCorked) {
      this.isCorked = true
      this.raw.cork()
      process.nextTick(() => this.release())
    }
    this.raw.write(bytes)
  }

  private release(): void {
    if (!this.isCorked) return
    this.isCorked = false
    this.raw.uncork()
  }

  private arrive(bytes: Buffer): void {
    if (this.destroyed) return
    this.unfinishedBytes += bytes.length
    this.inbound.parse(bytes)
    if (this.destroyed) return
    if (this.unfinishedBytes > this.limits.packetBytes) return this.refuse('a packet that is too long')
    if (!this.push(bytes)) this.raw.pause()
    this.slowDown(bytes.length)
  }

  /** Reads no more this second once the device has sent what it may. */
  private slowDown(bytes: number): void {
    const now = this.clock.now()
    if (now - this.pace.since >= secondMs) Object.assign(this.pace, { since: now, bytes: 0 })
    this.pace.bytes += bytes
    if (this.pace.bytes <= this.limits.bytesPerSecond || this.pace.isHeld) return
    this.raw.pause()
    this.pace.isHeld = true
    this.clock.set(() => this.goOn(), this.pace.since + secondMs - now)
  }

  private goOn(): void {
    this.pace.isHeld = false
    if (!this.destroyed) this.raw.resume()
  }

  private refuse(detail: string): void {
    this.handlers.broke(detail)
    this.destroy()
  }
}

/** Passes bytes on in order, some of them later. */
class Lane {
  private readonly late: number[] = []
  private lastDue = 0

  constructor(
    private readonly clock: Clock,
    private readonly deliver: (bytes: Buffer) => void,
  ) {}

  pass(bytes: Buffer, delayMs: number): void {
    if (delayMs <= 0 && this.late.length === 0) return this.deliver(bytes)
    const now = this.clock.now()
    this.lastDue = Math.max(this.lastDue, now + delayMs)
    const timer = this.clock.set(() => {
      this.late.shift()
      this.deliver(bytes)
    }, this.lastDue - now)
    this.late.push(timer)
  }

  close(): void {
    for (const timer of this.late.splice(0)) this.clock.clear(timer)
  }
}
