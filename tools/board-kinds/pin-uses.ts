import type { BoardName } from './board-kind.ts'
import { because, pinRange } from './pin-range.ts'
import { phrase } from '../command-line/language.ts'

/** What a property of device.json does with a pin. */
export type PinUse = 'output' | 'pwm' | 'input' | 'analog'

/** How a board makes PWM. From Espruino 2v29's targets/ and Kaluma 1.2.1's targets/rp2/; none of it tried on hardware. */
export interface PwmFacts {
  /** Frequencies that it can make, Hz. */
  readonly leastHz: number
  readonly mostHz: number
  /** Pins without it, though they can switch something, and why. */
  readonly none: Readonly<Record<string, string>>
  /** How many pins have it at most: all, and of those the ones that are not at `sharedHz`. */
  readonly mostPins?: number
  readonly sharedHz?: number
  readonly mostOwn?: number
  /** Pins of which only one can have it: those with the same word. */
  readonly shares?: (pin: string) => string
}

/** What the pins of a board can do beside switching something. */
export interface PinUses {
  readonly pwm: PwmFacts
  /** Pins whose voltage can be read while Wi-Fi is on. */
  readonly analog: readonly string[]
  /** Why others cannot, where people expect it. */
  readonly noAnalog: Readonly<Record<string, string>>
  /** Pins that cannot be watched as an input, and why. */
  readonly noInput: Readonly<Record<string, string>>
  /** Pins without a pull-up and a pull-down resistor inside. */
  readonly noPull: readonly string[]
  /** No pin has a pull-down resistor. */
  readonly noPullDown?: true
  /** Inputs of which only one can be watched: those with the same word. */
  readonly watchedApart?: (pin: string) => string
}

const secondConverter = phrase`is on the second converter, which Espruino does not offer and Wi-Fi needs`
const noConverter = phrase`has no converter`
const noWatch = phrase`cannot be watched: the engine counts it among the flash chip's`
const noTimer = phrase`has no timer for PWM`

/** An ESP32's LEDC as Espruino uses it: 10 bits of 80 MHz; three timers for a pin each, one of 5 kHz for five. */
const ledc = { leastHz: 1, mostHz: 40_000, sharedHz: 5000, mostOwn: 3, mostPins: 8 } as const

const esp32: PinUses = {
  pwm: {
    ...ledc,
    none: because(phrase`puts out a steady voltage in place of PWM, and none at full (DAC)`, 'D25', 'D26'),
  },
  analog: pinRange(32, 39),
  noAnalog: because(secondConverter, 'D0', 'D2', 'D4', ...pinRange(12, 15), ...pinRange(25, 27)),
  noInput: because(noWatch, 'D12'),
  noPull: pinRange(34, 39),
}

const esp32c3: PinUses = {
  pwm: { ...ledc, none: {} },
  analog: pinRange(0, 4),
  noAnalog: because(secondConverter, 'D5'),
  noInput: because(phrase`is the USB port, and cannot be watched`, 'D18', 'D19'),
  noPull: [],
}

const esp32s3: PinUses = {
  pwm: { ...ledc, none: {} },
  // The build's pin table has no converter at all.
  analog: [],
  noAnalog: {},
  noInput: because(noWatch, ...pinRange(6, 12)),
  noPull: [],
}

/** PWM in software: two of 16 timer tasks a pin, and a call that finds none free waits for ever. */
const esp8266: PinUses = {
  pwm: { leastHz: 1, mostHz: 1000, mostPins: 7, none: {} },
  analog: ['A0'],
  noAnalog: {},
  noInput: {
    ...because(phrase`cannot be watched`, 'D16'),
    ...because(phrase`reads a voltage only: "type": "analog"`, 'A0'),
  },
  noPull: ['D16'],
  noPullDown: true,
}

/** The timers and converters of an STM32F401 with 48 pins; a watch is of one port for each number. */
const espruinoWifi: PinUses = {
  pwm: { leastHz: 1, mostHz: 40_000, none: because(noTimer, 'A4', 'B2', 'B12') },
  analog: ['A0', 'A1', ...pinRange(4, 7, 'A'), 'B0', 'B1'],
  noAnalog: {},
  noInput: {},
  noPull: [],
  watchedApart: (pin) => pin.slice(1),
}

/** Setting one PWM of a slice of the RP2040 sets its other one to 0 (pwm_init of the Pico SDK), and the two share a frequency. */
const picoW: PinUses = {
  pwm: {
    leastHz: 13,
    mostHz: 40_000,
    none: because(phrase`is on the radio chip, which switches it on and off only`, 'LED'),
    shares: (pin) => String((Number(pin.slice(2)) >> 1) & 7),
  },
  analog: pinRange(26, 28, 'GP'),
  noAnalog: {},
  noInput: because(phrase`is an output only`, 'LED'),
  noPull: [],
}

const linux: PinUses = {
  pwm: { leastHz: 1, mostHz: 40_000, none: {} },
  analog: pinRange(0, 32),
  noAnalog: {},
  noInput: {},
  noPull: [],
}

/** By board. */
export const pinUses: Readonly<Record<BoardName, PinUses>> = {
  esp32,
  'esp32-c3': esp32c3,
  'esp32-s3': esp32s3,
  esp8266,
  'esp8266-512k': esp8266,
  'espruino-wifi': espruinoWifi,
  'pico-w': picoW,
  linux,
}

/** Why a pin has no converter, for a sentence that begins with its name. */
export const whyNoAnalog = ({ noAnalog }: PinUses, pin: string): string => noAnalog[pin] ?? noConverter
