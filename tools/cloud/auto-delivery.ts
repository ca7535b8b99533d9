import type { DeviceName } from './devices.ts'
import type { Rules } from './rules.ts'
import { covers } from './topics.ts'

/**
 * The topics that need no SUBSCRIBE in a session that gets them automatically: the documented list for a device's own
 * thing model, and below it those that the C Link SDK relies on without ever subscribing to them.
 */
function autoFilters({ productKey, deviceName }: DeviceName): string[] {
  const own = `/sys/${productKey}/${deviceName}`
  const documented = [
    'thing/model/down_raw',
    'thing/model/up_raw_reply',
    'thing/event/+/post_reply',
    'thing/deviceinfo/update_reply',
    'thing/deviceinfo/delete_reply',
    'thing/dynamicTsl/get_reply',
    'rrpc/request/+',
    'thing/service/property/set',
    'thing/event/property/history/post_reply',
    'thing/service/+',
  ]
  const reliedOn = [
    'thing/config/push',
    'thing/config/get_reply',
    'thing/config/log/#',
    'thing/ota/firmware/get_reply',
    'thing/event/property/batch/post_reply',
    'thing/property/desired/get_reply',
    'thing/property/desired/delete_reply',
  ]
  const elsewhere = [`/ota/device/upgrade/${productKey}/${deviceName}`, `/ext/ntp/${productKey}/${deviceName}/response`]
  return [...[...documented, ...reliedOn].map((tail) => `${own}/${tail}`), ...elsewhere]
}

/** What one session wants delivered: its subscriptions, and what it gets without one. */
export interface Delivery {
  subscribe(topicFilter: string): void
  /** Ends the subscription, and turns automatic delivery off for what the filter matches. */
  unsubscribe(topicFilter: string): void
  wants(topicName: string): boolean
}

export function createDelivery(device: DeviceName, mode: Rules['autoDelivery'], askedForAuto: boolean): Delivery {
  const automatic = mode === 'always' || (mode === 'ss' && askedForAuto) ? autoFilters(device) : []
  const subscribed = new Set<string>()
  const turnedOff = new Set<string>()
  const anyCovers = (topicFilters: Iterable<string>, topicName: string) =>
    [...topicFilters].some((topicFilter) => covers(topicFilter, topicName))
  return {
    subscribe(topicFilter) {
      subscribed.add(topicFilter)
      turnedOff.delete(topicFilter)
    },
    unsubscribe(topicFilter) {
      subscribed.delete(topicFilter)
      turnedOff.add(topicFilter)
    },
    wants: (topicName) =>
      anyCovers(subscribed, topicName) || (anyCovers(automatic, topicName) && !anyCovers(turnedOff, topicName)),
  }
}
