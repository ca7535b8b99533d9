import { canAsk } from './can-ask.ts'
import { createAsks, type Asks } from './asks.ts'

/** What a command that talks to a board needs of its process. */
export interface Surroundings {
  readonly environment: NodeJS.ProcessEnv
  /** Standard output. */
  readonly print: (text: string) => void
  /** Standard error. */
  readonly warn: (text: string) => void
  /** Draws and redraws a progress line; undefined without a terminal. */
  readonly draw?: ((text: string) => void) | undefined
  /** For questions; undefined in a pipe and with CI=1. */
  readonly asks?: Asks | undefined
  /**
   * Called with what is to be done when the user ends the command in the midst of its work, which returns what to say; with
   * undefined when that is over.
   */
  readonly whenStopped?: ((stop: Stop | undefined) => void) | undefined
}

export type Stop = () => Promise<string>

/** The same for a command that follows a board until it is stopped. */
export interface FollowingSurroundings extends Surroundings {
  /** Whether standard output is a terminal with colours. */
  readonly color: boolean
  /** Ends the command when it aborts. */
  readonly signal: AbortSignal
}

/** Returns what belongs to this process: its terminal, its environment, and a signal that Ctrl-C aborts. */
export function surroundingsOfProcess(): FollowingSurroundings {
  const { env, stdin, stdout, stderr } = process
  const ending = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => ending.abort())
  return {
    environment: env,
    print: (text) => void stdout.write(text),
    warn: (text) => void stderr.write(text),
    draw: stderr.isTTY ? (text) => void stderr.write(text) : undefined,
    asks: canAsk() ? createAsks(stdin, stdout) : undefined,
    color: stdout.isTTY && (env['NO_COLOR'] ?? '') === '',
    signal: ending.signal,
  }
}
