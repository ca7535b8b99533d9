import type { BoardFeed, BoardState } from '../cloud/console-api/board-feed.ts'
import type { DeviceName } from '../device-names/names.ts'
import type { DemoBoard } from '../board/demo-board.ts'

/** A feed of a board's pins and power, which is told of their changes. */
export interface PinFeed extends BoardFeed {
  /** Sets the board whose power the feed switches; one without `setPower` stays on. */
  bind(board: DemoBoard): void
  pin(name: string, level: 0 | 1): void
}

/** Returns a feed from which the console draws a board of this process. */
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
    pin: (name, level) => change({ pins: { ...state.pins, [name]: { use: 'output', value: level } } }),
    setPower(isOn) {
      if (board?.setPower === undefined || isOn === state.isPowered) return
      // Without power no pin is driven.
      change(isOn ? { isPowered: true } : { isPowered: false, pins: {} })
      board.setPower(isOn)
    },
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
