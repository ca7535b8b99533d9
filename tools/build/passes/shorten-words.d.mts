import type { Plugin } from 'rollup'

export declare const shortenWords: (words: {
  readonly inside: readonly string[]
  readonly faults: readonly string[]
  /** The files that use them, from firmware/ on. */
  readonly files: readonly string[]
}) => Plugin
