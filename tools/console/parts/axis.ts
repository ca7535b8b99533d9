/** The ends of an axis and its ticks, which are strings so that all have the same number of decimals. */
export interface Axis {
  readonly low: number
  readonly high: number
  readonly ticks: readonly string[]
}

/** The most steps of an axis. */
const mostSteps = 4
/** The least difference of values that an axis shows, as a part of the values. */
const leastSpan = 1e-9

/** An axis around values: from a round number below the lowest to one above the highest, in steps of 1, 2 or 5. */
export function axisOf(values: readonly number[]): Axis {
  const lowest = values.reduce((one, other) => Math.min(one, other), Infinity)
  const highest = values.reduce((one, other) => Math.max(one, other), -Infinity)
  // The axis of a switch is always 0 to 1, even if it had only one of the two values.
  const isSwitch = values.every((value) => value === 0 || value === 1)
  const [from, to] = isSwitch ? [0, 1] : [lowest, highest]
  // What differs in its last digits alone counts as one value: steps between would be smaller than the digits are.
  const isOne = to - from <= Math.max(Math.abs(from), Math.abs(to)) * leastSpan
  const step = stepFor(isOne ? Math.abs(from) / 10 || 1 : to - from, isSwitch ? 1 : mostSteps)
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
