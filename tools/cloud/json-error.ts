/** Where JSON text stops being JSON. Line and column count from 1; columns in characters, as editors do. */
export interface JsonFault {
  readonly line: number
  readonly column: number
  /** What was found there: a character in quotes, or that the text ends. */
  readonly found: string
}

const space = /[ \t\n\r]*/y
const scalar =
  /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y
const text = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y

/** Thrown within this file only: the offset of the fault. */
class FaultAt extends Error {
  constructor(readonly offset: number) {
    super()
  }
}

/**
 * Finds the first fault of a text by RFC 8259; undefined when there is none. JSON.parse knows the place too, but names
 * it only in some of its messages, and differently from version to version.
 */
export function findJsonFault(source: string): JsonFault | undefined {
  try {
    const end = skip(source, readValue(source, 0))
    if (end === source.length) return undefined
    throw new FaultAt(end)
  } catch (error) {
    if (!(error instanceof FaultAt)) throw error
    const before = source.slice(0, error.offset).split('\n')
    const at = source.slice(error.offset, error.offset + 1)
    const column = [...(before.at(-1) ?? '')].length + 1
    return { line: before.length, column, found: at === '' ? 'the end of the file' : JSON.stringify(at) }
  }
}

function skip(source: string, at: number): number {
  return match(space, source, at) ?? at
}

function match(pattern: RegExp, source: string, at: number): number | undefined {
  pattern.lastIndex = at
  return pattern.test(source) ? pattern.lastIndex : undefined
}

/** Reads a value from `at` on, white space before it included, and answers the offset behind it. */
function readValue(source: string, at: number): number {
  const start = skip(source, at)
  if (source[start] === '{') return readList(source, start, '}', readMember)
  if (source[start] === '[') return readList(source, start, ']', readValue)
  const end = match(scalar, source, start)
  if (end === undefined) throw new FaultAt(start)
  return end
}

function readMember(source: string, at: number): number {
  const start = skip(source, at)
  const end = match(text, source, start)
  if (end === undefined) throw new FaultAt(start)
  const colon = skip(source, end)
  if (source[colon] !== ':') throw new FaultAt(colon)
  return readValue(source, colon + 1)
}

type Reader = (source: string, at: number) => number

function readList(source: string, start: number, close: '}' | ']', readItem: Reader): number {
  let at = skip(source, start + 1)
  if (source[at] === close) return at + 1
  for (;;) {
    at = skip(source, readItem(source, at))
    if (source[at] === close) return at + 1
    if (source[at] !== ',') throw new FaultAt(at)
    at += 1
  }
}
