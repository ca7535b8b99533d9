import { parseArgs, type ParseArgsConfig } from 'node:util'
import { UserError } from './user-error.ts'

/**
 * Reads a command line strictly. Throws UserError unknown-flag for a flag that is not in `options` and for a value that is
 * missing or not expected; `usage` is the command that shows the help.
 */
export function readFlags<Config extends ParseArgsConfig>(
  config: Config,
  usage: string,
): ReturnType<typeof parseArgs<Config>> {
  try {
    const given: Config = { ...config, args: withDashes(config.args ?? process.argv.slice(2), config.options) }
    return parseArgs(given)
  } catch (error) {
    if (!(error instanceof TypeError) || !('code' in error)) throw error
    throw new UserError('unknown-flag', describe(error.code, error.message), `${usage} -- --help`)
  }
}

/** Joins a flag to a value that begins with a dash: what is wrong with `--wait -1` says the code that knows the flag. */
function withDashes(args: readonly string[], options: ParseArgsConfig['options'] = {}): string[] {
  const end = args.indexOf('--')
  const words = end < 0 ? [...args] : args.slice(0, end)
  const joined: string[] = []
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    const takesNext = options[word.replace(/^--/, '')]?.type === 'string' && /^-[^-]/.test(words[0] ?? '')
    joined.push(takesNext && word.startsWith('--') ? `${word}=${words.shift()}` : word)
  }
  return end < 0 ? joined : [...joined, ...args.slice(end)]
}

/** Returns a short message for an error of Node's parser, whose own messages explain its syntax at length. */
function describe(code: unknown, message: string): string {
  const [, name = ''] = /'(?:-\w, )?(--[\w-]+)/.exec(message) ?? []
  if (code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') {
    return `${name} ${message.includes('does not take') ? 'takes no value' : 'wants a value'}`
  }
  if (code === 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL') {
    const [, word = ''] = /'(.*)'/s.exec(message) ?? []
    return `"${word}" is one word too many`
  }
  return message.split('. ', 1)[0] ?? message
}

/** Reads a TCP port from a flag's text; 0 means any free one. Throws UserError bad-port. */
export function readPort(flag: string, text: string): number {
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65_535) return port
  throw new UserError('bad-port', `${flag} ${text} is not a port`, 'wanted: a number from 0 to 65535')
}
