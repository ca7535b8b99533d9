import type { Clock } from '../../time/clock.ts'

/** From this many keys on, those without a recent admission are removed now and then. */
const manyKeys = 10_000

/**
 * Admits at most `limit` times within any `windowMs`, separately for each key; what is turned away does not count.
 * Returns a function that says whether one more is admitted now.
 */
export function createRateLimit(
  clock: Pick<Clock, 'now'>,
  limit: number | 'unlimited',
  windowMs: number,
): (key: string) => boolean {
  const admitted = new Map<string, number[]>()
  let sweepAt = manyKeys
  if (limit === 'unlimited') return () => true
  function sweep(now: number): void {
    for (const [key, times] of admitted) if (!times.some((at) => now - at < windowMs)) admitted.delete(key)
    sweepAt = Math.max(manyKeys, 2 * admitted.size)
  }
  return (key) => {
    const now = clock.now()
    if (admitted.size > sweepAt) sweep(now)
    const recent = (admitted.get(key) ?? []).filter((at) => now - at < windowMs)
    admitted.set(key, recent)
    if (recent.length >= limit) return false
    recent.push(now)
    return true
  }
}
