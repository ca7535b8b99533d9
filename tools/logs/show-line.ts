import { levels, parseLogLine, type Level } from '../serial/log-line.ts'
import { paint, plain } from './paint.ts'
import type { StackMapper } from './stack-map.ts'

export interface LineOptions {
  readonly json: boolean
  readonly color: boolean
  /** The least grave level that is shown. */
  readonly level: Level
  readonly map: StackMapper
}

/**
 * A board's line as it is shown, without an end of line; undefined for one below the level. A line of a stack comes with
 * its place in the sources. As JSON: {t, level, area, message}, or {line} with `at` for one that is no log line.
 */
export function showLine(raw: string, { json, color, level, map }: LineOptions): string | undefined {
  const text = plain(raw)
  const parsed = parseLogLine(text)
  if (parsed !== undefined) {
    if (levels.indexOf(parsed.level) > levels.indexOf(level)) return undefined
    if (json) return JSON.stringify(parsed)
    return color ? paint(parsed.level, text) : text
  }
  const at = map(text)
  if (json) return JSON.stringify({ line: text, ...(at === undefined ? {} : { at: at.trim() }) })
  const shown = at ?? text
  const isError = at !== undefined || /^(?:Uncaught|ERROR|OUT OF MEMORY)/.test(text)
  return color && isError ? paint('E', shown) : shown
}
