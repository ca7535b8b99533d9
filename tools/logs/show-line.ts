import { isFarMarker, levels, parseLogLine, type Level } from '../serial/log-line.ts'
import { paint, plain } from './paint.ts'
import type { StackMapper } from './stack-map.ts'

export interface LineOptions {
  readonly json: boolean
  readonly color: boolean
  /** The least severe level that is shown. */
  readonly level: Level
  readonly map: StackMapper
}

/**
 * Returns a board's line as it is shown, without a line end; undefined for one below the level, and for a caret far to the right. A line of a stack gets its
 * place in the sources. As JSON: {t, level, area, message}; for what is not a log line {line}, and `at` for a stack.
 */
export function showLine(raw: string, { json, color, level, map }: LineOptions): string | undefined {
  const text = plain(raw)
  const parsed = parseLogLine(text)
  if (parsed !== undefined) {
    if (levels.indexOf(parsed.level) > levels.indexOf(level)) return undefined
    if (json) return JSON.stringify(parsed)
    return color ? paint(parsed.level, text) : text
  }
  if (isFarMarker(text)) return undefined
  const at = map(text)
  if (json) return JSON.stringify({ line: text, ...(at === undefined ? {} : { at: at.trim() }) })
  const shown = at ?? text
  const isError = at !== undefined || /^(?:Uncaught|ERROR|OUT OF MEMORY)/.test(text)
  return color && isError ? paint('E', shown) : shown
}
