import type MagicString from 'magic-string'
import type { Node, SourceFile } from 'typescript'

export declare function toByteStrings(source: SourceFile, refuse: (node: Node, text: string) => void): MagicString
