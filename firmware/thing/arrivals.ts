import type { Bytes } from '../platform/platform.ts'

/** Returns whether a message is for this feature, which has handled it then. */
export type Arrival = (topic: Bytes, payload: Bytes) => unknown

/** Undefined, and all that depends on it gone from the script, where no feature listens to a topic. */
let arrivals: Arrival[] | undefined

/** Has `arrival` asked for each message that is no property set and not retained. @seldom */
export function onArrival(arrival: Arrival): void {
  arrivals = arrivals || []
  arrivals.push(arrival)
}

/** Returns whether a feature has taken a message. @seldom */
export function hasArrived(topic: Bytes, payload: Bytes): boolean {
  return !!arrivals && arrivals.some((arrival) => arrival(topic, payload))
}
