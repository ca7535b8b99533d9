import { Duplex } from 'node:stream'
import mqttPacket, { type Packet } from 'mqtt-packet'
import type { Clock } from '../../time/clock.ts'

/** What a wire calls for each packet and each limit. */
export interface WireHandlers {
  /**
   * A packet from the device, before the broker sees it. Returns what is wrong with it, which ends the wire, or
   * undefined.
   */
  up(packet: Packet): string | undefined
  /** A packet from the broker. Returns the packet to send to the device instead, or undefined to send none. */
  down(packet: Packet): Packet | undefined
  /**
   * Calls `then`, in the order of the calls, once everything so far is stored; `refused` instead if that may take long.
   */
  whenStored(then: () => void, refused?: () => void): void
  /** The device exceeded a limit; the wire is closed after this. */
  broke(detail: string): void
  /** By how much every byte is to be delayed, in either direction, ms. */
  delayMs(): number
}

export interface WireLimits {
  /** The longest packet, bytes. */
  readonly packetBytes: number
  /** How much the device may send, bytes per second. */
  readonly bytesPerSecond: number
}

/** How much may wait for a device that does not read, bytes. */
const longestBacklogBytes = 4 * 1024 * 1024
const secondMs = 1000

/**
 * Stands between a device's byte stream and the broker. It sees every packet in both directions, may change or drop
 * what the broker sends, and sends the platform's own packets past the broker.
 */
export class Wire extends Duplex {
  private readonly inbound = mqttPacket.parser()
  private readonly outbound = mqttPacket.parser()
  private readonly upLate: Lane
  private readonly downLate: Lane
  private unfinishedBytes = 0
  private isCorked = false
  /** CONNACK was sent. */
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
    // The broker's own parser finds the same fault and closes the connection.
    this.inbound.on('error', () => this.inbound.removeAllListeners('packet'))
    this.outbound.on('packet', (packet) => this.forward(packet))
    raw.on('data', (bytes: Buffer) => this.upLate.pass(bytes, handlers.delayMs()))
    raw.once('end', () => this.push(null))
    raw.once('error', (error) => this.destroy(error))
    raw.once('close', () => this.destroy())
  }

  /** Sends one of the platform's own packets. */
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

  /** Whether a packet confirms nothing that has to be stored first, so that a failing disk need not hold it back. */
  private saysNothing(packet: Packet): boolean {
    return packet.cmd === 'connack' ? packet.returnCode !== 0 : packet.cmd === 'pingresp' && this.isGreeted
  }

  /** The login is right but cannot be stored: "server unavailable" at once is better than a CONNACK much later. */
  private turnAway(): void {
    if (this.raw.destroyed) return
    this.raw.end(mqttPacket.generate({ cmd: 'connack', returnCode: 3, sessionPresent: false }))
    this.refuse('its login cannot be stored')
  }

  /** Collects what one turn of the event loop sends into one write, because the system call is what costs most. */
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

  /** Stops reading for the rest of the second once the device has sent as much as it may. */
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

/** Passes bytes on in their order, with or without a delay. */
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
