import { deviceKey } from '../model/device.ts'
import { nameOf, type DeviceName } from '../../device-names/names.ts'
import type { DropReason, EventHub } from '../model/events.ts'

/** Counts the messages that a rule dropped, and emits an event for each. */
export interface Drops {
  drop(device: DeviceName, topicName: string, reason: DropReason): void
}

export function createDrops(hub: EventHub): Drops {
  const totals = new Map<string, number>()
  return {
    drop(device, topicName, reason) {
      const key = `${deviceKey(device)} ${reason}`
      const total = (totals.get(key) ?? 0) + 1
      totals.set(key, total)
      hub.emit({ type: 'dropped', device: nameOf(device), topicName, reason, total })
    },
  }
}
