/**
 * What a Kaluma board offers to whoever plays its serial console: the REPL, and the commands that flash a program. Nothing here
 * waits: each call returns when the board has done it, on the board's own clock.
 */
export interface ReplHost {
  /**
   * Evaluates a line as Kaluma's REPL does, in the realm of the running program, and returns what the REPL prints for it: the
   * value's text in its colours, or the error's, without the prompt and without the last line end. What the line itself
   * prints goes to `onOutput` before this returns. A board that is off or hangs returns '' and prints nothing.
   */
  evaluate(line: string): string
  /** The program slot: the source as it was flashed, without its NUL; undefined when the slot is erased. */
  program(): Uint8Array | undefined
  /** Replaces the program slot, undefined erases it. What runs goes on; the new program runs after `load`, `reset` or power. */
  writeProgram(bytes: Uint8Array | undefined): void
  /**
   * `.load`: ends the engine and starts it again with the program. Pins float, the watchdog goes on. With a socket open the
   * board hangs: Kaluma closes sockets when its engine is gone already.
   */
  load(): void
  /** `.reset`: as `load`, without the program. */
  reset(): void
  /** While stopped, as during a transfer, nothing of the script runs; a running watchdog still resets the board. */
  stopLoop(stopped: boolean): void
  /** Called with all that the board writes to its console, in bytes as they would leave it; replace it to listen. */
  onOutput: (bytes: Uint8Array) => void
  /** Called when the board has started again for another reason than `load` and `reset`: power, the watchdog. */
  onRestart: () => void
}
