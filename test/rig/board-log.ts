/** A line that the board printed; `at` in ms of the clock. */
export interface LogLine {
  at: number
  text: string
}

/** One `W mqtt ... retry in ... s (attempt ...)` line. */
export interface FaultLine extends LogLine {
  fault: string
  /** What follows the fault's name. */
  detail: string
  retryS: number
  attempt: number
}

const faultPattern = /^-?[\d.]+ W mqtt ([a-z-]+)(.*), retry in ([\d.]+) s \(attempt (\d+)\)$/

/** All that a board printed, and what it tells about the link. */
export class BoardLog {
  readonly lines: LogLine[] = []
  readonly faults: FaultLine[] = []
  isReady = false
  readies = 0

  readonly add = (text: string, at: number): void => {
    this.lines.push({ at, text })
    const [, fault, detail = '', retryS, attempt] = faultPattern.exec(text) ?? []
    if (fault !== undefined) {
      this.isReady = false
      this.faults.push({ at, text, fault, detail, retryS: Number(retryS), attempt: Number(attempt) })
    } else if (text.endsWith(' I mqtt ready')) {
      this.isReady = true
      this.readies += 1
    }
  }

  /** Called when the board starts: then the link is not ready. */
  restarted(): void {
    this.isReady = false
  }

  /** Returns the lines that contain `part`. */
  with(part: string): LogLine[] {
    return this.lines.filter(({ text }) => text.includes(part))
  }

  faultNames(): string[] {
    return this.faults.map(({ fault }) => fault)
  }

  /** Forgets the lines about memory that the test itself made run out: they are no bug. */
  forgetOutOfMemory(): void {
    const kept = this.lines.filter(({ text }) => !/ E link bug .*MEMORY|ERROR: Error processing/.test(text))
    this.lines.splice(0, this.lines.length, ...kept)
  }

  /** Forgets the lines, so that a long run does not keep them all. */
  forget(): void {
    this.lines.length = 0
    this.faults.length = 0
  }
}
