import type { BoardFeed, BoardState } from '../cloud/console-api/board-feed.ts'
import type { DeviceName } from '../identity/names.ts'
import type { DemoBoard } from '../board/demo-board.ts'

/** A feed that is told what happens at a board's pins and plug. */
export interface PinFeed extends BoardFeed {
  /** The board whose plug the feed may pull; without that power of its own it stays powered. */
  bind(board: DemoBoard): void
  pin(name: string, level: 0 | 1): void
}

/** What the console draws of a board of this process. */
export function createPinFeed(device: DeviceName, what: string): PinFeed {
  const listeners = new Set<(state: BoardState) => void>()
  let state: BoardState = { isPowered: true, pins: {} }
  let board: DemoBoard | undefined
  function change(changes: Partial<BoardState>): void {
    state = { ...state, ...changes }
    for (const listener of [...listeners]) listener(state)
  }
  return {
    device,
    what,
    state: () => state,
    bind: (bound) => void (board = bound),
    pin: (name, level) => change({ pins: { ...state.pins, [name]: level } }),
    setPower(isOn) {
      if (board?.setPower === undefined || isOn === state.isPowered) return
      // Without power no pin drives anything.
      change(isOn ? { isPowered: true } : { isPowered: false, pins: {} })
      board.setPower(isOn)
    },
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
