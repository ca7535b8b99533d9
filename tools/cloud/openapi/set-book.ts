import type { DeviceName } from '../../identity/names.ts'
import type { JsonObject } from '../model/json.ts'
import type { Platform } from '../platform/platform.ts'
import type { SetResult } from '../model/outcomes.ts'
import type { Unsent } from './unsent.ts'

/** A property set on its way, or in a queue, and a call whose message did not leave. */
export type StartedSet = { readonly messageId: string } | { readonly unsent: Unsent }

/** Property sets under way and done, by MessageId: a call of SetDeviceProperty answers before the device has. */
export interface SetBook {
  /** Sends it before this returns. */
  start(device: DeviceName, params: JsonObject): Promise<StartedSet>
  /** What becomes of it; undefined when no such set is remembered. */
  result(messageId: string): Promise<SetResult> | undefined
}

/** Sets remembered at most: the newest. */
const mostSets = 1000

export function createSetBook(platform: Pick<Platform, 'onEvent' | 'setProperty'>): SetBook {
  const sets = new Map<string, Promise<SetResult>>()
  return {
    async start(device, params) {
      let messageId: string | undefined
      const stop = platform.onEvent((event) => {
        if (event.type === 'property-set') messageId ??= event.id
      })
      // The set goes out, and its event comes, before this returns; what stays a promise is the device's answer.
      const result = platform.setProperty(device, params)
      stop()
      if (messageId === undefined) return { unsent: unsentIn(await result) }
      sets.set(messageId, result)
      const [oldest] = sets.keys()
      if (sets.size > mostSets && oldest !== undefined) sets.delete(oldest)
      return { messageId }
    },
    result: (messageId) => sets.get(messageId),
  }
}

function unsentIn(result: SetResult): Unsent {
  if ('id' in result) throw new Error('a set that was sent has an event')
  return result.outcome
}
