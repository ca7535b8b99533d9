import assert from 'node:assert/strict'
import type { ClientPacket, Packet, PacketType } from './client-packet.ts'
import { PeerConnection, type PeerPipe } from './peer-connection.ts'
import type { WaitableClock } from '../virtual/virtual-clock.ts'

export type { ClientPacket, Packet, PacketType } from './client-packet.ts'
export type { PeerConnection } from './peer-connection.ts'
export * from './mqtt-bytes.ts'

/** A packet of the client; `at` in ms of the clock, `connection` is its index. */
export interface Received<T extends PacketType = PacketType> {
  at: number
  connection: number
  packet: Packet<T>
}

/** A rule that the client broke: the standard's name for it, what happened, when, and on which connection. */
export interface BrokenRule {
  statement: string
  detail: string
  at: number
  connection: number
}

export interface PeerOptions {
  /** How much later than its keepAlive a packet of the client may arrive, because of the network, ms. Default 1000. */
  keepAliveGraceMs?: number
  /** Called with each PUBLISH that no script takes, after the well-behaved answer. */
  platform?: PacketHandler<'publish'>
}

export type PacketHandler<T extends PacketType> = (connection: PeerConnection, packet: Packet<T>) => void
export type ConnectionHandler = (connection: PeerConnection) => void

interface Rule {
  handle: (connection: PeerConnection, packet: ClientPacket) => void
  once: boolean
}

/**
 * The server side of MQTT 3.1.1 for tests: strict about what the client writes; its answers are scripted. Without a script
 * it behaves as a broker of the platform should: it accepts every client, grants QoS 0 and 1, acknowledges, answers pings,
 * closes when the client closes, and gives up a client that was silent for 1.5 x keepAlive.
 */
export class ScriptedPeer {
  /** Every connection so far, the newest last. */
  readonly connections: PeerConnection[] = []
  /** Every packet of every connection, in order of arrival. */
  readonly received: Received[] = []
  readonly violations: BrokenRule[] = []

  private readonly rules = new Map<PacketType, Rule[]>()
  private readonly taken = new Map<PacketType, number>()
  private readonly graceMs: number
  private readonly platform: PeerOptions['platform']
  private opened: ConnectionHandler = () => undefined
  private ended: ConnectionHandler = (connection) => connection.fin()
  private wasReset: ConnectionHandler = () => undefined

  constructor(
    private readonly clock: WaitableClock,
    options: PeerOptions = {},
  ) {
    this.graceMs = options.keepAliveGraceMs ?? 1000
    this.platform = options.platform
  }

  /** Serves a pipe: pass it to `network.listen`. */
  readonly accept = (pipe: PeerPipe): void => {
    const index = this.connections.length + 1
    const connection: PeerConnection = new PeerConnection(this.clock, pipe, index, this.graceMs, {
      onPacket: (packet) => this.heard(connection, packet),
      onBroken: ({ statement, detail }) =>
        this.violations.push({ statement, detail, at: this.clock.now(), connection: index }),
      onEnd: () => this.ended(connection),
      onReset: () => this.wasReset(connection),
    })
    this.connections.push(connection)
    this.opened(connection)
  }

  /** The newest connection; throws when there was none. */
  get current(): PeerConnection {
    const newest = this.connections.at(-1)
    if (newest === undefined) throw new Error('nobody has connected')
    return newest
  }

  /** From now on `handler` replaces the well-behaved answer, which `connection.answer(packet)` sends. */
  on<T extends PacketType>(type: T, handler: PacketHandler<T>): this {
    this.rules.set(type, [ruleFor(type, handler, false)])
    return this
  }

  /** As `on`, for one packet; several are used in the order in which they were given, before that of `on`. */
  once<T extends PacketType>(type: T, handler: PacketHandler<T>): this {
    const rules = this.rules.get(type) ?? []
    const at = rules.findIndex((rule) => !rule.once)
    this.rules.set(type, rules.toSpliced(at < 0 ? rules.length : at, 0, ruleFor(type, handler, true)))
    return this
  }

  /** Restores the well-behaved answer. */
  off(type: PacketType): this {
    this.rules.delete(type)
    return this
  }

  /** Called for each new connection, before a byte of it is read. */
  onOpen(handler: ConnectionHandler): this {
    this.opened = handler
    return this
  }

  /** Called at the client's FIN, instead of closing too. */
  onEnd(handler: ConnectionHandler): this {
    this.ended = handler
    return this
  }

  onReset(handler: ConnectionHandler): this {
    this.wasReset = handler
    return this
  }

  /** Returns the next packet of a type that was not taken yet and that fits `where`; those before it count as taken. */
  take<T extends PacketType>(type: T, where: (packet: Packet<T>) => boolean = () => true): Received<T> | undefined {
    for (let at = this.taken.get(type) ?? 0; at < this.received.length; at++) {
      const entry = this.received[at]
      this.taken.set(type, at + 1)
      if (entry !== undefined && isType(entry.packet, type) && where(entry.packet)) {
        return { ...entry, packet: entry.packet }
      }
    }
    return undefined
  }

  /** As `take`, but lets time pass until there is one; throws after `withinMs` and says what came instead. */
  async next<T extends PacketType>(
    type: T,
    { withinMs = 120_000, where }: { withinMs?: number; where?: (packet: Packet<T>) => boolean } = {},
  ): Promise<Received<T>> {
    let found: Received<T> | undefined
    const came = this.received.length
    await this.clock
      .until(() => (found ??= this.take(type, where)) !== undefined, withinMs)
      .catch((error: unknown) => {
        const instead = this.received.slice(came).map(({ packet }) => packet.type)
        throw new Error(`no ${type} within ${withinMs} ms, but ${instead.join(', ') || 'nothing'}`, { cause: error })
      })
    assert.ok(found)
    return found
  }

  /** When CONNECTs came, ms. */
  connectTimes(): number[] {
    return this.timesOf('connect')
  }

  /** When PUBLISHes came, ms; PUBACKs are not among them. */
  publishTimes(): number[] {
    return this.timesOf('publish')
  }

  /** Fails with the name of each statement that the client broke. */
  assertStrict(except: readonly string[] = []): void {
    const judged = this.violations.filter(({ statement }) => !except.includes(statement))
    const lines = judged.map((v) => `${v.statement} ${v.detail} (connection ${v.connection}, ${v.at} ms)`)
    assert.equal(lines.length, 0, `the client broke MQTT 3.1.1:\n${lines.join('\n')}`)
  }

  /** Fails when an open connection has a QoS 1 PUBLISH of ours that the client has not acknowledged [MQTT-4.3.2-2]. */
  assertAcknowledged(): void {
    const open = this.connections.filter((connection) => connection.isOpen)
    const missing = open.flatMap(({ index, unacknowledged }) =>
      unacknowledged.map((id) => `${id} of connection ${index}`),
    )
    assert.equal(missing.length, 0, `[MQTT-4.3.2-2] no PUBACK for ${missing.join(', ')}`)
  }

  /** For a test that cuts cables: all open connections are forgotten, and their silence breaks no rule. */
  abandonAll(): void {
    for (const connection of this.connections) connection.abandon()
  }

  private heard(connection: PeerConnection, packet: ClientPacket): void {
    this.received.push({ at: this.clock.now(), connection: connection.index, packet })
    if (connection.isMuted) return
    const rules = this.rules.get(packet.type) ?? []
    const rule = rules[0]
    if (rule?.once === true) rules.shift()
    if (rule !== undefined) rule.handle(connection, packet)
    else if (packet.type === 'disconnect') connection.fin()
    else {
      connection.answer(packet)
      if (packet.type === 'publish') this.platform?.(connection, packet)
    }
  }

  private timesOf(type: PacketType): number[] {
    return this.received.filter(({ packet }) => packet.type === type).map(({ at }) => at)
  }
}

function ruleFor<T extends PacketType>(type: T, handler: PacketHandler<T>, once: boolean): Rule {
  return { once, handle: (connection, packet) => isType(packet, type) && handler(connection, packet) }
}

function isType<T extends PacketType>(packet: ClientPacket, type: T): packet is Packet<T> {
  return packet.type === type
}
