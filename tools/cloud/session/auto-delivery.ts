import type { DeviceName } from '../../device-names/names.ts'
import type { Rules } from '../model/rules.ts'
import { covers } from './topics.ts'

/**
 * The topics that need no SUBSCRIBE in a session that gets them automatically: the documented list for a device's own
 * thing model, those that the C Link SDK relies on without ever subscribing, and the replies to requests that this
 * platform refuses.
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
    'thing/deviceinfo/get_reply',
    'thing/log/post_reply',
    '_thing/diag/post_reply',
    'thing/dsltemplate/get_reply',
    'broadcast/request/+',
  ]
  const refused = [
    ...['thing/topo/+', 'thing/sub/+', 'thing/proxy/provisioning/+', 'thing/list/+', 'thing/event/property/pack/+'],
    ...[
      'thing/disable_reply',
      'thing/enable_reply',
      'thing/delete_reply',
      'thing/file/#',
      'thing/job/#',
      'thing/lan/#',
    ],
  ]
  const elsewhere = [
    `/ota/device/upgrade/${productKey}/${deviceName}`,
    `/ext/ntp/${productKey}/${deviceName}/response`,
    `/ext/session/${productKey}/${deviceName}/combine/+`,
    `/ext/error/${productKey}/${deviceName}`,
  ]
  return [...[...documented, ...reliedOn, ...refused].map((tail) => `${own}/${tail}`), ...elsewhere]
}

/** How many topics a session remembers its decision for. */
const longestMemory = 100

const noneBefore = { subscribed: [], turnedOff: [] }

/** What is delivered in one session: what it subscribed to, and what it gets without. */
export interface Delivery {
  /** What a kept session remembers. */
  readonly subscribed: ReadonlySet<string>
  readonly turnedOff: ReadonlySet<string>
  subscribe(topicFilter: string): void
  /** Ends the subscription, and turns automatic delivery off for what the filter matches. */
  unsubscribe(topicFilter: string): void
  wants(topicName: string): boolean
}

/** `before` is what a kept session remembers. */
export function createDelivery(
  device: DeviceName,
  mode: Rules['autoDelivery'],
  askedForAuto: boolean,
  before: { readonly subscribed: readonly string[]; readonly turnedOff: readonly string[] } = noneBefore,
): Delivery {
  const automatic = mode === 'always' || (mode === 'ss' && askedForAuto) ? autoFilters(device) : []
  const subscribed = new Set(before.subscribed)
  const turnedOff = new Set(before.turnedOff)
  const anyCovers = (topicFilters: Iterable<string>, topicName: string) =>
    [...topicFilters].some((topicFilter) => covers(topicFilter, topicName))
  // A device gets messages on a few topics, again and again.
  const known = new Map<string, boolean>()
  return {
    subscribed,
    turnedOff,
    subscribe(topicFilter) {
      known.clear()
      subscribed.add(topicFilter)
      turnedOff.delete(topicFilter)
    },
    unsubscribe(topicFilter) {
      known.clear()
      subscribed.delete(topicFilter)
      turnedOff.add(topicFilter)
    },
    wants(topicName) {
      const before = known.get(topicName)
      if (before !== undefined) return before
      const wanted =
        anyCovers(subscribed, topicName) || (anyCovers(automatic, topicName) && !anyCovers(turnedOff, topicName))
      if (known.size < longestMemory) known.set(topicName, wanted)
      return wanted
    },
  }
}
