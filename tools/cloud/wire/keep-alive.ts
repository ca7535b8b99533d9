import type { Clock } from '../../time/clock.ts'

/** How long a device may be silent, as a multiple of its keepAlive (MQTT 3.1.1 §3.1.2.10). */
const allowance = 1.5

export interface KeepAlive<Key> {
  /** CONNACK was sent: the time runs from now. */
  start(key: Key, keepAliveS: number): void
  /** A packet came that resets the keep alive. */
  heard(key: Key): void
  stop(key: Key): void
  /** How long a session that stays silent lasts at most, ms; undefined if it is not watched. */
  leftMs(key: Key): number | undefined
  close(): void
}

/**
 * The platform's keep alive: every `scanMs` it looks at all sessions and ends those that were silent for 1.5 times
 * their keepAlive. So a session ends between 1.5 × keepAlive and one scan later, as documented for Aliyun. `onSilent`
 * is called once for each of them; it is not watched any more by then.
 */
export function createKeepAlive<Key>(clock: Clock, scanMs: number, onSilent: (key: Key) => void): KeepAlive<Key> {
  const sessions = new Map<Key, { allowedMs: number; heardAt: number }>()
  let timer = clock.set(scan, scanMs)
  let scannedAt = clock.now()

  function scan(): void {
    timer = clock.set(scan, scanMs)
    const now = (scannedAt = clock.now())
    const silent = [...sessions].filter(([, session]) => now - session.heardAt >= session.allowedMs)
    for (const [key] of silent) {
      sessions.delete(key)
      onSilent(key)
    }
  }

  return {
    start(key, keepAliveS) {
      sessions.set(key, { allowedMs: keepAliveS * 1000 * allowance, heardAt: clock.now() })
    },
    heard(key) {
      const session = sessions.get(key)
      if (session !== undefined) session.heardAt = clock.now()
    },
    leftMs(key) {
      const session = sessions.get(key)
      if (session === undefined) return undefined
      const scans = Math.ceil((session.heardAt + session.allowedMs - scannedAt) / scanMs)
      return scannedAt + scans * scanMs - clock.now()
    },
    stop: (key) => void sessions.delete(key),
    close: () => clock.clear(timer),
  }
}
