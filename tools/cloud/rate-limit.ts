import type { Clock } from '../board/clock.ts'

/**
 * At most `limit` admissions within any `windowMs`, counted for each key apart; what is turned away does not count.
 * Answers a function that says whether one more is admitted now.
 */
export function createRateLimit(
  clock: Pick<Clock, 'now'>,
  limit: number | 'unlimited',
  windowMs: number,
): (key: string) => boolean {
  const admitted = new Map<string, number[]>()
  if (limit === 'unlimited') return () => true
  return (key) => {
    const now = clock.now()
    const recent = (admitted.get(key) ?? []).filter((at) => now - at < windowMs)
    admitted.set(key, recent)
    if (recent.length >= limit) return false
    recent.push(now)
    return true
  }
}
