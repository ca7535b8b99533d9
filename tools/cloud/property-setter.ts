import { nameOf, type DeviceName } from './devices.ts'
import type { EventHub } from './events.ts'
import type { JsonObject } from './json.ts'
import { deliver, type Sessions } from './sessions.ts'
import type { SetCalls, SetResult } from './set-calls.ts'
import { propertyTopics, writePropertySet } from './thing.ts'

export interface SetterParts {
  readonly hub: EventHub
  readonly sessions: Sessions
  readonly calls: SetCalls
}

/** Sends property sets, with ids counted from 1, and waits for what becomes of each. Never rejects. */
export function createPropertySetter({ hub, sessions, calls }: SetterParts, qos: 0 | 1) {
  let lastId = 0
  return async (device: DeviceName, params: JsonObject): Promise<SetResult> => {
    const session = sessions.online(device)
    if (session === undefined) return { outcome: 'offline' }
    const id = String(++lastId)
    const sent = deliver(session, propertyTopics(device).set, writePropertySet(id, params), qos)
    if (!sent) return { outcome: 'not-subscribed' }
    hub.emit({ type: 'property-set', device: nameOf(device), id, params })
    return calls.wait(device, id, params)
  }
}
