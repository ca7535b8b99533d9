import { deviceSecretVariable } from '../../command-line/secret-variable.ts'
import { readTextFile } from '../../local-files/text-file.ts'
import { UserError } from '../../command-line/user-error.ts'
import { speak } from '../../command-line/language.ts'

/** Environment variables for the secrets, which on a command line would end up in the shell's history. */
export const wifiPasswordVariable = 'SWITCH_WIFI_PASSWORD'

const names = [wifiPasswordVariable, deviceSecretVariable] as const

/** Secrets that are given, so they need not be asked for. */
export type Secrets = { readonly [name in (typeof names)[number]]?: string }

/**
 * Reads the secrets from the environment and from a file of lines NAME=value (`-` is standard input); those of the file take
 * precedence. Everything after the first = is the value, blanks too. Throws UserError secrets-unreadable.
 */
export function readSecrets(from: string | undefined, environment: NodeJS.ProcessEnv): Secrets {
  const given = names.flatMap((name) => {
    const value = environment[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  const listed = from === undefined ? [] : parse(readInput(from), from)
  return Object.fromEntries([...given, ...listed])
}

/** Returns the text of a file that holds secrets; `-` reads standard input. Throws UserError secrets-unreadable. */
export function readInput(from: string): string {
  return readTextFile(from, { missing: 'secrets-unreadable', invalid: 'secrets-unreadable', hint: '' })
}

function parse(text: string, from: string): [name: string, value: string][] {
  const lines = text.split(/\r?\n/)
  return lines.flatMap((line, at) => {
    if (line.trim() === '') return []
    const [, name = '', value = ''] = /^([A-Z_]+)=(.*)$/.exec(line) ?? []
    if (names.some((one) => one === name)) return [[name, value]]
    // Never the line itself: it may be a secret without its name.
    const hint = speak`wanted: ${names.map((one) => `${one}=...`).join(speak` and `)}, a line each`
    throw new UserError(
      'secrets-unreadable',
      speak`line ${at + 1} of ${from} is not NAME=value with a known name`,
      hint,
    )
  })
}
