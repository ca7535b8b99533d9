import { logBug } from '../app-bug.ts'
import { device, namesOfDevice, useProductMark } from '../identity/topics.ts'
import type { Bytes } from '../platform/platform.ts'
import { onArrival } from './arrivals.ts'
import { wantFilter } from './to-link.ts'

/** So many ids of broadcasts are remembered, and so much of each, bytes; documented ids are decimal numbers. */
const idsMax = 4
const idBytes = 40

/** Those of the newest broadcasts to all devices, the newest last. */
const ids: Bytes[] = []

/**
 * Calls `handler` with each broadcast to all devices of the product that are online; with `name` with each one on
 * /broadcast/{productKey}/{name}, which is subscribed to; one handler each. A broadcast to all that comes again with its id is
 * handled once; those with a name have no id.
 */
export function onBroadcast(handler: (payload: Bytes, name?: string) => void, name?: string): void {
  if (name) {
    useProductMark()
    wantFilter('/broadcast/{productKey}/' + name)
  }
  onArrival((topic, payload) => {
    const head = name ? '/broadcast/' + namesOfDevice()[1] + '/' : '/sys' + device + 'broadcast/request/'
    const rest = topic.substr(head.length)
    if (!topic.startsWith(head, 0) || (name && rest !== name)) return false
    if (name || isNew(rest.substr(-idBytes)))
      try {
        handler(payload, name)
      } catch (error) {
        logBug(error as Error)
      }
    return true
  })
}

/** Returns whether a broadcast with this id has not come before, and remembers it. @seldom */
function isNew(id: Bytes): boolean {
  if (ids.indexOf(id) >= 0) return false
  if (ids.push(id) > idsMax) ids.shift()
  return true
}
