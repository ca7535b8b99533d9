import type { Plugin } from 'rollup'

export declare const shortenWords: (words: {
  readonly inside: readonly string[]
  readonly faults: readonly string[]
}) => Plugin
