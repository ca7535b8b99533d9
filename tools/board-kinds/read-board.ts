import { speak } from '../command-line/language.ts'
import { UserError } from '../command-line/user-error.ts'
import type { BoardName } from './board-kind.ts'
import { boardNames, isBoardName } from './boards.ts'

/** The board that --board names, if any. Throws UserError unknown-board. */
export function readBoard(name: string | undefined): BoardName | undefined {
  if (name === undefined || isBoardName(name)) return name
  throw new UserError('unknown-board', speak`--board ${name} is unknown`, speak`wanted: ${boardNames.join(', ')}`)
}
