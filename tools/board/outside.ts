import type { Profile } from './profile.ts'
import type { PinUses } from './pins/pin-use.ts'
import type { Level, Pins, Pwm } from './pins/pins.ts'

/** What is around a board, for a test or a console to change. A pin is named as the script names it: 'D2', 'A0'. */
export interface Outside {
  /** Drives a digital input, such as a switch does; undefined lets it go, so that a pull-up or pull-down decides. */
  drive(pin: string, level: Level | undefined): void
  /** Sets the voltage at an analog input, 0 to 1 as analogRead returns it. */
  setAnalog(pin: string, value: number): void
  /** Returns what the script puts out at a pin with analogWrite, undefined when nothing. */
  pwm(pin: string): Pwm | undefined
  /** Returns the pins that the script uses; none while the board has no power. */
  pins(): PinUses
  /** What E.getTemperature returns. */
  temperature: number
}

export function createOutside(
  pins: Pick<Pins, 'drive' | 'setAnalog' | 'pwm' | 'uses'>,
  profile: Pick<Profile, 'temperature'>,
): Outside {
  return {
    drive: (pin, level) => pins.drive(pin, level),
    setAnalog: (pin, value) => pins.setAnalog(pin, value),
    pwm: (pin) => pins.pwm(pin),
    pins: () => pins.uses(),
    temperature: profile.temperature,
  }
}
