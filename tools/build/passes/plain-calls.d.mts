import type { Expression, Program } from 'acorn'
import type { Plugin } from 'rollup'

export function plainCalls(entry: string): Plugin
export function hasPlainCalls(
  tree: Program,
  name: 'publish' | 'subscribe',
  isPlain?: (given: Expression[], depth: number) => boolean,
): boolean
