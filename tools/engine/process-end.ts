const cleanups = new Set<() => void>()
let listening = false

/**
 * Runs `cleanup` when this process ends, by itself or by Ctrl-C, unless the returned function is called before.
 * `cleanup` must be synchronous.
 */
export function onProcessEnd(cleanup: () => void): () => void {
  if (!listening) {
    listening = true
    process.on('exit', runAll)
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => endBy(signal))
  }
  cleanups.add(cleanup)
  return () => cleanups.delete(cleanup)
}

function runAll(): void {
  for (const cleanup of cleanups) cleanup()
  cleanups.clear()
}

/** A tool with its own listener decides itself how to end; otherwise the signal ends the process as without ours. */
function endBy(signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP'): void {
  if (process.listenerCount(signal) > 1) return
  runAll()
  process.removeAllListeners(signal)
  process.kill(process.pid, signal)
}
