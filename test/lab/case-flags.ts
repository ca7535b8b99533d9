import { readFlags } from '../../tools/command-line/flags.ts'
import { UserError } from '../../tools/command-line/user-error.ts'

const options = {
  failed: { type: 'boolean', default: false },
  list: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  verbose: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

/** The flags of every command that runs cases, as its help shows them; `file` is what the last run wrote. */
export const caseFlagsHelp = (file: string): string => `\
  --failed   only what failed in ${file} or is not there, and its results into it; of the same script only
  --list     the names of the cases
  --json     the report instead of the lines
  --verbose  a stack with an error
  --help     this text

exit code: 0 all passed; 1 wrong use, or one did not pass
`

/** Reads them, and the WORDs beside them. Throws UserError unknown-flag. */
export function readCaseFlags(args: readonly string[], usage: string) {
  const { values, positionals } = readFlags({ args: [...args], options, allowPositionals: true }, usage)
  return { ...values, words: positionals }
}

interface Named {
  readonly name: string
}

/**
 * Returns the cases whose names contain one of the words, where `before` is given only those that did not pass then. Throws
 * UserError no-such-case.
 */
export function pickCases<Case extends Named>(
  cases: readonly Case[],
  words: readonly string[],
  before: readonly (Named & { readonly ok: boolean })[] | undefined,
): Case[] {
  const passed = new Set(before?.filter(({ ok }) => ok).map(({ name }) => name))
  const picked = cases
    .filter(({ name }) => words.length === 0 || words.some((word) => name.toLowerCase().includes(word.toLowerCase())))
    .filter(({ name }) => !passed.has(name))
  if (picked.length > 0) return picked
  throw new UserError('no-such-case', `no case has ${words.join(' or ')} in its name`, '--list')
}

/** Returns all results: where only some cases ran, theirs replace those of the last run, and new ones follow. */
export function inPlaceOf<Result extends Named>(
  before: readonly Result[] | undefined,
  results: readonly Result[],
): readonly Result[] {
  if (before === undefined) return results
  const names = new Set(before.map(({ name }) => name))
  return [
    ...before.map((old) => results.find(({ name }) => name === old.name) ?? old),
    ...results.filter(({ name }) => !names.has(name)),
  ]
}
