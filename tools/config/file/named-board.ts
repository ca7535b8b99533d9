import { isBoardName } from '../../board-kinds/boards.ts'
import type { BoardName } from '../../board-kinds/board-kind.ts'
import { UserError } from '../../command-line/user-error.ts'
import { sectionOf, type Section } from '../check/section.ts'
import { readConfigValue } from './config-file.ts'

/** Whether a device.json has neither switches nor properties, as for an application of the user's own; false for one that cannot be read. */
export function isWithoutPins(file: string): boolean {
  const config = readSections(file)
  return config !== undefined && config['switches'] === undefined && config['properties'] === undefined
}

/** The board that a device.json names; undefined where it names none that we know, or cannot be read: that is told elsewhere. */
export function namedBoard(file: string): BoardName | undefined {
  const board = readSections(file)?.['board']
  return typeof board === 'string' && isBoardName(board) ? board : undefined
}

function readSections(file: string): Section | undefined {
  try {
    return sectionOf(readConfigValue(file))
  } catch (error) {
    if (error instanceof UserError) return undefined
    throw error
  }
}
