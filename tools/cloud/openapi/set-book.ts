import { randomInt } from 'node:crypto'
import type { DeviceName } from '../devices.ts'
import type { JsonObject } from '../json.ts'
import type { Platform } from '../platform-types.ts'
import type { SetResult } from '../set-calls.ts'

/** Property sets under way and done, by MessageId: a call of SetDeviceProperty answers before the device has. */
export interface SetBook {
  /** Sends it, and answers its MessageId. */
  start(device: DeviceName, params: JsonObject): string
  /** What becomes of it; undefined when no such set is remembered. */
  result(messageId: string): Promise<SetResult> | undefined
}

/** Sets remembered at most: the newest. */
const mostSets = 1000

export function createSetBook(platform: Pick<Platform, 'onEvent' | 'setProperty'>): SetBook {
  const sets = new Map<string, Promise<SetResult>>()
  return {
    start(device, params) {
      let sentId: string | undefined
      const stop = platform.onEvent((event) => {
        if (event.type === 'property-set') sentId ??= event.id
      })
      // The set goes out, and its event comes, before this returns; what stays a promise is the device's answer.
      const result = platform.setProperty(device, params)
      stop()
      const messageId = sentId ?? `9${randomInt(1e9, 1e10)}`
      sets.set(messageId, result)
      const [oldest] = sets.keys()
      if (sets.size > mostSets && oldest !== undefined) sets.delete(oldest)
      return messageId
    },
    result: (messageId) => sets.get(messageId),
  }
}
