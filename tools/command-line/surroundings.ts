import { canAsk } from './can-ask.ts'
import { createAsks, type Asks } from './asks.ts'

/** What a command that talks to a board has around it. */
export interface Surroundings {
  readonly environment: NodeJS.ProcessEnv
  /** Standard output. */
  readonly print: (text: string) => void
  /** Standard error. */
  readonly warn: (text: string) => void
  /** Where a progress line can be redrawn; undefined without a terminal. */
  readonly draw?: ((text: string) => void) | undefined
  /** Who can be asked; undefined in a pipe and with CI=1. */
  readonly asks?: Asks | undefined
}

/** The same for a command that follows a board until it is stopped. */
export interface FollowingSurroundings extends Surroundings {
  /** Standard output is a terminal that knows colours. */
  readonly color: boolean
  /** Ends the following. */
  readonly signal: AbortSignal
}

/** This process: its terminal, its environment, and Ctrl-C, which ends what follows the board. */
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
