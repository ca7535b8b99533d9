/** What happens to one direction of a stream. Bytes are counted from when the mode is set; the first one is 1. */
export type Mode =
  | { mode: 'pass' }
  /** Everything comes `ms` late; each chunk, with a probability of `extraPercent`, `extraMs` later still. Order is kept. */
  | { mode: 'delay'; ms: number; extraMs: number; extraPercent: number }
  /** Nothing is read any more, so that the writer's window fills. What is held back arrives when the mode changes. */
  | { mode: 'stall' }
  /** Everything is read and lost, FIN and RST included. */
  | { mode: 'blackhole' }
  /** So many bytes still pass, then both directions end, by RST or by FIN. */
  | { mode: 'cut'; bytes: number; how: 'rst' | 'fin' }
  /** The byte of that number is XORed with `xor`, 1-255, or with a random byte when that is 0; then as 'pass'. */
  | { mode: 'corrupt'; byte: number; xor: number }
  /** Chunks are sent in pieces `gapMs` apart: of these sizes, over and over, or of random sizes from 1 to `upTo`. */
  | { mode: 'split'; sizes?: readonly number[]; upTo?: number; gapMs: number }

/** From the device to the cloud, or back. */
export type Direction = 'up' | 'down'

/** A mode, and when it begins: so long after the connection opened, or after so many bytes of that direction. */
export interface Step {
  when: { afterMs: number } | { afterBytes: number }
  directions: readonly Direction[]
  mode: Mode
}

/** Returns a mode as a log shows it: `delay ms=200 extraMs=0 extraPercent=0`. */
export function modeText({ mode, ...fields }: Mode): string {
  return [mode, ...Object.entries(fields).map(([name, value]) => `${name}=${String(value)}`)].join(' ')
}
