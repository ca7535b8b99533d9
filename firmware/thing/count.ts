/** Counts messages: ids of property posts, packetIds of PUBLISHes of QoS 1. */
export let count = 0

/** Returns another number at each call. */
export function nextCount(): number {
  return ++count
}
