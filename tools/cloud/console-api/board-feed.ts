import type { DeviceName } from '../../device-names/names.ts'

/** A pin that the script uses. */
export interface PinState {
  /** How: digitalWrite, analogWrite, digitalRead or setWatch, analogRead. */
  readonly use: 'output' | 'pwm' | 'input' | 'analog'
  /** 0 to 1: a level, 0 or 1; of `pwm` the share of time that the pin is high; of `analog` the share of full scale. */
  readonly value: number
  /** Hz, of `pwm`; absent when the script gave none, and the board's own applies. */
  readonly freqHz?: number | undefined
  /** Of `input`: what decides its level while nobody drives it. */
  readonly pull?: 'up' | 'down' | undefined
  /** Of `input`: true while somebody outside drives it. */
  readonly isDriven?: boolean
}

/** Something about the board's surroundings that a person can turn, such as the temperature around a sensor. */
export interface Dial {
  readonly name: string
  readonly unit: string
  readonly min: number
  readonly max: number
  readonly value: number
}

/** The state of a simulated board: what a person at the desk would see. */
export interface BoardState {
  readonly isPowered: boolean
  /** The pins that the script uses, by name. Without power there is none. */
  readonly pins: Readonly<Record<string, PinState>>
  /** Absent where there is none. */
  readonly dials?: readonly Dial[]
}

/** A simulated board beside the platform, for the console to draw, unplug and plug in, and to move its inputs. */
export interface BoardFeed {
  readonly device: DeviceName
  readonly what: string
  /** False where an application runs of which nobody knows the properties before it reports them. */
  readonly isSwitch?: boolean
  state(): BoardState
  /** Cuts the power at once, or switches it on again. */
  setPower(isOn: boolean): void
  /**
   * Drives an input that the script uses: one of `input` to level 0 or 1, one of `analog` to 0 to 1 of full scale; undefined
   * lets an `input` go. Absent where the pins cannot be moved.
   */
  readonly movePin?: ((pin: string, value: number | undefined) => void) | undefined
  /** Turns the dial of that name. Absent where there are no dials. */
  readonly setDial?: ((name: string, value: number) => void) | undefined
  /** Calls `listener` after each change of the state. Returns a function that ends that. */
  onChange(listener: (state: BoardState) => void): () => void
}
