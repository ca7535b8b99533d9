import { stampOf } from '../cloud/log/log-text.ts'
import { parseLogLine } from '../serial/log-line.ts'

/**
 * A board's line with the time of the terminal that shows it, ms: board and platform have clocks of their own, and a board's
 * starts anew with its power. Lines without a time stay as they are.
 */
export function byOneClock(line: string, nowMs: number): string {
  return parseLogLine(line) === undefined ? line : line.replace(/^\S+/, stampOf(nowMs))
}
