/**
 * What is wrong with code that is not ours, a list that one build fills. A problem is { file, line, column, text, values }: the
 * file from the current directory on, line and column from 1, `text` with {0} for the first of `values`.
 */
import { relative, sep } from 'node:path'

export function problemAt(file, line, column, text, ...values) {
  return { file: relative('', file).replaceAll(sep, '/'), line, column, text, values }
}

/** A problem with a node of a source that TypeScript has read. */
export function problemOf(source, node, text, ...values) {
  const { line, character } = source.getLineAndCharacterOfPosition(node.getStart(source))
  return problemAt(source.fileName, line + 1, character + 1, text, ...values)
}
