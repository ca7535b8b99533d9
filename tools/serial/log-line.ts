/** A line of the device's log: `00812.441 W mqtt pingresp-timeout, retry in 1.6 s`. */
export interface LogLine {
  /** Seconds since the board started. */
  readonly t: number
  readonly level: Level
  readonly area: string
  readonly message: string
}

export type Level = 'E' | 'W' | 'I' | 'D'

/** Levels, the most severe first. */
export const levels: readonly Level[] = ['E', 'W', 'I', 'D']

const pattern = /^(\d{5,}\.\d{3}) ([EWID]) (\S+) (.*)$/

/** How long a line with the engine's caret may be that still points at something on the screen. */
const longestMarker = 100

/** Whether a line is the caret below a place in the script that lies far to the right: blanks that would fill a screen. */
export function isFarMarker(text: string): boolean {
  return text.length > longestMarker && /^\s*\^\s*$/.test(text)
}

/** Reads a log line; returns undefined for any other: a stack, an error of the interpreter, the chip's boot messages. */
export function parseLogLine(text: string): LogLine | undefined {
  const [, t, letter, area, message] = pattern.exec(text) ?? []
  const level = levels.find((each) => each === letter)
  if (t === undefined || level === undefined || area === undefined || message === undefined) return undefined
  return { t: Number(t), level, area, message }
}
