import type { BoardFeed, BoardState, Dial } from '../cloud/console-api/board-feed.ts'
import type { DeviceName } from '../device-names/names.ts'

/** What the feed needs of the board: what it cannot do is absent. */
export interface FedBoard {
  setPower?(isOn: boolean): void
  movePin?(pin: string, value: number | undefined): void
  dials?(): readonly Dial[]
  setDial?(name: string, value: number): unknown
}

/** A feed of a board's pins and power, which is told of their changes. */
export interface PinFeed extends BoardFeed {
  /** Sets the board that the feed switches and moves. */
  bind(board: FedBoard): void
  /** Takes a report of all pins that the script uses. */
  pins(pins: BoardState['pins']): void
}

/** Returns a feed from which the console draws a board of this process. */
export function createPinFeed(device: DeviceName, what: string, isSwitch = true): PinFeed {
  const listeners = new Set<(state: BoardState) => void>()
  let [isPowered, pins]: [boolean, BoardState['pins']] = [true, {}]
  let board: FedBoard | undefined
  function state(): BoardState {
    const dials = board?.dials?.() ?? []
    return { isPowered, pins, ...(dials.length > 0 && { dials }) }
  }
  function tell(): void {
    const now = state()
    for (const listener of [...listeners]) listener(now)
  }
  return {
    device,
    what,
    isSwitch,
    state,
    bind: (bound) => void (board = bound),
    pins(reported) {
      // A report that was on its way when the power was cut says nothing new.
      if (!isPowered) return
      pins = reported
      tell()
    },
    setPower(isOn) {
      if (board?.setPower === undefined || isOn === isPowered) return
      // Without power no pin is used.
      ;[isPowered, pins] = [isOn, {}]
      tell()
      board.setPower(isOn)
    },
    get movePin() {
      return board?.movePin?.bind(board)
    },
    get setDial() {
      const { setDial } = board ?? {}
      if (board === undefined || setDial === undefined) return undefined
      return (name: string, value: number) => {
        setDial.call(board, name, value)
        tell()
      }
    },
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
