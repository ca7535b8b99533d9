import { UserError } from '../../tools/command-line/user-error.ts'

export interface NumberRange {
  readonly least: number
  readonly most: number
  /** Whether fractions are refused. */
  readonly whole: boolean
}

/** A number from a flag's text. Throws UserError bad-flag for anything else and outside of `range`. */
export function readNumber(flag: string, text: string, { least, most, whole }: NumberRange): number {
  const number = Number(text)
  const fits = /^\d+(\.\d+)?$/.test(text) && number >= least && number <= most && (!whole || Number.isInteger(number))
  if (fits) return number
  throw new UserError(
    'bad-flag',
    `${flag} ${text} will not do`,
    `wanted: a ${whole ? 'whole ' : ''}number from ${least} to ${most}`,
  )
}

/** The seed that was asked for, or a new one. */
export function readSeed(given: string | undefined): string {
  return given ?? String(Math.floor(Math.random() * 2 ** 32))
}

/** What a run's exit code is when Ctrl-C ended it: as shells have it for SIGINT. */
export const stoppedExitCode = 130
