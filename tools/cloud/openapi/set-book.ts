import type { DeviceName } from '../../device-names/names.ts'
import type { JsonObject } from '../model/json.ts'
import type { SetResult } from '../model/outcomes.ts'
import type { Platform } from '../platform/platform.ts'
import type { Unsent } from './unsent.ts'

/** What SetDeviceProperty says: the property set is on its way or in a queue, or why its message did not leave. */
export type SetReceipt = { readonly messageId: string } | { readonly unsent: Unsent }

/** Property sets under way and done, by MessageId: a call of SetDeviceProperty returns before the device has replied. */
export interface SetBook {
  /** Sends it before this returns. */
  start(device: DeviceName, params: JsonObject): SetReceipt
  /** What becomes of it; undefined when no such set is remembered. */
  result(messageId: string): Promise<SetResult> | undefined
}

/** Sets that are remembered; beyond that the oldest is forgotten. */
const mostSets = 1000

export function createSetBook(platform: Pick<Platform, 'setProperty'>): SetBook {
  const sets = new Map<string, Promise<SetResult>>()
  return {
    start(device, params) {
      const { id, sent, result } = platform.setProperty(device, params)
      if (sent !== 'sent' && sent !== 'queued') return { unsent: sent }
      sets.set(id, result)
      const [oldest] = sets.keys()
      if (sets.size > mostSets && oldest !== undefined) sets.delete(oldest)
      return { messageId: id }
    },
    result: (messageId) => sets.get(messageId),
  }
}
