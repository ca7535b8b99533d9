import { findNodeAtLocation, parseTree, type Node, type ParseError } from 'jsonc-parser'
import { speak } from '../command-line/language.ts'

/** A place in a text: line and column count from 1, columns in characters, as editors do. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** Where JSON text stops being JSON, and what was found there: a character in quotes, or that the text ends. */
export interface JsonFault extends Place {
  readonly found: string
}

/** Finds the first fault of a text by RFC 8259; undefined when there is none. */
export function findJsonFault(text: string): JsonFault | undefined {
  const faults: ParseError[] = []
  parseTree(text, faults, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false })
  const [first] = faults.sort((one, other) => one.offset - other.offset)
  if (first === undefined) return undefined
  const [character] = text.slice(first.offset, first.offset + 2)
  return { ...placeAt(text, first.offset), found: character === undefined ? speak`its end` : JSON.stringify(character) }
}

/** The place of a value in JSON text, by the keys that lead to it; of what would hold it, where it is missing. */
export function placeOf(text: string, path: readonly (string | number)[]): Place {
  const root = parseTree(text)
  const find = (keys: readonly (string | number)[]): Node | undefined =>
    root && (keys.length === 0 ? root : (findNodeAtLocation(root, [...keys]) ?? find(keys.slice(0, -1))))
  return placeAt(text, find(path)?.offset ?? 0)
}

function placeAt(text: string, offset: number): Place {
  const before = text.slice(0, offset).split('\n')
  return { line: before.length, column: [...(before.at(-1) ?? '')].length + 1 }
}
