import type { BoardKind } from '../../board-kinds/board-kind.ts'
import { boards, boardsAnchor } from '../../board-kinds/boards.ts'
import { espWifiKeeps } from '../../board-kinds/wifi-keeps.ts'
import type { Problem } from './problem.ts'
import { sectionOf, type Section } from './section.ts'
import { phrase, speak } from '../../command-line/language.ts'
import type { Source } from './source.ts'

const ways = {
  ssid: phrase`give the network a shorter name, or join its guest network`,
  password: phrase`give the network a shorter password; 64 hex digits are its key: take the password that it was made of`,
} as const

/** Boards whose drivers keep less than Wi-Fi allows, for the warning where the board is not known. */
const shortOnes = Object.values(boards)
  .filter(({ wifiKeeps }) => wifiKeeps !== undefined)
  .map(({ title }) => title)

/**
 * Reports names and passwords that Wi-Fi allows but the board's driver truncates: the board would look for another network,
 * or be refused, for ever. Where the board is not known this is a warning.
 */
export function checkWifi(source: Source, config: Section, kind: BoardKind | undefined): Problem[] {
  const keeps = kind === undefined ? espWifiKeeps : kind.wifiKeeps
  if (keeps === undefined) return []
  return (['ssid', 'password'] as const).flatMap((key) => {
    const text = sectionOf(config.wifi)?.[key]
    if (typeof text !== 'string') return []
    const where = kind?.title ?? shortOnes.join(', ')
    const severity = kind === undefined ? 'warning' : 'error'
    const got = describeCut(text, keeps[key], where)
    return got === undefined
      ? []
      : [
          source.problemOf(['wifi', key], {
            severity,
            got,
            fix: speak`${speak(ways[key])}; or another board: ${speak(boardsAnchor)}`,
          }),
        ]
  })
}

/** Returns how a driver would truncate a text, without showing it: it may be a secret. */
function describeCut(text: string, most: number, where: string): string | undefined {
  if (text.includes('\0')) return speak`has a character of code 0, where the Wi-Fi driver ends it on ${where}`
  const bytes = Buffer.byteLength(text)
  // What is longer than Wi-Fi allows is reported by the schema check.
  return bytes === most + 1 ? speak`${bytes} bytes, of which the Wi-Fi driver keeps ${most} on ${where}` : undefined
}
