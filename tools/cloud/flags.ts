import { parseArgs, type ParseArgsConfig } from 'node:util'
import { UserError } from '../user-error.ts'

/**
 * Reads a command line strictly. Throws UserError unknown-flag for a flag that is not in `options`, a value that is
 * missing or one too many; `usage` is the command that shows the help.
 */
export function readFlags<Config extends ParseArgsConfig>(
  config: Config,
  usage: string,
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config)
  } catch (error) {
    if (!(error instanceof TypeError) || !('code' in error)) throw error
    throw new UserError('unknown-flag', error.message.split('. ', 1)[0] ?? error.message, `${usage} -- --help`)
  }
}

/** A TCP port from a flag's text; 0 means any. Throws UserError bad-port. */
export function readPort(flag: string, text: string): number {
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65_535) return port
  throw new UserError('bad-port', `${flag} ${text} is not a port`, 'wanted: a number from 0 to 65535')
}
