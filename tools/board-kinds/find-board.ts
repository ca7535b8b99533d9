import type { BoardKind, Build } from './board-kind.ts'
import { boards } from './boards.ts'

/** A board that was recognised: its kind and its build. */
export interface FoundBoard {
  readonly kind: BoardKind
  readonly build: Build
}

/** How the names of Linux-hosted builds with a board's heap begin. */
const hostedPrefix = 'LINUX_'

/**
 * Returns the board whose build of Espruino calls itself `name` (process.env.BOARD), undefined when it is unknown. A Linux-hosted build
 * with a board's heap (LINUX_ESP32) counts as the Linux build, because it has that one's pins.
 */
export function findBoard(name: string): FoundBoard | undefined {
  const wanted = name.startsWith(hostedPrefix) ? boards.linux.builds[0].board : name
  for (const kind of Object.values(boards)) {
    const { builds, strangers = [] } = kind
    const ofEspruino = kind.runtime === 'espruino' ? [...builds, ...strangers] : strangers
    const build = ofEspruino.find(({ board }) => board === wanted)
    if (build !== undefined) return { kind, build }
  }
  return undefined
}
