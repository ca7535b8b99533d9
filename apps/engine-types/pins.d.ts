/** GPIO, PWM, ADC. Which pin can do what: the board's page at https://www.espruino.com/Reference. */

type PinMode =
  | 'analog'
  | 'input'
  | 'input_pullup'
  | 'input_pulldown'
  | 'output'
  | 'opendrain'
  | 'opendrain_pullup'
  | 'af_output'
  | 'af_opendrain'

/** 1 or true: high; 0 or false: low. */
type PinLevel = 0 | 1 | boolean

/** A pin; its number works wherever a pin is wanted. */
type PinOrNumber = Pin | number

interface PwmOptions {
  /** Hz. */
  freq?: number
  /** In software where the hardware cannot. */
  soft?: boolean
  /** In software even where the hardware can. */
  forceSoft?: boolean
}

interface Pin {
  /** Reads its voltage: 0 (ground) to 1 (the ADC's reference). */
  analog(): number
  getInfo(): any
  getMode(): PinMode | undefined
  mode(mode: PinMode | 'auto'): void
  /** Makes it `level` for `ms`; or for each of the times in turn, the other level after each. Returns at once. */
  pulse(level: PinLevel, ms: number | readonly number[]): void
  /** Outputs a share of 0 to 1 by PWM, or by a DAC. */
  pwm(share: number, options?: PwmOptions): void
  read(): boolean
  /** Low. */
  reset(): void
  /** High. */
  set(): void
  /** Changes it to the other level, and returns that. */
  toggle(): boolean
  write(level: PinLevel): void
}

interface PinConstructor {
  /** A pin by its name or number, as from device.json: `new Pin('D5')`. No such pin: undefined. */
  new (name: string | number): Pin
  (name: string | number): Pin | undefined
}
declare const Pin: PinConstructor

/** Reads a pin's voltage: 0 (ground) to 1 (the ADC's reference). An ESP8266 has one such pin, A0. */
declare function analogRead(pin: PinOrNumber): number
/** Outputs a share of 0 to 1 by PWM, or by a DAC where the pin has one and no `freq` is given. */
declare function analogWrite(pin: PinOrNumber, share: number, options?: PwmOptions): void
/** Makes a pin `level` for `ms`; or for each of the times in turn, the other level after each. Returns at once. */
declare function digitalPulse(pin: PinOrNumber, level: PinLevel, ms: number | readonly number[]): void
/** Reads a pin; of a list of pins one number, the first pin its highest bit. */
declare function digitalRead(pin: PinOrNumber): 0 | 1
declare function digitalRead(pins: readonly PinOrNumber[]): number
/** Sets a pin; of a list of pins each to its bit of `level`, the first to the highest, the last one first. */
declare function digitalWrite(pin: PinOrNumber, level: PinLevel): void
declare function digitalWrite(pins: readonly PinOrNumber[], level: number): void
declare function getPinMode(pin: PinOrNumber): PinMode | undefined
/** Sets what a pin is. `'auto'`, as before any call: what reads or writes it sets it; with `automatic` it may do so later. */
declare function pinMode(pin: PinOrNumber, mode?: PinMode | 'auto', automatic?: boolean): void

interface ShiftOutOptions {
  clk?: PinOrNumber
  /** The clock's level between pulses; low by default. */
  clkPol?: PinLevel
  /** Clocks for each item of the data; 1 by default. */
  repeat?: number
}
/** Puts data out on pins, the lowest bits first, with a clock. */
declare function shiftOut(pins: PinOrNumber | readonly PinOrNumber[], options: ShiftOutOptions, data: ByteSource): void

interface WatchEvent {
  readonly state: boolean
  /** When the pin changed, and when it did the time before: s, as getTime(). */
  readonly time: number
  readonly lastTime: number
  readonly pin: Pin & number
  /** The level of the pin that the options' `data` names. */
  readonly data?: boolean
}

interface WatchOptions {
  /** At each change, not only at the first. */
  repeat?: boolean
  /** `'both'` by default; for a built-in button `'rising'`. */
  edge?: 'rising' | 'falling' | 'both'
  /** How long the level must last, ms; 0 by default, for a built-in button 25. */
  debounce?: number
  /** A pin that is read at each change; with `debounce` 0 only. */
  data?: PinOrNumber
}

/** Calls `task` when a pin changes; returns an id for clearWatch(). `options` may be the `repeat` alone. */
declare function setWatch(task: (event: WatchEvent) => void, pin: PinOrNumber, options?: boolean | WatchOptions): number
/** Ends a watch. Without an id the engine would end all of them, the firmware's too: give it one. */
declare function clearWatch(id: number): void

declare const LOW: 0
declare const HIGH: 1

// An ESP32 has D0 to D39, an ESP32-S3 to D48, an ESP32-C3 to D21, an ESP8266 D0 to D16: the numbers of their GPIOs. What a board
// lacks is a ReferenceError there. Pins with other names, as on an Espruino WiFi: `new Pin('B2')`.
declare const D0: Pin
declare const D1: Pin
declare const D2: Pin
declare const D3: Pin
declare const D4: Pin
declare const D5: Pin
declare const D6: Pin
declare const D7: Pin
declare const D8: Pin
declare const D9: Pin
declare const D10: Pin
declare const D11: Pin
declare const D12: Pin
declare const D13: Pin
declare const D14: Pin
declare const D15: Pin
declare const D16: Pin
declare const D17: Pin
declare const D18: Pin
declare const D19: Pin
declare const D20: Pin
declare const D21: Pin
declare const D22: Pin
declare const D23: Pin
declare const D24: Pin
declare const D25: Pin
declare const D26: Pin
declare const D27: Pin
declare const D28: Pin
declare const D29: Pin
declare const D30: Pin
declare const D31: Pin
declare const D32: Pin
declare const D33: Pin
declare const D34: Pin
declare const D35: Pin
declare const D36: Pin
declare const D37: Pin
declare const D38: Pin
declare const D39: Pin
declare const D40: Pin
declare const D41: Pin
declare const D42: Pin
declare const D43: Pin
declare const D44: Pin
declare const D45: Pin
declare const D46: Pin
declare const D47: Pin
declare const D48: Pin
/** ESP8266: the analog input. */
declare const A0: Pin
/** ESP32 boards: D2. An ESP8266 has none by this name. */
declare const LED1: Pin
/** ESP32 boards: D0, the button called BOOT. An ESP8266 has none by this name. */
declare const BTN1: Pin
