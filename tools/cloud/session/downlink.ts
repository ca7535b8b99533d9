import { deviceKey } from '../model/device.ts'
import { nameOf, type DeviceName } from '../../device-names/names.ts'
import type { Drops } from './drops.ts'
import type { EventHub } from '../model/events.ts'
import type { KeptSessions } from './kept-sessions.ts'
import type { Sent } from '../model/outcomes.ts'
import type { Session, Sessions } from './sessions.ts'

/** The only way from the platform to devices. */
export interface Downlink {
  /**
   * Sends a message once if the device subscribed to it, however many filters match. QoS 1 is kept for a kept session.
   */
  send(device: DeviceName, topicName: string, payload: string | Buffer, qos: 0 | 1): Sent
  /** Sends what waits for a session that has just begun. */
  catchUp(session: Session): void
}

export interface DownlinkParts {
  readonly hub: EventHub
  readonly sessions: Sessions
  readonly kept: KeptSessions
  readonly drops: Drops
  /** Whether one more message to a device passes the rate limit. */
  readonly admit: (key: string) => boolean
}

export function createDownlink({ hub, sessions, kept, drops, admit }: DownlinkParts): Downlink {
  function leave(device: DeviceName, topicName: string, payload: string | Buffer, qos: 0 | 1): Sent {
    if (qos === 0 || !kept.wants(device, topicName)) return 'offline'
    const added = kept.add(device, topicName, Buffer.from(payload))
    if (added === 'full') drops.drop(device, topicName, 'queue-full')
    return added === 'added' ? tellQueued(device, topicName) : 'offline'
  }

  function sendKept(session: Session, topicName: string, payload: string | Buffer): Sent {
    const sent = kept.send(session, topicName, Buffer.from(payload))
    if (sent === 'queued') return tellQueued(session.device, topicName)
    if (sent === 'full') drops.drop(session.device, topicName, 'queue-full')
    return 'sent'
  }

  function tellQueued(device: DeviceName, topicName: string): Sent {
    hub.emit({ type: 'queued', device: nameOf(device), topicName })
    return 'queued'
  }

  return {
    send(device, topicName, payload, qos) {
      const session = sessions.online(device)
      if (session === undefined) return leave(device, topicName, payload, qos)
      if (!session.delivery.wants(topicName)) return 'not-subscribed'
      if (!admit(deviceKey(device))) {
        drops.drop(device, topicName, 'downlink-rate-limit')
        return 'rate-limited'
      }
      if (qos === 1 && !session.admission.cleanSession) return sendKept(session, topicName, payload)
      session.connection.publish(topicName, payload, qos)
      return 'sent'
    },
    catchUp(session) {
      kept.deliver(session, ({ topicName }) => drops.drop(session.device, topicName, 'queue-expired'))
    },
  }
}
