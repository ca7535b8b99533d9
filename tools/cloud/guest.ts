import type { Client, ConnectPacket } from 'aedes'
import type { Clock } from '../board/clock.ts'
import type { BrokerHandlers, Connection } from './connection.ts'
import { deviceKey } from './devices.ts'
import type { OfflineReason } from './events.ts'
import type { Admission, LoginRequest, Refusal } from './login.ts'

/** One socket at the broker, from accept to close: what it is, and why it ends. */
export interface Guest {
  readonly connection: Connection
  /** What the login decided; undefined before CONNECT. */
  readonly verdict: Admission | Refusal | undefined
  /** A CONNECT came: judges it and changes it into what aedes shall make of it. */
  arrive(packet: ConnectPacket): void
  /** The verdict is an admission, and the platform is to know. */
  enter(admission: Admission): Promise<void>
  /** The stream or the protocol broke. */
  fail(error: Error): void
  /** The stream is closed. */
  closed(): void
}

export interface GuestParts {
  readonly client: Client
  readonly address: string
  readonly handlers: BrokerHandlers
  readonly clock: Clock
  /** How long to wait for CONNECT, ms. */
  readonly connectWaitMs: number
}

export function createGuest({ client, address, handlers, clock, connectWaitMs }: GuestParts): Guest {
  let verdict: Admission | Refusal | undefined
  let entered = false
  let over = false
  let failure: Error | undefined
  const connection = connect(client, address, end)
  const wait = clock.set(() => void connection.close('protocol-error', 'no CONNECT in time'), connectWaitMs)

  function end(reason: OfflineReason, detail: string): void {
    if (over) return
    over = true
    clock.clear(wait)
    if (entered) handlers.ended(connection, reason, detail)
    else if (verdict === undefined) handlers.failed(address, detail)
  }

  return {
    connection,
    get verdict() {
      return verdict
    },
    arrive(packet) {
      clock.clear(wait)
      verdict = judge(packet, handlers)
      if ('returnCode' in verdict) handlers.refused(address, packet.clientId, verdict)
      else prepare(packet, verdict)
    },
    enter(admission) {
      entered = true
      return handlers.admitted(connection, admission)
    },
    fail: (error) => void (failure ??= error),
    closed: () => end(...whyClosed(client, failure)),
  }
}

function connect(client: Client, address: string, end: (reason: OfflineReason, detail: string) => void): Connection {
  let lastSent = Promise.resolve()
  return {
    address,
    publish(topic, payload, qos) {
      // One after the other: aedes numbers messages when they are handed over and drops one that another overtook.
      lastSent = lastSent.then(() => send(client, topic, payload, qos))
    },
    close(reason, detail = '') {
      end(reason, detail)
      return new Promise((resolve) => client.close(resolve))
    },
  }
}

/** Protocol levels are checked by aedes itself, after this and before the verdict is asked for. */
function judge(packet: ConnectPacket, handlers: BrokerHandlers): Admission | Refusal {
  const level = packet.protocolVersion ?? 4
  if (level === 3 || level === 4) return handlers.judge(asRequest(packet))
  return { returnCode: 1, detail: `protocol level ${level}, wanted 4 (MQTT 3.1.1) or 3` }
}

function asRequest(packet: ConnectPacket): LoginRequest {
  const { clientId, username = '', password, keepalive = 0 } = packet
  return { clientId, username, password: password?.toString('utf8') ?? '', keepAliveS: keepalive }
}

/** The keep alive and the one session are the platform's own: by device, whatever the clientId. There are no wills. */
function prepare(packet: ConnectPacket, admission: Admission): void {
  packet.keepalive = 0
  packet.clientId = deviceKey(admission.device)
  delete packet.will
}

function send(client: Client, topic: string, payload: string | Buffer, qos: 0 | 1): Promise<void> {
  if (client.closed) return Promise.resolve()
  return new Promise((resolve) => {
    // A failed write ends the connection, which is reported there.
    client.publish({ cmd: 'publish', topic, payload, qos, dup: false, retain: false }, () => resolve())
  })
}

function whyClosed(client: Client, failure: Error | undefined): [OfflineReason, string] {
  if (failure !== undefined) {
    // The system's errors carry a code (ECONNRESET ...), the parser's and the broker's do not.
    return ['code' in failure ? 'socket-closed' : 'protocol-error', failure.message]
  }
  // aedes keeps the fact that a DISCONNECT came in a field of its own and tells nobody.
  return Reflect.get(client, '_disconnected') === true ? ['disconnect', ''] : ['socket-closed', '']
}
