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

/** Bytes of the heap that a forced collection leaves. */
export function retainedHeap(): number {
  // What the first one finalizes, the second takes.
  collect()
  collect()
  return process.memoryUsage().heapUsed
}
