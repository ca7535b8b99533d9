/** How often the line is written anew at most, ms. */
const everyMs = 200

/** One line about long work, written over as it goes on. Nothing is written where the stream is no terminal. */
export class Progress {
  private shownAt = -Infinity

  constructor(private readonly stream: Pick<NodeJS.WriteStream, 'isTTY' | 'write'> = process.stderr) {}

  show(text: string): void {
    if (!this.stream.isTTY || performance.now() - this.shownAt < everyMs) return
    this.shownAt = performance.now()
    this.stream.write(`\r\x1b[K${text}`)
  }

  /** Wipes the line: what follows stands where it was. */
  end(): void {
    if (this.shownAt > -Infinity) this.stream.write('\r\x1b[K')
  }
}
