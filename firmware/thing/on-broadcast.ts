import { logBug } from '../app-bug.ts'
import { device, namesOfDevice, useProductMark } from '../identity/topics.ts'
import type { Bytes } from '../platform/platform.ts'
import { onArrival } from './arrivals.ts'
import { wantFilter } from './to-link.ts'

/** So many ids of broadcasts are remembered, and so much of each, bytes; documented ids are decimal numbers. */
const idsMax = 4
const idBytes = 40

/** By name with a dollar sign before it, since each object has a toString; '$' for broadcasts to all. */
let handlers: { [key: string]: (payload: Bytes, name?: string) => void } | undefined
/** Those of the newest broadcasts to all devices, the newest last. */
const ids: Bytes[] = []

/**
 * Calls `handler` with each broadcast to all devices of the product that are online; with `name` with each one on
 * /broadcast/{productKey}/{name}, which is subscribed to; one handler each. A broadcast to all that comes again with its id is
 * handled once; those with a name have no id. @seldom
 */
export function onBroadcast(handler: (payload: Bytes, name?: string) => void, name?: string): void {
  if (!handlers) {
    handlers = {}
    onArrival(takeBroadcast)
  }
  handlers['$' + (name || '')] = handler
  if (!name) return
  useProductMark()
  wantFilter('/broadcast/{productKey}/' + name)
}

/** Returns whether a message is a broadcast that has a handler, which has handled it then. */
function takeBroadcast(topic: Bytes, payload: Bytes): boolean {
  const toAll = '/sys' + device + 'broadcast/request/'
  const isToAll = topic.startsWith(toAll, 0)
  const head = isToAll ? toAll : '/broadcast/' + namesOfDevice()[1] + '/'
  const rest = topic.substr(head.length)
  const handler = topic.startsWith(head, 0) && handlers!['$' + (isToAll ? '' : rest)]
  if (!handler) return false
  if (!isToAll || isNew(rest.substr(-idBytes)))
    try {
      handler(payload, isToAll ? undefined : rest)
    } catch (error) {
      logBug(error as Error)
    }
  return true
}

/** Returns whether a broadcast with this id has not come before, and remembers it. @seldom */
function isNew(id: Bytes): boolean {
  if (ids.indexOf(id) >= 0) return false
  if (ids.push(id) > idsMax) ids.shift()
  return true
}
