import { parseArgs, type ParseArgsConfig } from 'node:util'
import { languages, speak } from './language.ts'
import { UserError } from './user-error.ts'

/** Flags that every verb has; what they ask for is done before a verb reads its own. */
const everywhere = { lang: { type: 'string' } } as const

/**
 * Reads a command line strictly. Throws UserError unknown-flag for a flag that is neither in `options` nor one of every verb,
 * and for a value that is missing or not expected, and bad-flag for an empty value, as of a shell's variable that is not set,
 * and for an unknown language; `usage` is the command that shows the help.
 */
export function readFlags<Config extends ParseArgsConfig>(
  config: Config,
  usage: string,
): ReturnType<typeof parseArgs<Config>> {
  try {
    const options = { ...config.options, ...everywhere }
    const given: Config = { ...config, options, args: withDashes(config.args ?? process.argv.slice(2), options) }
    const parsed = parseArgs(given)
    refuseEmpty(parsed.values)
    refuseLanguage(parsed.values)
    return parsed
  } catch (error) {
    if (!(error instanceof TypeError) || !('code' in error)) throw error
    throw new UserError('unknown-flag', describe(error.code, error.message), `${usage} -- --help`)
  }
}

function refuseEmpty(values: Readonly<Record<string, unknown>>): void {
  const empty = Object.keys(values).find((name) => [values[name]].flat().includes(''))
  if (empty !== undefined)
    throw new UserError('bad-flag', speak`${`--${empty}`} is empty`, speak`give it a value, or leave it out`)
}

function refuseLanguage({ lang }: { readonly lang?: unknown }): void {
  if (lang === undefined || languages.some((one) => one === lang)) return
  throw new UserError(
    'bad-flag',
    speak`--lang ${String(lang)} is none that we speak`,
    speak`wanted: ${languages.join(', ')}`,
  )
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
    return message.includes('does not take') ? speak`${name} takes no value` : speak`${name} wants a value`
  }
  if (code === 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL') {
    const [, word = ''] = /'(.*)'/s.exec(message) ?? []
    return speak`"${word}" is one word too many`
  }
  const [, unknown] = /'(-[^']*)'/.exec(message) ?? []
  return unknown === undefined ? message : speak`Unknown option '${unknown}'`
}

/** Returns the value of two flags that mean the same; undefined without either. Throws UserError bad-flag when both are given. */
export function eitherFlag<Name extends string>(
  flags: { readonly [name in Name]?: string | undefined },
  [one, other]: readonly [Name, Name],
): string | undefined {
  const [first, second] = [flags[one], flags[other]]
  if (first !== undefined && second !== undefined)
    throw new UserError('bad-flag', speak`--${one} and --${other} are the same flag`, speak`wanted: one of them`)
  return first ?? second
}

/** Reads a TCP port from a flag's text; 0 means any free one. Throws UserError bad-port. */
export function readPort(flag: string, text: string): number {
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65_535) return port
  throw new UserError('bad-port', speak`${flag} ${text} is not a port`, speak`wanted: a number from 0 to 65535`)
}
