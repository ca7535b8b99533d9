import { readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping'
import { speak } from '../command-line/language.ts'

/** A line of a stack, as the engine prints it below an error: `    at foo (.bootcde:2:44)` or `    at .bootcde:2:44`. */
const frame = /^(\s*at )(?:(.+?) \()?\.bootcde:(\d+):(\d+)\)?$/

/** Returns where in the sources a line of a stack is; undefined for any other line, and where the map has no such place. */
export type StackMapper = (line: string) => string | undefined

/**
 * Reads the source map that npm run build writes beside the script. Without the file nothing is mapped; neither with one that
 * cannot be read or is not a map, of which `warn` is told.
 */
export function readStackMapper(file: string, warn: (text: string) => void): StackMapper {
  const map = readMap(file, warn)
  if (map === undefined) return () => undefined
  return (line) => {
    const [, at, name, row, column] = frame.exec(line) ?? []
    if (at === undefined) return undefined
    // The engine counts columns from 1, and gives the end of what threw; in a long line it may call the line 0.
    const place = { line: Math.max(1, Number(row)), column: Math.max(0, Number(column) - 2) }
    const position = originalPositionFor(map, place)
    if (position.source === null) return undefined
    const source = relative('', join(dirname(file), position.source)).replaceAll('\\', '/')
    const what = position.name ?? name
    const where = `${source}:${position.line}:${position.column + 1}`
    return what === undefined ? `${at}${where}` : `${at}${what} (${where})`
  }
}

function readMap(file: string, warn: (text: string) => void): TraceMap | undefined {
  try {
    return new TraceMap(readFileSync(file, 'utf8'))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    const why = error instanceof Error ? error.message : String(error)
    warn(`${speak`warning`}  ${speak`stacks are shown as the board prints them: ${file}: ${why}`}\n`)
    return undefined
  }
}
