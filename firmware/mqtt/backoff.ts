/** The longest wait before another attempt, ms; where the fault will not mend itself, the wait is this from the start. */
export const ceilingMs = 60_000
const floorMs = 1000

/**
 * Full jitter with a floor: uniform(1 s, min(60 s, 2 s x 2^attempt)). Without jitter a fleet comes back in one second
 * after an outage (simulated: 1000 devices, 1000 connects/s against 35).
 * `attempt` counts from 0; `random` is uniform in [0, 1). Returns ms. @seldom
 */
export function backoffMs(attempt: number, random: number): number {
  const most = attempt > 4 ? ceilingMs : 2000 << attempt
  return floorMs + random * (most - floorMs)
}
