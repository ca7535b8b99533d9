import type { FlashStorage } from '../storage/flash-storage.ts'
import type { Clock } from '../time/clock.ts'
import type { I2cDevice } from './modules/i2c-class.ts'
import type { Transport } from './network/pipe.ts'
import type { RadioOptions } from './network/radio.ts'
import type { OneWireDevice } from './one-wire/one-wire-bus.ts'
import type { Partners } from './partners/partners.ts'
import type { PinEdge, Pwm } from './pins/pins.ts'
import type { Profile, ProfileName } from './profile.ts'

export type ResetCause = 'power-on' | 'reboot' | 'watchdog' | 'load' | 'reset'

export interface BoardOptions {
  /** The text of `.bootcde`: what `npm run build` made. Written to Storage as a tool that flashes a board would write it. */
  script: string
  /** The text of `.boot0`, which runs before it. */
  boot0?: string
  /** Other files in Storage, such as device.json. */
  files?: Readonly<Record<string, string | Uint8Array>>
  /** Flash that exists already and outlives the board; without it the board gets a new one. */
  storage?: FlashStorage
  /** Default esp32. A custom profile is one of `profiles` with parts replaced. */
  profile?: ProfileName | Profile
  clock: Clock
  transport: Transport
  wifi?: RadioOptions
  /** The devices on the OneWire bus of each pin: { D4: [createDs18b20()] }. */
  oneWire?: Readonly<Record<string, readonly OneWireDevice[]>>
  /** The devices on the board's I2C bus, by their addresses. */
  i2c?: Readonly<Record<number, I2cDevice>>
  /** All that stands around the board: devices on its buses, these two among them, voltages, dials. */
  partners?: Partial<Partners> | undefined
  /** Whether net.connect blocks the interpreter until TCP answers (on profiles whose connect throws). Default false. */
  blockingConnect?: boolean
  /** Math.random. */
  random?: () => number
  /** Time of day at clock time 0, ms since 1970; default 0, a board without a clock. */
  epochMs?: number
  /** Time from power-on to the first statement, ms; default 0. */
  bootMs?: number
  /** Each line of the console, decoded as UTF-8. */
  onPrint?: (line: string, atMs: number) => void
  onPin?: (edge: PinEdge) => void
  /** Called when the script puts out pulses with analogWrite. */
  onPwm?: (pin: string, pwm: Pwm) => void
  /** Called whenever what outside.pins() returns has changed: as often as the script writes pins. */
  onUse?: () => void
  onReset?: (cause: ResetCause) => void
  /** Called at each start before the first script runs, which is when to call `offer`. */
  onStart?: () => void
}
