import type { Duplex } from 'node:stream'
import type { Client, ConnectPacket } from 'aedes'
import type { Packet } from 'mqtt-packet'
import type { Clock } from '../../time/clock.ts'
import type { BrokerHandlers, Connection } from './connection.ts'
import { deviceKey } from '../model/device.ts'
import type { DeviceName } from '../../device-names/names.ts'
import type { OfflineReason } from '../model/events.ts'
import type { Admission, LoginRequest, Refusal, Registration } from '../login/verdicts.ts'
import { createSubscribeLimits } from './subscribe-limits.ts'
import { Wire, type WireHandlers, type WireLimits } from './wire.ts'

/** One socket at the broker from accept to close: who it turned out to be, and why it ended. */
export interface Guest {
  readonly wire: Duplex
  readonly connection: Connection
  /** What the login decided; undefined until a CONNECT came. */
  readonly verdict: Admission | Registration | Refusal | undefined
  /** Gives it the broker's client for this wire. */
  bind(client: Client): void
  /** A CONNECT came. Judges it, and changes it so that aedes does what the platform wants. */
  arrive(packet: ConnectPacket): void
  /** The device is admitted: tells the platform. */
  enter(admission: Admission): Promise<void>
  /** CONNACK was sent. */
  welcomed(): void
  /** Whether a topic filter is one too many for its SUBSCRIBE. */
  isExcess(topicFilter: string): boolean
  acknowledge(packetId: number): void
  /** The stream or the protocol broke. */
  fail(error: Error): void
  /** The stream is closed. */
  closed(): void
}

export interface GuestParts {
  readonly stream: Duplex
  readonly address: string
  /** The stream is encrypted. */
  readonly isSecure: boolean
  /** See Connection. */
  readonly origin: string | undefined
  readonly handlers: BrokerHandlers
  readonly clock: Clock
  readonly limits: GuestLimits
}

export interface GuestLimits extends WireLimits {
  /** How long to wait for CONNECT, ms. */
  readonly connectWaitMs: number
  readonly filtersPerSubscribe: number
}

/** Packets that reset the keep alive. */
const signsOfLife: ReadonlySet<Packet['cmd']> = new Set(['publish', 'subscribe', 'pingreq', 'puback'])

let lastRegistration = 0

/** Packets that always have a packetId; a PUBLISH has one above QoS 0. */
const numbered: ReadonlySet<Packet['cmd']> = new Set([
  ...(['puback', 'pubrec', 'pubrel', 'pubcomp', 'subscribe', 'unsubscribe'] as const),
])

/** What is wrong with a packet although the parser accepts it; undefined if nothing is. */
function faultOf(packet: Packet): string | undefined {
  const isNumbered = packet.cmd === 'publish' ? packet.qos > 0 : numbered.has(packet.cmd)
  if (isNumbered && packet.messageId === 0) return `packetId 0 in ${packet.cmd.toUpperCase()} [MQTT-2.3.1-1]`
  if (packet.cmd === 'publish' && /[+#\0]|^$/.test(packet.topic)) {
    return 'a topic name that is empty or has a wildcard or NUL [MQTT-3.3.2-2]'
  }
  return undefined
}

export function createGuest(parts: GuestParts): Guest {
  const { stream, address, isSecure, origin, handlers, clock, limits } = parts
  let verdict: Guest['verdict']
  let state: 'new' | 'entered' | 'over' = 'new'
  let sessionPresent = false
  let failure: Error | undefined
  let client: Client | undefined
  let subject: DeviceName | undefined
  const subscribes = createSubscribeLimits(limits.filtersPerSubscribe)
  const wireHandlers: WireHandlers = {
    up(packet) {
      const fault = faultOf(packet)
      if (fault !== undefined) return fault
      if (packet.cmd === 'connect') subject ??= handlers.identify(packet.username)
      if (packet.cmd === 'subscribe') subscribes.asked(packet)
      if (subject !== undefined) handlers.seen(subject, 'up', packet)
      if (packet.cmd === 'puback') handlers.acknowledged(connection, packet.messageId ?? 0)
      if (signsOfLife.has(packet.cmd)) handlers.heard(connection)
      return undefined
    },
    down(packet) {
      if (packet.cmd === 'pingresp' && subject !== undefined && handlers.faultsOf(subject).swallowPingResp) return
      if (packet.cmd === 'connack') packet.sessionPresent = sessionPresent && packet.returnCode === 0
      const said = packet.cmd === 'suback' ? subscribes.answered(packet) : packet
      if (subject !== undefined) handlers.seen(subject, 'down', said)
      return said
    },
    whenStored: handlers.whenStored,
    broke: (detail) => end('protocol-error', detail),
    delayMs: () => (subject === undefined ? 0 : handlers.faultsOf(subject).delayMs),
  }
  const wire = new Wire(stream, wireHandlers, clock, limits)
  const closeClient = (done: () => void): void => (client === undefined ? done() : client.close(done))
  const connection = connect(wire, { address, origin }, { end, closeClient, send })
  const wait = clock.set(() => void connection.close('protocol-error', 'no CONNECT in time'), limits.connectWaitMs)

  /** Sends a packet past the broker. */
  function send(packet: Packet): void {
    wire.send(packet)
    if (subject !== undefined) handlers.seen(subject, 'down', packet)
  }

  function end(reason: OfflineReason, detail: string): void {
    if (state === 'over') return
    const before = state
    state = 'over'
    clock.clear(wait)
    if (before === 'entered') handlers.ended(connection, reason, detail)
    else if (verdict === undefined) handlers.failed(address, detail)
  }

  return {
    wire,
    connection,
    get verdict() {
      return verdict
    },
    bind: (bound) => void (client = bound),
    arrive(packet) {
      clock.clear(wait)
      verdict = judge(packet, { isSecure, address }, handlers)
      if ('returnCode' in verdict) handlers.refused(address, packet.clientId, verdict, subject)
      else prepare(packet, 'device' in verdict ? deviceKey(verdict.device) : `registration-${++lastRegistration}`)
    },
    async enter(admission) {
      state = 'entered'
      const answer = await handlers.admitted(connection, admission)
      sessionPresent = answer.sessionPresent
    },
    welcomed() {
      if (verdict === undefined || 'returnCode' in verdict) return
      if ('device' in verdict) handlers.ready(connection)
      else connection.publish(verdict.topicName, verdict.payload, 0)
    },
    isExcess: subscribes.isExcess,
    acknowledge: (packetId) => send({ cmd: 'puback', messageId: packetId }),
    fail: (error) => void (failure ??= error),
    closed: () => end(...whyClosed(client, failure)),
  }
}

interface Ends {
  readonly end: (reason: OfflineReason, detail: string) => void
  readonly closeClient: (done: () => void) => void
  readonly send: (packet: Packet) => void
}

const highestPacketId = 65_535

function connect(
  wire: Wire,
  where: Pick<Connection, 'address' | 'origin'>,
  { end, closeClient, send }: Ends,
): Connection {
  let lastPacketId = 0
  return {
    ...where,
    publish(topic, payload, qos, resendAs) {
      if (wire.destroyed) return 0
      if (qos === 1 && resendAs === undefined) lastPacketId = (lastPacketId % highestPacketId) + 1
      const packetId = resendAs ?? lastPacketId
      const dup = resendAs !== undefined
      const packet: Packet = { cmd: 'publish', topic, payload, qos, dup, retain: false }
      if (qos === 1) packet.messageId = packetId
      lastPacketId = Math.max(lastPacketId, packet.messageId ?? 0)
      send(packet)
      return packet.messageId ?? 0
    },
    close(reason, detail = '') {
      end(reason, detail)
      return new Promise((resolve) => closeClient(resolve))
    },
  }
}

/** Judges a CONNECT. aedes checks the protocol level as well, after this and before it asks for the verdict. */
function judge(packet: ConnectPacket, from: Origin, handlers: BrokerHandlers): NonNullable<Guest['verdict']> {
  const level = packet.protocolVersion ?? 4
  if (level === 3 || level === 4) return handlers.judge({ ...asRequest(packet), ...from })
  return { returnCode: 1, detail: `protocol level ${level}, wanted 4 (MQTT 3.1.1) or 3` }
}

type Origin = Pick<LoginRequest, 'isSecure' | 'address'>

function asRequest(packet: ConnectPacket): Omit<LoginRequest, keyof Origin> {
  const { clientId, username = '', password, keepalive = 0, clean = true } = packet
  const text = password?.toString('utf8') ?? ''
  return { clientId, username, password: text, keepAliveS: keepalive, cleanSession: clean }
}

/**
 * Switches off aedes' own keep alive and its own sessions: the platform does both by device (wire/keep-alive.ts, session/). A
 * will is taken out, since Aliyun has none.
 */
function prepare(packet: ConnectPacket, clientId: string): void {
  packet.keepalive = 0
  packet.clientId = clientId
  packet.clean = true
  delete packet.will
}

function whyClosed(client: Client | undefined, failure: Error | undefined): [OfflineReason, string] {
  if (failure !== undefined) {
    // Errors of the system have a code (ECONNRESET ...), those of the parser and the broker do not.
    return ['code' in failure ? 'socket-closed' : 'protocol-error', failure.message]
  }
  // aedes notes a DISCONNECT in a private field only.
  const said = client !== undefined && Reflect.get(client, '_disconnected') === true
  return said ? ['disconnect', ''] : ['socket-closed', '']
}
