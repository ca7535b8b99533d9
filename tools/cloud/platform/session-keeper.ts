import type { BrokerHandlers, Connection } from '../wire/connection.ts'
import { nameOf } from '../../device-names/names.ts'
import type { Registry } from '../store/registry.ts'
import type { Downlink } from '../session/downlink.ts'
import type { EventHub } from '../model/events.ts'
import type { Faults } from '../session/faults.ts'
import type { KeepAlive } from '../wire/keep-alive.ts'
import type { KeptSessions } from '../session/kept-sessions.ts'
import { judgeLogin, parseUsername, type LoginBook } from '../login/login.ts'
import { returnCodes } from '../model/return-codes.ts'
import type { PacketTap } from '../wire/packet-tap.ts'
import type { Rules } from '../model/rules.ts'
import type { Session, Sessions } from '../session/sessions.ts'
import type { Store } from '../model/documents.ts'
import { subackFailure } from '../wire/subscribe-limits.ts'
import type { TakeUplink } from '../thing/uplink.ts'

export interface KeeperParts {
  readonly rules: Rules
  readonly hub: EventHub
  readonly sessions: Sessions
  readonly registry: Registry
  readonly book: LoginBook
  readonly keepAlive: KeepAlive<Connection>
  readonly kept: KeptSessions
  readonly downlink: Downlink
  readonly tap: PacketTap
  readonly faults: Faults
  readonly store: Store
  readonly wallNow: () => number
  readonly uplink: TakeUplink
  /** Called when a device is online: after its CONNACK, and the messages of its kept session. */
  readonly cameOnline: (session: Session) => void
}

/** What the broker calls: decides who may log in, whose session it replaces, and who may subscribe to what. */
export function createSessionKeeper(parts: KeeperParts): BrokerHandlers {
  return { ...keepDoor(parts), ...keepSession(parts), ...keepTopics(parts) }
}

type Door = Pick<
  BrokerHandlers,
  'identify' | 'judge' | 'refused' | 'failed' | 'seen' | 'faultsOf' | 'whenStored' | 'mustRefuse'
>
type Life = Pick<BrokerHandlers, 'admitted' | 'ready' | 'ended' | 'heard' | 'acknowledged'>
type Topics = Pick<BrokerHandlers, 'subscribe' | 'unsubscribe' | 'uplink'>

function keepDoor({ rules, hub, registry, book, tap, faults, store }: KeeperParts): Door {
  return {
    identify(username = '') {
      const name = parseUsername(username)
      const device = name === undefined ? undefined : registry.find(name)
      return device === undefined ? undefined : nameOf(device)
    },
    judge(request) {
      const trouble = store.trouble()
      return trouble === undefined ? judgeLogin(request, book, rules) : { returnCode: 3, detail: trouble }
    },
    refused(address, clientId, { returnCode, detail }, subject) {
      const meaning = returnCodes[returnCode]
      const whose = subject === undefined ? {} : { subject }
      hub.emit({ type: 'refused', address, clientId, returnCode, meaning, detail, ...whose })
    },
    failed: (address, detail) => hub.emit({ type: 'connection-failed', address, detail }),
    seen: (device, direction, packet) => tap.see(device, direction, packet),
    faultsOf: faults.of,
    whenStored: store.whenStored,
    mustRefuse: () => (store.isBehind() ? store.trouble() : undefined),
  }
}

function keepSession(parts: KeeperParts): Life {
  const { hub, sessions, registry, keepAlive, kept, downlink, wallNow } = parts
  return {
    async admitted(connection, admission) {
      const before = kept.login(admission.device, admission.cleanSession)
      const older = sessions.open(connection, admission, before)
      if (older !== undefined) await older.connection.close('kicked', `a newer login from ${connection.address}`)
      return { sessionPresent: before !== undefined }
    },
    ready(connection) {
      const session = sessions.of(connection)
      if (session === undefined) return
      const { keepAliveS, clientId, cleanSession } = session.admission
      session.ready = true
      keepAlive.start(connection, keepAliveS)
      const device = nameOf(session.device)
      const { address } = connection
      const now = wallNow()
      const activatedAtMs = registry.find(device)?.activatedAtMs ?? now
      registry.note(device, { activatedAtMs, lastOnlineAtMs: now, address })
      kept.changed(session)
      hub.emit({ type: 'online', device, address, clientId: clientId.clientId, keepAliveS, cleanSession })
      downlink.catchUp(session)
      parts.cameOnline(session)
    },
    ended(connection, reason, detail) {
      keepAlive.stop(connection)
      const session = sessions.close(connection)
      if (session?.ready !== true) return
      const device = nameOf(session.device)
      registry.note(device, { lastOnlineAtMs: wallNow(), asksDesired: session.asksDesired === true })
      hub.emit({ type: 'offline', device, reason, detail })
    },
    heard: (connection) => keepAlive.heard(connection),
    acknowledged(connection, packetId) {
      const session = sessions.of(connection)
      if (session?.admission.cleanSession === false) kept.acknowledged(session, packetId)
    },
  }
}

function keepTopics({ rules, hub, sessions, kept, uplink }: KeeperParts): Topics {
  const hasRoom = ({ delivery }: Session, topicFilter: string) =>
    delivery.subscribed.has(topicFilter) || delivery.subscribed.size < rules.subscriptions
  return {
    subscribe(connection, topicFilter, qos) {
      const session = sessions.of(connection)
      if (session === undefined) return false
      const may = session.rights.maySubscribe(topicFilter) && hasRoom(session, topicFilter)
      if (may) {
        session.delivery.subscribe(topicFilter)
        kept.changed(session)
      }
      const device = nameOf(session.device)
      hub.emit({ type: 'subscribe', device, topicFilter, granted: may ? qos : subackFailure })
      return may
    },
    unsubscribe(connection, topicFilter) {
      const session = sessions.of(connection)
      if (session === undefined) return
      session.delivery.unsubscribe(topicFilter)
      kept.changed(session)
      hub.emit({ type: 'unsubscribe', device: nameOf(session.device), topicFilter })
    },
    uplink(connection, message, acknowledge) {
      const session = sessions.of(connection)
      if (session !== undefined) uplink(session, message, acknowledge)
    },
  }
}
