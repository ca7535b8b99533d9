import { isBoardName } from '../../board-kinds/boards.ts'
import type { BoardName } from '../../board-kinds/board-kind.ts'
import { UserError } from '../../command-line/user-error.ts'
import { sectionOf } from '../check/section.ts'
import { readConfigValue } from './config-file.ts'

/** The board that a device.json names; undefined where it names none that we know, or cannot be read: that is told elsewhere. */
export function namedBoard(file: string): BoardName | undefined {
  try {
    const board = sectionOf(readConfigValue(file))?.['board']
    return typeof board === 'string' && isBoardName(board) ? board : undefined
  } catch (error) {
    if (error instanceof UserError) return undefined
    throw error
  }
}
