import type MagicString from 'magic-string'
import type { Node } from 'estree'

export declare function bindEngineNames(
  code: string,
  tree: Node,
  load: (name: string, at: number) => string | undefined,
): MagicString
