import { kalumaHint, kalumaVersion } from '../board-kinds/pico-w.ts'
import { boards } from '../board-kinds/boards.ts'
import { speak } from '../command-line/language.ts'
import { UserError } from '../command-line/user-error.ts'
import type { ReplLink } from './repl-link.ts'

/** What a board with Kaluma says about itself. */
export interface KalumaIdentity {
  readonly version: string
  /** board.name. */
  readonly board: string
  /** board.uid: of its flash chip, unique. */
  readonly serial: string
  /** GP22 is low: no program is started at power-on. */
  readonly isSafeMode: boolean
}

/** GP22 is free, as the firmware refuses it; the pull-up is the one with which Kaluma reads it. */
const question = '[process.version,board.name,board.uid,(pinMode(22,INPUT_PULLUP),digitalRead(22)),pinMode(22,INPUT)]'

/** Asks the board what it is, and checks that the firmware can run there. Throws UserError wrong-board, old-firmware. */
export async function identifyKaluma(link: ReplLink): Promise<KalumaIdentity> {
  const answer = (await link.evaluate(question)) as readonly unknown[]
  const [version = '', board = '', serial = '', level] = answer.map((each) => (each === null ? '' : String(each)))
  const kind = boards['pico-w']
  if (board !== kind.builds[0].board)
    throw new UserError(
      'wrong-board',
      speak`this is a board "${board}" with Kaluma ${version}, wanted "${kind.name}"`,
      speak`plug a Pico W in, the one of the RP2040: the file for another board does not run there`,
      2,
    )
  if (!isSameSeries(version))
    throw new UserError(
      'old-firmware',
      speak`Kaluma ${version} is on the board, wanted ${kalumaVersion}`,
      speak(kalumaHint),
      2,
    )
  return { version, board, serial, isSafeMode: level === '0' }
}

/** Whether a version is of the series that the firmware was made for: 1.2. */
const isSameSeries = (version: string): boolean => seriesOf(version) === seriesOf(kalumaVersion)

const seriesOf = (version: string): string => version.replace(/^v/, '').split('.').slice(0, 2).join('.')
