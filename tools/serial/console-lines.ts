import { utf8Text } from '../storage/bytes.ts'

interface Waiting {
  pattern: RegExp
  resolve(line: string): void
  reject(error: Error): void
  timer: NodeJS.Timeout
}

/** How lines begin that the interpreter prints about itself at its start; they are not the script's. */
const ownTalk = 'espruino: '

/** How much of the console an error message shows. */
const shownLines = 12

/** Thrown when a line that was waited for did not come. */
export class NoLine extends Error {}

/** What the interpreter's console prints, as lines, without the editing codes of its prompt. */
export class ConsoleLines {
  readonly lines: string[] = []
  /** Text without a line feed yet; standard output and error arrive separately and must not mix within a line. */
  private readonly partial = { out: '', error: '' }
  private asked = 0
  private over: string | undefined
  private waiting: Waiting[] = []

  constructor(private readonly onLine?: (line: string) => void) {}

  take(bytes: Uint8Array, stream: 'out' | 'error' = 'out'): void {
    const parts = (this.partial[stream] + Buffer.from(bytes).toString('latin1')).split('\n')
    this.partial[stream] = parts.pop() ?? ''
    for (const part of parts) this.add(part)
  }

  /** The bytes after the last line feed. */
  get rest(): Uint8Array {
    return Buffer.from(this.partial.out, 'latin1')
  }

  /** Nothing more will come: every wait for a line fails with `why`. */
  end(why: string): void {
    for (const stream of ['out', 'error'] as const) {
      if (this.partial[stream] !== '') this.add(this.partial[stream])
      this.partial[stream] = ''
    }
    this.over = why
    for (const waiting of this.waiting.splice(0)) {
      clearTimeout(waiting.timer)
      waiting.reject(this.missing(waiting.pattern, why))
    }
  }

  next(pattern: RegExp, withinMs: number): Promise<string> {
    const found = this.search(pattern)
    if (found !== undefined) return Promise.resolve(found)
    if (this.over !== undefined) return Promise.reject(this.missing(pattern, this.over))
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting = this.waiting.filter((other) => other !== waiting)
        reject(this.missing(pattern, `not within ${withinMs} ms`))
      }, withinMs)
      const waiting = { pattern, resolve, reject, timer }
      this.waiting.push(waiting)
    })
  }

  private add(raw: string): void {
    const line = utf8Text(raw)
      .replace(/\r/g, '')
      .replace(/\x1b\[[0-9;]*m/g, '')
      .replace(/^(?:>(?: (?=\x1b))?|\x1b(?:\[[0-9;]*[A-Za-z]|[78])|\x08)+/, '')
    if (line.startsWith(ownTalk)) return
    this.lines.push(line)
    this.onLine?.(line)
    for (const waiting of [...this.waiting]) {
      const found = this.search(waiting.pattern)
      if (found === undefined) continue
      this.waiting = this.waiting.filter((other) => other !== waiting)
      clearTimeout(waiting.timer)
      waiting.resolve(found)
    }
  }

  private search(pattern: RegExp): string | undefined {
    for (let index = this.asked; index < this.lines.length; index++) {
      const line = this.lines[index] ?? ''
      if (!pattern.test(line)) continue
      this.asked = index + 1
      return line
    }
    return undefined
  }

  private missing(pattern: RegExp, why: string): NoLine {
    return new NoLine(
      `no line ${String(pattern)}: ${why}; the last lines:\n${this.lines.slice(-shownLines).join('\n')}`,
    )
  }
}
