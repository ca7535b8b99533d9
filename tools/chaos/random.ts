/** A random generator: the same seed gives the same numbers. */
export interface Random {
  /** 0 <= x < 1, 32 bits of it. */
  next(): number
  /** An integer, 0 <= n < below; 0 when `below` is not above 0. */
  below(below: number): number
  /** True with a probability of `percent`. */
  chance(percent: number): boolean
  /** One of the items; throws RangeError when there is none. */
  pick<T>(items: readonly T[]): T
  bytes(count: number): Uint8Array
}

/** Returns a generator. The seed is any integer, or a text such as a test's name. */
export function createRandom(seed: number | string): Random {
  return randomFrom(xoshiro128(fourWords(seed)))
}

/**
 * xoshiro128** 1.1 of David Blackman and Sebastiano Vigna (public domain, https://prng.di.unimi.it/xoshiro128starstar.c):
 * 32 bits a call, period 2^128 - 1. The state must not be all 0. Not for secrets.
 */
export function xoshiro128(state: readonly [number, number, number, number]): () => number {
  let [a, b, c, d] = state
  return () => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = rotate(d, 11)
    return result
  }
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by))
}

/** Spreads a seed over 128 bits: FNV-1a over its text, then the finalizer of MurmurHash3 over a Weyl sequence. */
function fourWords(seed: number | string): [number, number, number, number] {
  let hash = 0x811c9dc5
  for (const char of String(seed)) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193)
  const word = (): number => {
    hash = (hash + 0x9e3779b9) | 0
    let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
    return mixed ^ (mixed >>> 16)
  }
  return [word(), word(), word(), word()]
}

function randomFrom(nextWord: () => number): Random {
  const random: Random = {
    next: () => nextWord() / 2 ** 32,
    below: (below) => (below > 0 ? Math.floor(random.next() * below) : 0),
    chance: (percent) => random.next() * 100 < percent,
    pick(items) {
      const item = items[random.below(items.length)]
      if (item === undefined) throw new RangeError('nothing to pick from')
      return item
    },
    bytes: (count) => Uint8Array.from({ length: count }, () => nextWord() >>> 24),
  }
  return random
}
