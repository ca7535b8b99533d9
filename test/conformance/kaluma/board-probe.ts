/** One question to Kaluma: a whole program, and the lines that it prints. */
export interface BoardProbe {
  readonly name: string
  /** `say(x)` prints a line. */
  readonly script: string
  readonly lines: readonly string[]
  /** What only a board has, so that Kaluma's Linux build cannot be asked: the answer is the facts', measured in the emulator. */
  readonly needs?: 'board'
}

/** What stands before every script. */
export const preamble = 'function say(x){print(String(x)+"\\n")}\n'
