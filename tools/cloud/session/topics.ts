import type { DeviceName } from '../../device-names/names.ts'
import type { TopicPermission } from '../model/product.ts'

/** The longest topic, bytes. */
export const longestTopicBytes = 128
/** How many topics a session remembers its rights for. */
const mostVerdicts = 100
/** The most levels of a custom topic, which has as many as it has slashes. */
const mostCustomLevels = 7

/**
 * Whether `topicFilter` matches everything that `narrower` does: a topic name, or a topic filter.
 * Wildcards as in MQTT 3.1.1 §4.7: `+` stands for one level, `#` for the rest, the level above included.
 */
export function covers(topicFilter: string, narrower: string): boolean {
  const wide = topicFilter.split('/')
  const narrow = narrower.split('/')
  for (const [at, level] of wide.entries()) {
    if (level === '#') return true
    const other = narrow[at]
    if (other === undefined || other === '#') return false
    if (level !== '+' && level !== other) return false
  }
  return wide.length === narrow.length
}

/** Where a device may publish and subscribe; `classes` are the product's custom topic classes. */
export interface TopicRights {
  maySubscribe(topicFilter: string): boolean
  mayPublish(topicName: string): boolean
  /** Whether messages on a custom topic come back to the device that publishes them, if it subscribed. */
  isEchoed(topicName: string): boolean
}

/** The system topics of a device, as filters: its own names where the platform wants them. */
function systemFilters({ productKey, deviceName }: DeviceName): { subscribe: string[]; publish: string[] } {
  const own = `${productKey}/${deviceName}`
  const both = [`/sys/${own}/#`, '/ext/#', `/ota/+/${own}`, `/ota/device/+/${own}`, `/shadow/+/${own}`]
  return { subscribe: [...both, `/broadcast/${productKey}/#`], publish: both }
}

export function topicRights(device: DeviceName, classes: Readonly<Record<string, TopicPermission>>): TopicRights {
  const system = systemFilters(device)
  const custom = Object.entries(classes).map(([suffix, permission]) => ({
    topicFilter: `/${device.productKey}/${device.deviceName}/${suffix}`,
    pub: permission !== 'sub',
    sub: permission !== 'pub',
  }))
  const fits = (topic: string) => Buffer.byteLength(topic) <= longestTopicBytes
  const inCustom = (topic: string, may: 'pub' | 'sub') =>
    topic.split('/').length - 1 <= mostCustomLevels && custom.some((one) => one[may] && covers(one.topicFilter, topic))
  const verdicts = new Map<string, boolean>()
  return {
    maySubscribe: (topicFilter) =>
      fits(topicFilter) &&
      (inCustom(topicFilter, 'sub') || system.subscribe.some((one) => coversBelow(one, topicFilter))),
    mayPublish(topicName) {
      const before = verdicts.get(topicName)
      if (before !== undefined) return before
      const may =
        fits(topicName) && (inCustom(topicName, 'pub') || system.publish.some((one) => coversBelow(one, topicName)))
      // A device publishes to a few topics, again and again.
      if (verdicts.size < mostVerdicts) verdicts.set(topicName, may)
      return may
    },
    isEchoed: (topicName) => inCustom(topicName, 'pub') && inCustom(topicName, 'sub'),
  }
}

/** Like `covers`, but a `#` at the end needs at least one level: `/sys/{pk}/{dn}` alone is not a topic. */
function coversBelow(topicFilter: string, narrower: string): boolean {
  return covers(topicFilter, narrower) && (!topicFilter.endsWith('/#') || narrower !== topicFilter.slice(0, -2))
}
