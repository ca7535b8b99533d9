import { canAsk } from './can-ask.ts'
import { createAsks } from './asks.ts'
import type { LogsSurroundings } from '../logs/logs-command.ts'

/** This process: its terminal, its environment, and Ctrl-C, which ends what follows the board. */
export function surroundingsOfProcess(): LogsSurroundings {
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
