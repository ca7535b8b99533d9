/** What happens to one direction of a stream. Bytes are counted from the moment the mode is set, the first is 1. */
export type Mode =
  | { mode: 'pass' }
  /** Everything comes `ms` late; each chunk, with a chance of `extraPercent`, another `extraMs`. Order is kept. */
  | { mode: 'delay'; ms: number; extraMs: number; extraPercent: number }
  /** Nothing is read any more, so that the writer's window fills. What is held back arrives when the mode changes. */
  | { mode: 'stall' }
  /** Everything is read and lost, FIN and RST included: nobody hears of it. */
  | { mode: 'blackhole' }
  /** So many bytes still pass, then both directions end, by RST or by FIN. */
  | { mode: 'cut'; bytes: number; how: 'rst' | 'fin' }
  /** The byte of that number is XORed with `xor`, 1-255, or with a random one when that is 0; then as 'pass'. */
  | { mode: 'corrupt'; byte: number; xor: number }
  /** Chunks go out in pieces of these sizes, over and over, else of random sizes from 1 to `upTo`; `gapMs` apart. */
  | { mode: 'split'; sizes?: readonly number[]; upTo?: number; gapMs: number }

/** From the device to the cloud, or back. */
export type Direction = 'up' | 'down'

/** A mode, and when a connection takes it: so long after it opened, or after so many bytes of that direction. */
export interface Step {
  when: { afterMs: number } | { afterBytes: number }
  directions: readonly Direction[]
  mode: Mode
}

/** A mode as a log shows it: `delay ms=200 extraMs=0 extraPercent=0`. */
export function modeText({ mode, ...fields }: Mode): string {
  return [mode, ...Object.entries(fields).map(([name, value]) => `${name}=${String(value)}`)].join(' ')
}
