let count = 0

/** Returns another number at each call: ids of property posts, packetIds of PUBLISHes of QoS 1. */
export function nextCount(): number {
  return ++count
}
