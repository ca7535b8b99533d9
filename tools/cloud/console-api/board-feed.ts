import type { DeviceName } from '../../device-names/names.ts'

/** The state of a simulated board: what a person at the desk would see. */
export interface BoardState {
  readonly isPowered: boolean
  /** The levels of the pins that the script drives. */
  readonly pins: Readonly<Record<string, 0 | 1>>
}

/** A simulated board beside the platform, for the console to draw, unplug and plug in. */
export interface BoardFeed {
  readonly device: DeviceName
  readonly what: string
  state(): BoardState
  /** Cuts the power at once, or switches it on again. */
  setPower(isOn: boolean): void
  /** Calls `listener` after each change of the state. Returns a function that ends that. */
  onChange(listener: (state: BoardState) => void): () => void
}
