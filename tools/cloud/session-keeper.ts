import type { BrokerHandlers, Connection, Uplink } from './connection.ts'
import { nameOf } from './devices.ts'
import type { EventHub } from './events.ts'
import type { KeepAlive } from './keep-alive.ts'
import { judgeLogin, returnCodes, type LoginBook } from './login.ts'
import type { Rules } from './rules.ts'
import type { Session, Sessions } from './sessions.ts'

export interface KeeperParts {
  readonly rules: Rules
  readonly hub: EventHub
  readonly sessions: Sessions
  readonly book: LoginBook
  readonly keepAlive: KeepAlive<Connection>
  readonly uplink: (session: Session, message: Uplink) => void
}

/** SUBACK's word for no (MQTT 3.1.1 §3.9.3). */
const subackFailure = 0x80

/** Answers the broker's questions: who comes in, who has to go for it, and who may subscribe to what. */
export function createSessionKeeper({ rules, hub, sessions, book, keepAlive, uplink }: KeeperParts): BrokerHandlers {
  return {
    judge: (request) => judgeLogin(request, book, rules),
    refused(address, clientId, { returnCode, detail }) {
      hub.emit({ type: 'refused', address, clientId, returnCode, meaning: returnCodes[returnCode], detail })
    },
    failed: (address, detail) => hub.emit({ type: 'connection-failed', address, detail }),
    async admitted(connection, admission) {
      const older = sessions.open(connection, admission)
      if (older !== undefined) await older.connection.close('kicked', `a newer login from ${connection.address}`)
    },
    ready(connection, cleanSession) {
      const session = sessions.of(connection)
      if (session === undefined) return
      const { device, keepAliveS, clientId } = session.admission
      session.ready = true
      keepAlive.start(connection, keepAliveS)
      const { address } = connection
      hub.emit({
        type: 'online',
        device: nameOf(device),
        address,
        clientId: clientId.clientId,
        keepAliveS,
        cleanSession,
      })
    },
    ended(connection, reason, detail) {
      keepAlive.stop(connection)
      const session = sessions.close(connection)
      if (session?.ready === true) hub.emit({ type: 'offline', device: nameOf(session.device), reason, detail })
    },
    heard: (connection) => keepAlive.heard(connection),
    subscribe(connection, topicFilter, qos) {
      const session = sessions.of(connection)
      if (session === undefined) return false
      const granted = session.rights.maySubscribe(topicFilter)
      if (granted) session.delivery.subscribe(topicFilter)
      // What a kept session had subscribed comes back before its CONNACK; the device did not ask again.
      const event = { device: nameOf(session.device), topicFilter, granted: granted ? qos : subackFailure }
      if (session.ready) hub.emit({ type: 'subscribe', ...event })
      return granted
    },
    unsubscribe(connection, topicFilter) {
      const session = sessions.of(connection)
      if (session === undefined) return
      session.delivery.unsubscribe(topicFilter)
      hub.emit({ type: 'unsubscribe', device: nameOf(session.device), topicFilter })
    },
    uplink(connection, message) {
      const session = sessions.of(connection)
      if (session !== undefined) uplink(session, message)
    },
  }
}
