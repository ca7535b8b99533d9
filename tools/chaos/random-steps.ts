import type { Direction, Mode, Step } from './modes.ts'
import type { Random } from './random.ts'

/** How long the network is good between two faults, and how long a fault lasts, s. */
const quietS = { from: 5, upTo: 60 }
const faultS = { from: 1, upTo: 20 }

const directions: readonly (readonly Direction[])[] = [['up'], ['down'], ['up', 'down']]

const faults: readonly ((random: Random) => Mode)[] = [
  (random) => ({ mode: 'delay', ms: random.below(3000), extraMs: random.below(5000), extraPercent: random.below(50) }),
  () => ({ mode: 'stall' }),
  () => ({ mode: 'blackhole' }),
  (random) => ({ mode: 'cut', bytes: random.below(300), how: random.pick(['rst', 'fin']) }),
  (random) => ({ mode: 'corrupt', byte: 1 + random.below(200), xor: 0 }),
  (random) => ({ mode: 'split', upTo: 1 + random.below(20), gapMs: random.below(50) }),
]

/** Returns random faults, each followed by a quiet time, for a connection of at most `lastsMs`. */
export function randomSteps(random: Random, lastsMs: number): Step[] {
  const steps: Step[] = []
  for (let at = spanMs(random, quietS); at < lastsMs; at += spanMs(random, quietS)) {
    steps.push({ when: { afterMs: at }, directions: random.pick(directions), mode: random.pick(faults)(random) })
    at += spanMs(random, faultS)
    steps.push({ when: { afterMs: at }, directions: ['up', 'down'], mode: { mode: 'pass' } })
  }
  return steps
}

function spanMs(random: Random, { from, upTo }: { from: number; upTo: number }): number {
  return 1000 * from + random.below(1000 * (upTo - from))
}
