import type { TestContext } from 'node:test'
import { createBoard, type Board } from '../../../tools/board/board.ts'
import { profiles } from '../../../tools/board/profile.ts'
import type { EspruinoLink } from '../../../tools/serial/espruino-link.ts'
import { createMemoryNetwork } from '../../virtual/memory-network.ts'
import { createVirtualClock } from '../../virtual/virtual-clock.ts'

/** A link that carries expressions to a simulated board without a cable, so at once and undamaged. */
export interface BoardLink {
  readonly link: EspruinoLink
  readonly board: Board
  /** Every expression that was carried out, and whether slowly. */
  readonly asked: { readonly expression: string; readonly isSlow: boolean }[]
  /** Called before each; what it throws is what the link throws. */
  before: (expression: string) => void
}

export function boardLink(t: TestContext, pages: number = profiles.esp32.storage.pages): BoardLink {
  const clock = createVirtualClock()
  const profile = { ...profiles.esp32, storage: { ...profiles.esp32.storage, pages } }
  const board = createBoard({ script: '', profile, clock, transport: createMemoryNetwork(clock) })
  board.boot()
  t.after(() => board.powerOff())
  const asked: BoardLink['asked'] = []
  const link = {
    isSlow: false,
    async evaluate(expression: string): Promise<unknown> {
      made.before(expression)
      asked.push({ expression, isSlow: link.isSlow })
      return JSON.parse(String(board.evaluate(`JSON.stringify(${expression})`)))
    },
  }
  const made: BoardLink = { link: link as unknown as EspruinoLink, board, asked, before: () => undefined }
  return made
}
