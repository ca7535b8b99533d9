import { findNodeAtLocation, parseTree, type Node, type ParseError } from 'jsonc-parser'
import type { Problem } from './problem.ts'

/** A path within the configuration, key by key. */
export type Path = readonly (string | number)[]

/** The text of a configuration, which can tell where in it a value or a key is. */
export class Source {
  /** The syntax tree, as far as the text could be read in spite of `faults`; undefined when it is empty. */
  readonly root: Node | undefined
  /** The places where it is not JSON, in the order of the text. */
  readonly faults: readonly ParseError[]

  constructor(readonly text: string) {
    const faults: ParseError[] = []
    this.root = parseTree(text, faults, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false })
    this.faults = faults.sort((one, other) => one.offset - other.offset)
  }

  /** The value as the engine reads it: of two equal keys the first counts. */
  get value(): unknown {
    return this.root === undefined ? undefined : toValue(this.root)
  }

  /** Returns a problem at an offset of the text. */
  problemAt(offset: number, problem: Partial<Problem> & { readonly got: string }): Problem {
    const before = this.text.slice(0, offset).split('\n')
    const column = [...(before.at(-1) ?? '')].length + 1
    return { severity: 'error', line: before.length, column, path: '', wanted: '', fix: '', ...problem }
  }

  /** Returns a problem of the value at `path`, or of what would contain it where it is missing. */
  problemOf(path: Path, problem: Partial<Problem> & { readonly got: string }): Problem {
    return this.problemAt(this.find(path)?.offset ?? 0, { path: path.join('.'), ...problem })
  }

  /** Returns a problem of the key at the end of `path`. */
  problemOfKey(path: Path, problem: Partial<Problem> & { readonly got: string }): Problem {
    const key = this.find(path)?.parent?.children?.[0]
    return this.problemAt(key?.offset ?? 0, { path: path.join('.'), ...problem })
  }

  private find(path: Path): Node | undefined {
    if (this.root === undefined) return undefined
    return path.length === 0 ? this.root : (findNodeAtLocation(this.root, [...path]) ?? this.find(path.slice(0, -1)))
  }
}

/** Returns a property's key, '' where the text ends before it. */
export function keyOf(property: Node): string {
  return String(property.children?.[0]?.value ?? '')
}

function toValue(node: Node): unknown {
  const children = node.children ?? []
  if (node.type === 'array') return children.map(toValue)
  if (node.type !== 'object') return node.value
  const entries = new Map<string, unknown>()
  for (const property of children) {
    const value = property.children?.[1]
    if (value !== undefined && !entries.has(keyOf(property))) entries.set(keyOf(property), toValue(value))
  }
  return Object.fromEntries(entries)
}
