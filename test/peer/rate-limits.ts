import assert from 'node:assert/strict'

/** The most events in any window of `windowMs`, and when the fullest window begins. A window holds its first ms only. */
export function fullestWindow(times: readonly number[], windowMs: number): { count: number; since: number } {
  let fullest = { count: 0, since: 0 }
  let end = 0
  times.forEach((since, first) => {
    while ((times[end] ?? Infinity) < since + windowMs) end += 1
    if (end - first > fullest.count) fullest = { count: end - first, since }
  })
  return fullest
}

function assertAtMost(what: string, most: number, windowMs: number, times: readonly number[]): void {
  const { count, since } = fullestWindow(times, windowMs)
  assert.ok(count <= most, `${count} ${what} in ${windowMs / 1000} s from ${since} ms on, at most ${most} are allowed`)
}

/** Invariant I4: at most 5 CONNECTs in any 60 s and 21 in any 5 min. `times` in ms, rising. */
export function assertConnectRate(times: readonly number[]): void {
  assertAtMost('CONNECTs', 5, 60_000, times)
  assertAtMost('CONNECTs', 21, 300_000, times)
}

/** At most 25 PUBLISHes in any second; the platform drops the 31st in silence. `times` in ms, rising. */
export function assertPublishRate(times: readonly number[]): void {
  assertAtMost('PUBLISHes', 25, 1000, times)
}
