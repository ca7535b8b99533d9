import type { Clock } from '../../time/clock.ts'
import { deviceKey } from '../model/device.ts'
import type { DeviceName } from '../../device-names/names.ts'

/** When each asynchronous call was sent, so that the latency of its reply is known. */
export interface SentCalls {
  note(device: DeviceName, id: string): void
  /** Returns the ms since the call with this id was sent, once; null if there is no such call. */
  take(device: DeviceName, id: string): number | null
}

/** How many calls are remembered: a device that never replies must not fill the memory. */
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
