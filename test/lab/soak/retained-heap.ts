import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/**
 * Forces a collection; taken from a context made while the flag is on. Off again at once: every later context, a simulated
 * board's among them, would have a `gc` that cannot be removed.
 */
const collect = exposeGc()

function exposeGc(): () => void {
  setFlagsFromString('--expose-gc')
  const gc: unknown = runInNewContext('gc')
  setFlagsFromString('--no-expose-gc')
  if (typeof gc !== 'function') throw new Error('this Node has no gc()')
  return () => void Reflect.apply(gc, undefined, [])
}

/** A collection that frees less than this was the last that is worth it, bytes. */
const littleBytes = 16 * 1024
const mostCollections = 20

/** Bytes of the heap that forced collections leave, repeated until nothing more is freed. */
export async function retainedHeap(): Promise<number> {
  let least = Infinity
  for (let times = 0; times < mostCollections; times++) {
    collect()
    // Contexts of boards that are gone are let go of in tasks of the loop, and what they held by the next collection.
    await new Promise((resume) => setImmediate(resume))
    const { heapUsed } = process.memoryUsage()
    if (times > 1 && least - heapUsed < littleBytes) return Math.min(least, heapUsed)
    least = Math.min(least, heapUsed)
  }
  return least
}
