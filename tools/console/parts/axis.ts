/** The ends of an axis and its ticks, which are strings so that all have the same number of decimals. */
export interface Axis {
  readonly low: number
  readonly high: number
  readonly ticks: readonly string[]
}

/** The most steps of an axis. */
const mostSteps = 4

/** An axis around values: from a round number below the lowest to one above the highest, in steps of 1, 2 or 5. */
export function axisOf(values: readonly number[]): Axis {
  const lowest = values.reduce((one, other) => Math.min(one, other), Infinity)
  const highest = values.reduce((one, other) => Math.max(one, other), -Infinity)
  // The axis of a switch is always 0 to 1, even if it had only one of the two values.
  const isSwitch = values.every((value) => value === 0 || value === 1)
  const [from, to] = isSwitch ? [0, 1] : [lowest, highest]
  const step = stepFor(to - from || Math.abs(from) / 10 || 1, isSwitch ? 1 : mostSteps)
  const [first, last] = [Math.floor(from / step), Math.ceil(to / step)]
  const decimals = Math.min(20, Math.max(0, -Math.floor(Math.log10(step) + 1e-9)))
  const ends = first === last ? [first - 1, last + 1] : [first, last]
  const [begin = first, end = last] = ends
  const ticks = Array.from({ length: end - begin + 1 }, (_, at) => ((begin + at) * step).toFixed(decimals))
  return { low: begin * step, high: end * step, ticks: ticks.map((tick) => tick.replace(/^-(?=[0.]+$)/, '')) }
}

/** The smallest step of 1, 2 or 5 times a power of ten that covers a span in so many steps. */
function stepFor(span: number, steps: number): number {
  const rough = span / steps
  const power = 10 ** Math.floor(Math.log10(rough))
  return power * ([1, 2, 5].find((factor) => factor * power >= rough * (1 - 1e-9)) ?? 10)
}
