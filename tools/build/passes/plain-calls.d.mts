import type { Program } from 'acorn'
import type { Plugin } from 'rollup'

export function plainCalls(entry: string): Plugin
export function hasPlainCalls(tree: Program, name: 'publish' | 'subscribe'): boolean
