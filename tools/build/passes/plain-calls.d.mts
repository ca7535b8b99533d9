import type { Node } from 'estree'
import type { Plugin } from 'rollup'

export function plainCalls(entry: string): Plugin
export function hasPlainCalls(tree: Node, name: 'publish' | 'subscribe'): boolean
