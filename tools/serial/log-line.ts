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

/** Reads a log line; returns undefined for any other: a stack, an error of the interpreter, the chip's boot messages. */
export function parseLogLine(text: string): LogLine | undefined {
  const [, t, letter, area, message] = pattern.exec(text) ?? []
  const level = levels.find((each) => each === letter)
  if (t === undefined || level === undefined || area === undefined || message === undefined) return undefined
  return { t: Number(t), level, area, message }
}
