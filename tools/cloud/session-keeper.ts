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
export function createSessionKeeper(parts: KeeperParts): BrokerHandlers {
  return { ...keepDoor(parts), ...keepTopics(parts) }
}

type Door = Pick<BrokerHandlers, 'judge' | 'refused' | 'failed' | 'admitted' | 'ready' | 'ended' | 'heard'>
type Topics = Pick<BrokerHandlers, 'subscribe' | 'unsubscribe' | 'uplink'>

function keepDoor({ rules, hub, sessions, book, keepAlive }: KeeperParts): Door {
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
      const { keepAliveS, clientId } = session.admission
      session.ready = true
      keepAlive.start(connection, keepAliveS)
      const device = nameOf(session.device)
      const { address } = connection
      hub.emit({ type: 'online', device, address, clientId: clientId.clientId, keepAliveS, cleanSession })
    },
    ended(connection, reason, detail) {
      keepAlive.stop(connection)
      const session = sessions.close(connection)
      if (session?.ready === true) hub.emit({ type: 'offline', device: nameOf(session.device), reason, detail })
    },
    heard: (connection) => keepAlive.heard(connection),
  }
}

function keepTopics({ hub, sessions, uplink }: KeeperParts): Topics {
  return {
    subscribe(connection, topicFilter, qos) {
      const session = sessions.of(connection)
      if (session === undefined) return false
      const may = session.rights.maySubscribe(topicFilter)
      if (may) session.delivery.subscribe(topicFilter)
      const device = nameOf(session.device)
      // What a kept session had subscribed comes back before its CONNACK; the device did not ask again.
      if (session.ready) hub.emit({ type: 'subscribe', device, topicFilter, granted: may ? qos : subackFailure })
      return may
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
