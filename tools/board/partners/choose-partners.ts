import { existsSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { UserError } from '../../command-line/user-error.ts'
import { speak } from '../../command-line/language.ts'

/** Names of a partner file that is used without being named, beside the application. */
const usualNames = ['partners.ts', 'partners.js']

export interface PartnerFlags {
  readonly partners?: string | undefined
  readonly app?: string | undefined
  /** Set where a Pico W with Kaluma is simulated. */
  readonly board?: string | undefined
  readonly engine: boolean
}

/**
 * Returns the partner file that --partners names, else the one beside the application, from the current directory on; undefined
 * for none, and for boards that have nothing around them. Throws UserError bad-flag when --partners is given for such a board.
 */
export function choosePartners({ partners, app, board, engine }: PartnerFlags): string | undefined {
  const without = board !== undefined ? `--board ${board}` : engine ? '--engine' : undefined
  if (without !== undefined && partners !== undefined)
    throw new UserError(
      'bad-flag',
      speak`--partners ${partners} and ${without} exclude each other`,
      speak`only the simulated boards with Espruino have devices around them`,
    )
  if (without !== undefined || partners !== undefined || app === undefined) return partners
  const beside = usualNames.map((name) => join(dirname(resolve(app)), name)).find((file) => existsSync(file))
  return beside === undefined ? undefined : relative('', beside)
}
