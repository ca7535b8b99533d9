import type { Clock } from '../../time/clock.ts'
import { deviceKey } from '../model/device.ts'
import type { DeviceName } from '../../identity/names.ts'

/** Asynchronous calls that nobody waits for: when each was sent, so that its reply can be timed. */
export interface SentCalls {
  note(device: DeviceName, id: string): void
  /** ms since the call with this id was sent; null when there is none, or it was asked for already. */
  take(device: DeviceName, id: string): number | null
}

/** Calls that are remembered; a device that never answers must not fill the memory. */
const mostCalls = 10_000

export function createSentCalls(clock: Pick<Clock, 'now'>): SentCalls {
  const sentAt = new Map<string, number>()
  const keyOf = (device: DeviceName, id: string) => `${deviceKey(device)} ${id}`
  return {
    note(device, id) {
      sentAt.set(keyOf(device, id), clock.now())
      const [oldest] = sentAt.keys()
      if (sentAt.size > mostCalls && oldest !== undefined) sentAt.delete(oldest)
    },
    take(device, id) {
      const at = sentAt.get(keyOf(device, id))
      sentAt.delete(keyOf(device, id))
      return at === undefined ? null : clock.now() - at
    },
  }
}
