import type { DeviceName } from '../../identity/names.ts'

/** How a simulated board stands: what a person at the desk would see. */
export interface BoardState {
  readonly isPowered: boolean
  /** Levels that the script drives, by pin. */
  readonly pins: Readonly<Record<string, 0 | 1>>
}

/** A simulated board beside the platform, for the console to draw, unplug and plug in. */
export interface BoardFeed {
  readonly device: DeviceName
  readonly what: string
  state(): BoardState
  /** Cuts the power, without a word to anybody, or gives it back. */
  setPower(isOn: boolean): void
  /** Calls back with each change of the state; the answer ends that. */
  onChange(listener: (state: BoardState) => void): () => void
}
