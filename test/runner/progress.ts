/** What all.ts prints: lines, and on a terminal below them how many tests have passed so far. */
export interface Progress {
  /** Takes a piece of what the spec reporter of a process printed. */
  heard(chunk: Buffer): void
  say(line: string): void
}

export function createProgress(stream: NodeJS.WriteStream): Progress {
  const clear = stream.isTTY ? '\r\x1b[K' : ''
  let passed = 0
  const show = (): void => {
    if (stream.isTTY) stream.write(`${clear}${passed} tests passed so far`)
  }
  return {
    heard(chunk) {
      passed += chunk.toString('utf8').split('\u2714').length - 1
      show()
    },
    say(line) {
      stream.write(`${clear}${line}\n`)
    },
  }
}
