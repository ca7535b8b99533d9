import type { Client, ConnectPacket } from 'aedes'
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
  /** The verdict is an admission, and the platform has been told. */
  enter(admission: Admission): Promise<void>
  /** The stream or the protocol broke. */
  fail(error: Error): void
  /** The stream is closed. */
  closed(): void
}

export function createGuest(client: Client, address: string, handlers: BrokerHandlers): Guest {
  let verdict: Admission | Refusal | undefined
  let entered = false
  let over = false
  let failure: Error | undefined
  let lastSent = Promise.resolve()

  function end(reason: OfflineReason, detail: string): void {
    if (over) return
    over = true
    if (entered) handlers.ended(connection, reason, detail)
    else if (verdict === undefined) handlers.failed(address, detail)
  }

  const connection: Connection = {
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

  return {
    connection,
    get verdict() {
      return verdict
    },
    arrive(packet) {
      verdict = judge(packet, address, handlers)
      // The keep alive and the session rule are the platform's own: by device, whatever the clientId. No wills.
      packet.keepalive = 0
      delete packet.will
      if ('device' in verdict) packet.clientId = deviceKey(verdict.device)
    },
    enter(admission) {
      entered = true
      return handlers.admitted(connection, admission)
    },
    fail(error) {
      failure ??= error
    },
    closed: () => end(...whyClosed(client, failure)),
  }
}

/** Protocol levels are checked by aedes itself, after this and before the verdict is asked for. */
function judge(packet: ConnectPacket, address: string, handlers: BrokerHandlers): Admission | Refusal {
  const level = packet.protocolVersion ?? 4
  const verdict: Admission | Refusal =
    level === 3 || level === 4
      ? handlers.judge(asRequest(packet))
      : { returnCode: 1, detail: `protocol level ${level}, wanted 4 (MQTT 3.1.1) or 3` }
  if ('returnCode' in verdict) handlers.refused(address, packet.clientId, verdict)
  return verdict
}

function asRequest(packet: ConnectPacket): LoginRequest {
  const { clientId, username = '', password, keepalive = 0 } = packet
  return { clientId, username, password: password?.toString('utf8') ?? '', keepAliveS: keepalive }
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
