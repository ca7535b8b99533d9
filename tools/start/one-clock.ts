import { stampOf } from '../cloud/log/log-text.ts'
import { parseLogLine } from '../serial/log-line.ts'

/**
 * Returns a board's line with its time replaced by that of the terminal, ms, because board and platform have different clocks,
 * and a board's starts anew at each power-on. Lines without a time stay as they are.
 */
export function byOneClock(line: string, nowMs: number): string {
  return parseLogLine(line) === undefined ? line : line.replace(/^\S+/, stampOf(nowMs))
}
