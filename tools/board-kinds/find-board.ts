import type { BoardKind, Build } from './board-kind.ts'
import { boards } from './boards.ts'

/** A board as it was recognised. */
export interface FoundBoard {
  readonly kind: BoardKind
  readonly build: Build
}

/** Linux-hosted builds with a board's heap name themselves so. */
const hostedPrefix = 'LINUX_'

/**
 * The board whose build calls itself `name` (process.env.BOARD); undefined for one that nobody here knows. A
 * Linux-hosted build with a board's heap (LINUX_ESP32) counts as the Linux build: that is whose pins it has.
 */
export function findBoard(name: string): FoundBoard | undefined {
  const wanted = name.startsWith(hostedPrefix) ? boards.linux.builds[0].board : name
  for (const kind of Object.values(boards)) {
    const build = kind.builds.find(({ board }) => board === wanted)
    if (build !== undefined) return { kind, build }
  }
  return undefined
}
